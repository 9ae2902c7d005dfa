# Many queries: a TREC run whose scores fall from line to line.
. "$(dirname "$0")/_session.sh"
make_articles
cp articles/truce.txt "articles/a truce.txt"
t -q -d i.db add articles
printf '1\ttruce in the harbour\n2\tmediation board\n\n3\t \n4\tzeppelin\n5\t...\n' > queries
run() {
    t "$@"
    # Scores belong to the ranking; that they fall is checked below.
    sed 's/ \(-\{0,1\}[0-9]*\.[0-9]\{6\}\) \([^ ]*\)$/ N \2/' actual > plain
    mv plain actual
}
run -d i.db batch queries
run -d i.db batch -n 1 --tag mine queries
run -d i.db batch --depth 2 --match all queries
note 'From standard input; a line without a tab ends it.'
printf '1\tstorm\n2 harbour\n3\ttruce\n' > broken
run -d i.db batch broken
printf '$ newsq batch - < queries\n' >> actual
"$NEWSQ" -d i.db batch - < queries 2>/dev/null | wc -l | tr -d ' ' >> actual
run -d i.db batch nowhere
"$NEWSQ" -q -d i.db batch queries 2>/dev/null | awk '
    NF != 6 { print "not six words: " $0 }
    $1 == query && $5 + 0 >= score + 0 { print "does not fall: " $0 }
    $1 == query && $4 != rank + 1 { print "skips a rank: " $0 }
    { query = $1; score = $5; rank = $4 }' >> actual
finish
