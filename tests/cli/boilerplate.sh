# Lines that recur in a source's articles.
. "$(dirname "$0")/_session.sh"
mkdir harbor
i=0
while [ $i -lt 25 ]; do
    i=$((i + 1))
    printf 'Rain falls on town %d\n\nIt rained on town %d for a day and a night, and then it stopped.\n\nSign up for the letter from the harbor\n\nAfter that the sun came out, and nobody was sad any more.\n' \
        $i $i > harbor/$i.txt
done
t -q -d i.db add --source 'Harbor Press' harbor
t -d i.db info --boilerplate
t -d i.db info --boilerplate --json
make_articles
t -q -d other.db add articles
t -d other.db info --boilerplate
finish
