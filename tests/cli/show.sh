# Whole articles, and taking them out.
. "$(dirname "$0")/_session.sh"
make_articles
t -q -d i.db add articles
COLUMNS=50 t -d i.db show --pretty 1 3
without_keys
t -d i.db show 1
note 'By the path of the file, relative or whole.'
t -d i.db show articles/storm.txt
note 'Lines that were left out.'
printf 'Kite festival opens\nThe kite festival opened on Monday with two hundred kites over the beach.\nAdvertisement\nIt goes on until Sunday, and the wind is said to stay.\nShare\n' > kite.txt
t -q -d i.db add kite.txt
t -d i.db show --dropped kite.txt
note 'None of that name; the others are shown.'
t -d i.db show 99 nobody
t -d i.db show --jsonl 99 2
note 'Taken out of every search.'
t -d i.db remove articles/storm.txt 99
t -d i.db storm
t -d i.db show 3
t -d i.db remove articles/storm.txt
finish
