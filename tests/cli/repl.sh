# The interactive mode, reading a script: no prompts, the same output, and
# messages that name the line.
. "$(dirname "$0")/_session.sh"
make_articles
t -q -d i.db add articles

# script TITLE: what it says and exits with.
script() {
    note "$1"
    sed 's/^/> /' script >> actual
    "$NEWSQ" -d i.db repl < script > said 2> complained
    record $?
}

cat > script <<'END'
mediation board
1
.limit 1
board
.more
2
1
.more
.sort new
.first 1
.more

"harbour dispute
   =talking
.quit
never read
END
script 'Searches and hits.'

cat > script <<'END'
harbour
.count
.facet byline
.facet byline 1
.timeline year
.kwic
.kwic left
.filter headline:truce
.count
.filter
.by passage
.by article
.passages 1
.match any
truce zeppelin
END
script 'What newsq does of the same name, with the last query.'

cat > script <<'END'
.terms har
.like 1
harbour
.like 2
.count
.facet source
END
script 'The words of the index, and what is like a hit.'

cat > script <<'END'
.mode json
harbour
.count
.mode jsonl
.facet source
.mode csv
.first
.mode tsv
.count
.kwic
.mode text
.count
END
script 'Other forms of output, where there are any.'

cat > script <<'END'
.saved
.save none
storm
.save weather
.filter byline:okafor
harbour NOT mediation
.save harbour
.filter
.filter "unclosed
board
.save board
.saved
.run harbour
.count
.run nothing
.forget board
.forget board
.save two words
.saved
.match any
.save any
.filter storm
END
script 'Saved searches.'
ls -l home/.local/state/newsq | awk 'NR > 1 { print $1, $NF }' >> actual
printf 'no tab\nx\tstorm\n' > home/.local/state/newsq/searches
printf '.saved\n.save y\n' > script
script 'A file of searches that is none.'
printf 'storm\n.save y\n' > script
script 'It is kept as it is.'
cat home/.local/state/newsq/searches >> actual

cat > script <<'END'
1
.more
.count
.explain 1
.sort newest
.open
.open missing.db
.open articles/storm.txt
.show 7
.mroe
.xyzzy
.limit
.count now
.facet sorce
.facet
storm
.show 1 2
.timeline decade
.filter date:nonsense
.mode xml
facet source zeppelin
.help limt
END
script 'Slips of the fingers.'

"$NEWSQ" -q -d other.db add articles/storm.txt
cat > script <<'END'
harbour
.open other.db
1
.count
storm
.info storm
END
script 'Another index.'

printf '.help\n.help .count\n.help filter\n' > script
script 'Help.'

note 'How a query is run is told by the library, and how a score is made up.'
printf 'storm\n.explain\n.explain 1\n' | "$NEWSQ" -q -d i.db repl \
    > said 2> complained
status=$?
sed 's/^ *-\{0,1\}[0-9.]* \{2\}.*/(a part of the score)/' said | uniq >> actual
grep -c '^canonical: storm$\|^plan: ' complained >> actual
echo "exit $status" >> actual

note 'Nothing to read, and no text.'
"$NEWSQ" -d i.db repl < /dev/null > said 2> complained
record $?
printf 'storm\0\n.count\n' | "$NEWSQ" -d i.db repl > said 2> complained
record $?
finish
