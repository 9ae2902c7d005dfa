# --untrusted: an index from elsewhere.
. "$(dirname "$0")/_session.sh"
make_articles
t -q -d i.db add articles
rm -f i.db.lock
note 'A sound one is searched as ever, and nothing is made beside it.'
t --untrusted -d i.db -q -l storm
t --untrusted -d i.db -q check
ls i.db* >> actual
note 'What is written by somebody else meanwhile is no part of it.'
echo 'a log' > i.db-wal
t --untrusted -d i.db -q -l storm
rm -f i.db-wal
note 'A file that no newsq wrote.'
cp i.db bad.db
printf '\001' | dd of=bad.db bs=1 seek=59 conv=notrunc 2> /dev/null
printf '\020' | dd of=bad.db bs=1 seek=20 conv=notrunc 2> /dev/null
t --untrusted -d bad.db -q -l storm
t --untrusted -d articles -q -l storm
note 'It is only read.'
t --untrusted -d i.db add articles
t --untrusted -d i.db optimize
finish
