# --recency: age takes from scores, and relevance stays first.
. "$(dirname "$0")/_session.sh"
[ "$HAVE_JSON" = 1 ] || skip 'built without JSON'
cat > wire.jsonl <<'END'
{"id":"nw-1","headline":"Truce holds","body":"The truce held in the port.","date":"2021-03-02"}
{"id":"nw-2","headline":"Truce holds","body":"The truce held in the port."}
{"id":"nw-3","headline":"Truce holds","body":"The truce held in the port.","date":"2022-02-27"}
{"id":"nw-4","headline":"Truce in the port","body":"Truce, port.","date":"2020-01-01"}
{"id":"nw-5","headline":"Snow","body":"The truce was in the port, with ships.","date":"2022-02-27"}
END
t -q -d i.db add wire.jsonl

note 'Without it, with it, and with another clock.'
t -q -d i.db -l port OR truce
t -q -d i.db -l --recency 7 --now 2022-02-28 port OR truce
t -q -d i.db -l --recency 7 --now 2021-03-02 port OR truce
t -q -d i.db -l --recency 7 --now 2022-02-28 --sort old port OR truce

note 'A page goes on with the same half-life.'
"$NEWSQ" -q -d i.db --json --recency 7 --now 2022-02-28 -n 2 truce > page
cursor=$(sed 's/.*"next":"\([^"]*\)".*/\1/' page)
"$NEWSQ" -q -d i.db -l --recency 7 --now 2022-02-28 --cursor "$cursor" truce \
    > said 2> complained
record $?
"$NEWSQ" -q -d i.db -l --recency 8 --now 2022-02-28 --cursor "$cursor" truce \
    > said 2> complained
record $?

note 'What it takes is explained.'
t -d i.db explain --recency 7 --now 2021-03-09 nw-1 truce
t -d i.db explain --recency 7 --now 2021-03-09 nw-2 truce
sed 's/^ *\(-\{0,1\}\)[0-9][0-9.]* \{2\}/  \1N  /' actual > plain
mv plain actual

note 'Days, from one on.'
t -d i.db --recency 0 truce
t -d i.db --recency old truce
t -d i.db show --recency 7 nw-1
finish
