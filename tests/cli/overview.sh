# Counts, facets, timelines and first appearances.
. "$(dirname "$0")/_session.sh"
[ "$HAVE_JSON" = 1 ] || skip 'built without JSON'
copy_samples
t -q -d i.db add articles articles.jsonl

note 'How many, of one query and of many.'
t -d i.db count flood
t -d i.db count zeppelin
t -d i.db count --json flood OR truce
t -d i.db count --csv flood
printf 'a\tflood\nb\tzeppelin\n\nc\t...\nd\ttruce OR flood\n' > queries.tsv
t -d i.db count --batch queries.tsv
t -d i.db count --batch queries.tsv --json -q
t -d i.db count
t -d i.db count flood --batch queries.tsv

note 'By a property: for a pipe, a terminal and a program.'
t -d i.db facet source flood
t -d i.db facet -n 2 language '*'
COLUMNS=60 t -d i.db facet --pretty source '*'
COLUMNS=60 t -d i.db facet --pretty -n 3 byline '*'
t -d i.db facet --json -n 2 section truce
t -d i.db facet --jsonl -n 2 year '*'
t -d i.db facet --csv month truce
t -d i.db facet --tsv -n 1 author '*'
note 'Every value is what a filter on it finds.'
"$NEWSQ" -q -d i.db facet source '*' | while IFS='	' read -r name count; do
    [ "$("$NEWSQ" -q -d i.db count "source:\"$name\"")" -ge "$count" ] ||
        echo "differs: $name" >> actual
done
"$NEWSQ" -q -d i.db facet month '*' | while IFS='	' read -r month count; do
    [ "$("$NEWSQ" -q -d i.db count "date:$month")" = "$count" ] ||
        echo "differs: $month" >> actual
done
t -d i.db facet sorce flood
t -d i.db facet colour flood
t -d i.db facet source zeppelin
t -d i.db facet keywords flood

note 'By time.'
t -d i.db timeline truce
COLUMNS=60 t -d i.db timeline --pretty --by month '*'
COLUMNS=50 t -d i.db timeline --pretty --by day truce
LC_ALL=C COLUMNS=50 t -d i.db timeline --pretty --by year '*'
t -d i.db timeline --by week --json truce date:2023-03
t -d i.db timeline --zone Nowhere truce
t -d i.db timeline --by article truce
t -d i.db --by month truce
t -d i.db timeline zeppelin

note 'As a picture.'
t -d i.db timeline --svg - --by year 'truce OR "<&>"'
t -d i.db timeline --svg t.svg --by day truce
grep -c '<rect class="bar"' t.svg >> actual
t -d i.db timeline --svg no/folder.svg truce

note 'The first appearance.'
t -d i.db first -q flood
t -d i.db first zeppelin
t -d i.db first -l -n 3 truce
finish
