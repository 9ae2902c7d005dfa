# What would be stored, and what was read: nothing is written.
. "$(dirname "$0")/_session.sh"
make_articles
note 'No index is made.'
t -d i.db add -n articles
t -d i.db info
t -d i.db add -q articles
echo 'The roads were open again on Tuesday.' >> articles/storm.txt
cat > articles/new.txt <<'END'
Ferry returns to the harbour

Share
The ferry came back on Friday, and its passengers were well. They had waited for two days.
END
note 'With one, it tells what is new.'
t -d i.db add --dry-run articles
t -d i.db add -n --show-parse articles/new.txt articles/storm.txt
t -d i.db -l harbour OR roads
note 'Formats have names.'
t -d i.db add -n --format yaml articles
t -d i.db add -n --format text articles/board.txt
note 'The index is none of its articles.'
mkdir folder
cp articles/board.txt folder
t -d folder/i.db add folder
t -d folder/i.db add folder
finish
