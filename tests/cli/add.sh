# Adding: once, twice, changed, from standard input, and what is bad.
. "$(dirname "$0")/_session.sh"
make_articles
t -d i.db add articles
note 'The same again changes nothing.'
t -d i.db add articles articles/storm.txt
note 'Another text under the same key is a new version.'
echo 'The roads were open again on Tuesday.' >> articles/storm.txt
t -d i.db add articles/storm.txt
t -d i.db -q '"open again on Tuesday"'
t -d i.db -l storm

note 'From standard input.'
printf '$ newsq add - < board.txt\n' >> actual
"$NEWSQ" -d other.db add --source NW - < articles/board.txt > said 2> complained
record $?
t -d other.db -q board

note 'Bad input is named and skipped, and the rest goes in.'
mkdir bad
printf '%%PDF-1.4, and long enough to be looked at\n' > bad/page.txt
: > bad/empty.txt
printf 'P\000\001\002\003binary\000\000\000' > bad/picture.txt
cp articles/truce.txt bad/good.txt
mkdir bad/.hidden
cp articles/truce.txt bad/.hidden/not-this.txt
t -d bad.db add bad nowhere.txt
t -d bad.db -l truce
t -d bad.db -q add nowhere.txt

note 'Several readers find the same, in the same order.'
t -d three.db add -j 3 bad nowhere.txt

note 'What can not be.'
t -d i.db add - articles
t -d i.db add --format yaml articles
t -d i.db add --jobs 65 articles
finish
