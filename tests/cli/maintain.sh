# info, check, optimize, rebuild, backup.
. "$(dirname "$0")/_session.sh"
make_articles
t -q -d i.db add articles
sizes() {
    t "$@"
    sed -e 's/[0-9][0-9.]* [kM]B/N kB/' -e 's/"bytes":[0-9][0-9]*/"bytes":N/' \
        -e 's/^made of .*/made of    N/' -e 's/"build":"[^"]*"/"build":N/' \
        -e 's/^revision .*/revision   N/' actual > plain
    mv plain actual
}
sizes -d i.db info
sizes -d i.db info --json
sizes -d i.db check
sizes -d i.db optimize
sizes -d i.db rebuild
t -d i.db -q -l storm
sizes -d i.db backup copy.db
t -d copy.db -q -l storm
sizes -d copy.db check
note 'A backup does not write over anything.'
sizes -d i.db backup copy.db
note 'Quiet is quiet.'
t -q -d i.db check
t -q -d i.db optimize
t -q -d i.db rebuild
note 'Damage is found. How it is said, the library decides.'
dd if=/dev/zero of=copy.db bs=4096 seek=8 count=6 conv=notrunc 2> /dev/null
"$NEWSQ" -d copy.db check > said 2> complained
status=$?
sed 's/^newsq: .*;/newsq: (what);/' complained > settled
mv settled complained
record $status
note 'What is left of it is saved. Its pages lie elsewhere, so not how much.'
"$NEWSQ" -d copy.db repair > said 2> complained
echo "exit $?" >> actual
sed -e 's/[0-9][0-9,.]*/N/g' -e '/^lost/d' -e '/^altered/d' -e '/^unsure/d' \
    -e 's/^\(.*: N versions\{0,1\} saved\).*/\1/' said complained >> actual
"$NEWSQ" -q -d copy.db.repaired check
echo "exit $?" >> actual
note 'Nothing is lost of what is whole.'
t -d i.db repair whole.db
t -d whole.db -q -l storm
t -d i.db repair whole.db
note 'Not even the name of a table is left.'
dd if=/dev/zero of=whole.db bs=16384 count=1 conv=notrunc 2> /dev/null
t -d whole.db check
t -d whole.db repair again.db
t -d again.db -q -l storm
t -q -d articles/storm.txt repair
note 'There must be one.'
t -d none.db repair
t -d none.db check
t -d none.db rebuild
ls none.db >> actual 2>&1
finish
