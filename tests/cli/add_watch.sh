# A folder that is watched: what comes is added, until Ctrl-C.
. "$(dirname "$0")/_session.sh"
make_articles
mkdir inbox
cp articles/board.txt inbox

# Wait until the index has so many articles; a watched file takes a moment.
until_count() {
    tries=0
    while [ "$("$NEWSQ" -d i.db info 2> /dev/null |
        sed -n 's/^articles *\([0-9]*\)$/\1/p')" != "$1" ]; do
        tries=$((tries + 1))
        if [ "$tries" -gt 200 ]; then
            echo "(never $1 articles)" >> actual
            break
        fi
        sleep 0.1
    done
}

"$NEWSQ" -d i.db add --watch inbox > said 2> complained &
watcher=$!
until_count 1
cp articles/truce.txt inbox
until_count 2
note 'A folder that comes is watched too, and what was in it is taken.'
mkdir -p later/deep
cp articles/storm.txt later/deep
mv later inbox
until_count 3
echo 'Ferry returns to the harbour on Friday, all well.' > inbox/later/ferry.txt
until_count 4
note 'What begins with a dot is somebody else'"'"'s.'
cp articles/storm.txt inbox/.storm.part
mv inbox/.storm.part inbox/storm.txt
until_count 5
kill -INT "$watcher"
wait "$watcher"
record $?
t -d i.db -l Eldre OR storm OR ferry
note 'What can not be.'
t -d i.db add --watch - < /dev/null
t -d i.db add --watch nowhere/at/all
finish
