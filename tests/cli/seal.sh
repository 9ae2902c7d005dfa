# seal, and a sealed index; doctor.
. "$(dirname "$0")/_session.sh"
make_articles
chmod go-w .
t -q -d i.db add articles
note 'It is checked, and then nobody writes to it.'
t -d i.db seal
ls -l i.db | cut -c 1-10 >> actual
t -d i.db seal
t -d i.db add articles
t -d i.db remove articles/storm.txt
t -d i.db optimize
t -d i.db -q -l storm
"$NEWSQ" -d i.db check | sed 's/, [0-9.]* kB.*//' >> actual
"$NEWSQ" -d i.db info | grep sealed >> actual
"$NEWSQ" -d i.db doctor | grep '^index *journal' >> actual
note 'That can be undone.'
t -d i.db seal --undo
ls -l i.db | cut -c 1-10 >> actual
t -d i.db seal --undo
t -q -d i.db remove articles/storm.txt
t -d i.db -q -l storm
note 'There must be one.'
t -d none.db seal
t -d none.db seal --undo
ls none.db >> actual 2>&1
note 'What an index lives on: names, for the texts are of this machine.'
doctor() {
    printf '$ newsq %s | (level, topic, name)\n' "$*" >> actual
    "$NEWSQ" "$@" > said 2> complained
    status=$?
    grep -v '^sqlite\|^issue\|^build\|^problems' said | sed 's/^\(.\{24\}\).*/\1/
        s/ *$//' > plain
    mv plain said
    record $status
}
doctor -d i.db doctor
chmod 666 i.db
"$NEWSQ" -q -d i.db doctor | grep '^file' >> actual
chmod 600 i.db
"$NEWSQ" -d i.db doctor --json > said
sed 's/},{/},\n{/g' said | grep '"topic":"index","name":"f' |
    sed 's/"text":".*/"text":N/' >> actual
note 'One that can not be opened is a problem, and the status is as for others.'
echo 'Dear editor' > letter.txt
"$NEWSQ" -q -d letter.txt doctor > said 2> complained
status=$?
grep '^index' said > plain
mv plain said
record $status
"$NEWSQ" -q -d none.db doctor > said 2> complained
status=$?
grep '^index' said > plain
mv plain said
record $status
note 'Without an index, of newsq alone.'
"$NEWSQ" doctor | cut -d ' ' -f 1 | sort -u >> actual
finish
