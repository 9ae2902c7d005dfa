# The help of each command ends in examples, and they do what they say with the
# sample articles.
. "$(dirname "$0")/_session.sh"
[ "$HAVE_JSON" = 1 ] || skip 'needs json-c'
copy_samples
mv articles.jsonl wire.jsonl
cp articles/truce-halem-joint-center.txt article.txt
printf 'q1\ttruce office\nq2\tflood\n' > queries.tsv
printf 'truce\n.facet source\n' > questions.txt
mkdir -p home/.config/fish/completions
"$NEWSQ" -q -d whole.db add articles wire.jsonl
PATH=$(dirname "$NEWSQ"):$PATH
NEWSQ_DB=$PWD/index.db
export PATH NEWSQ_DB

for command in $("$NEWSQ" --help | sed -n 's/^  \([a-z]*\) .*/\1/p'); do
    "$NEWSQ" help "$command" | sed '1,/^Examples:$/d' > lines
    grep -q "^  newsq " lines || echo "$command: no examples" >> actual
    while IFS= read -r line; do
        # Each begins with all of the articles.
        rm -f index.db*
        cp whole.db index.db
        case $line in
        "  newsq "*) ;;
        *) echo "no example: $line" >> actual ;;
        esac
        # What is no command by its name is a search.
        case $line in
        "  newsq $command"*) ;;
        *) [ "$command" = search ] || echo "not of $command: $line" >> actual ;;
        esac
        sh -c "$line" > said 2> complained < /dev/null
        status=$?
        [ $status = 0 ] || sed "s|^|$status, $line: |" complained >> actual
        echo "$line" >> actual
    done < lines
done

# What is written to files is there.
for file in all.jsonl copy.db flood.ris flood.svg run.txt home/.newsq.bash \
    home/.config/fish/completions/newsq.fish; do
    [ -s "$file" ] || echo "$file: empty" >> actual
done
finish
