# Ctrl-C, and readers that go away.
. "$(dirname "$0")/_session.sh"
make_articles
mkfifo pipe
note 'Interrupted while it waits for input: it stops, and nothing is lost.'
"$NEWSQ" -d i.db add articles > /dev/null 2>&1
# The number is that of newsq itself, which takes the shell's place. A job in
# the background ignores interrupts; newsq catches its own.
export NEWSQ
sh -c 'echo $$ > id; exec "$NEWSQ" -d i.db add -' \
    < pipe > said 2> complained &
exec 4> pipe
sleep 1
kill -INT "$(cat id)"
wait $!
status=$?
# Whether the stream that broke off was counted is a matter of who was first.
sed 's/ [01] skipped/ N skipped/' said > counted
mv counted said
exec 4>&-
record $status
t -d i.db -q -l storm

note 'A reader that stops reading is no error to talk about.'
for i in 1 2 3 4 5 6 7 8 9; do
    cat articles/storm.txt
done > long.txt
"$NEWSQ" -q -d i.db add long.txt
("$NEWSQ" -d i.db -q --jsonl storm 2> complained; echo $? > status) | :
case $(cat status) in
0 | 141) ;;
*) echo "status $(cat status)" >> actual ;;
esac
cat complained >> actual
note 'Nor is a disk without room, but that one is told.'
: > said
"$NEWSQ" -d i.db -q storm > /dev/full 2> complained
record $?
finish
