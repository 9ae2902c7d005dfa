# What newsq help query teaches: each example finds something in the samples,
# and nothing but how operators bind (Q10, Q11) is worth a word.
. "$(dirname "$0")/_session.sh"
[ "$HAVE_JSON" = 1 ] || skip 'built without JSON'
copy_samples
"$NEWSQ" -q -d i.db add articles articles.jsonl
"$NEWSQ" help query | awk -F '  +' '/^  [^ ]/ { print $2 }' > examples
grep -c . examples >> actual
# The samples were written in 2022 and 2023, and one example is of the last
# seven days.
while read -r query; do
    "$NEWSQ" -d i.db --now 2022-10-12 --json -- "$query" > found 2> complained ||
        echo "finds nothing: $query" >> actual
    if grep -o '"code":"Q[0-9]*"' found | grep -qv 'Q1[01]'; then
        echo "is not understood: $query" >> actual
        cat complained >> actual
    fi
done < examples
finish
