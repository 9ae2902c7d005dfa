# What is refused is copied, and links are followed only when asked.
. "$(dirname "$0")/_session.sh"
make_articles
mkdir in out
cp articles/board.txt in
printf '%%PDF-1.4, and long enough to be looked at\n' > in/page.txt
: > in/empty.txt
cp articles/storm.txt out
ln -s ../out/storm.txt in/link.txt
t -d i.db add in --quarantine refused
# The names of the copies begin with a hash of the whole path.
cut -f 1,3- refused/index.tsv | sed 's/^[0-9a-f]\{16\}-/HASH-/' >> actual
for copy in refused/*page.txt; do
    cmp "$copy" in/page.txt && echo 'the copy is the file' >> actual
done
note 'A second time adds nothing to it.'
t -d i.db add in --quarantine refused
note 'With --follow the link is a file.'
t -d i.db add -q --follow in
t -d i.db -l storm
note 'Old files are left out.'
touch -d '2001-02-03' in/board.txt
t -d other.db add -n --since 2002-01-01 in/board.txt
t -d other.db add -n --since 2001-01-01 in/board.txt
finish
