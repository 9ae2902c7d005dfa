# Adding JSON Lines: fields, and lines that are bad.
. "$(dirname "$0")/_session.sh"
[ "$HAVE_JSON" = 1 ] || skip 'built without JSON'
cat > wire.jsonl <<'END'
{"id":"nw-1","headline":"Truce holds","body":"The truce held on Tuesday.","source":"NW","byline":"Maren Okafor","date":"2021-03-02T10:00:00+01:00","section":"World","url":"https://example.org/1"}
{"id":"nw-2","headline":"Truce broken","body":"The truce was broken on Friday.","source":"NW","date":"2021-03-05"}
{"id":"nw-3","headline":
{"id":"nw-4"}
{"id":"nw-5","title":"Truce renewed","text":"The truce was renewed on Sunday.","date":1615111200}
END
t -d i.db add wire.jsonl
t -d i.db -q --sort old truce
t -d i.db -q --sort new -l truce
COLUMNS=60 t -d i.db --pretty --sort new truce
t -d i.db show nw-1
t -d i.db --json -q -n 1 --sort old truce
note 'The source is for articles that name none.'
t -q -d s.db add --source Desk wire.jsonl
t -d s.db -q --sort old truce
note 'Named formats.'
t -d t.db add --format text wire.jsonl
t -d t.db info --json
sed 's/"words".*/.../' actual > plain
mv plain actual
finish
