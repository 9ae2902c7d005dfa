# Searching, as JSON. Scores differ with the ranking and are not compared.
. "$(dirname "$0")/_session.sh"
make_articles
t -q -d i.db add articles
t -d i.db --json mediation board
t -d i.db --json -q -n 1 '"joint mediation board'
t -d i.db --json zeppelin
t -d i.db --jsonl board
t -d i.db --jsonl -q --by passage -n 2 joint board
t -d i.db show --json 1
t -d i.db show --jsonl 1 2

note 'Bytes that are no UTF-8 come out as U+FFFD.'
t -d i.db --json -q "$(printf 'a\377b')"

note 'The version of the format is checked before anything else.'
t -d i.db --format-version 1 --json -q zeppelin
t -d i.db --format-version 0 --json board
t -d i.db --format-version 2 --json board

if [ "$HAVE_JSON" = 1 ]; then
    # Read by another than the one that wrote it: the library's importer.
    "$NEWSQ" -d i.db show --jsonl 1 2 3 > again.jsonl
    "$NEWSQ" -q -d again.db add again.jsonl || echo 'not read back' >> actual
    "$NEWSQ" -d i.db show 1 2 3 | sed '/^id:/d' > first
    "$NEWSQ" -d again.db show 1 2 3 | sed '/^id:/d' > second
    diff first second >> actual || echo 'differs when read back' >> actual
fi
finish
