# Searching, as tables and as bare keys. Scores are not compared.
. "$(dirname "$0")/_session.sh"
make_articles
printf 'He said, "Stay calm"\r\nBy A. B\r\nVARNE (NW) - First line of the calm.\n' \
    > articles/quotes.txt
t -q -d i.db add articles

# The score is the third column.
without_scores() {
    "$NEWSQ" -d i.db "$@" > table
    sed 's/^\([0-9]*[,	][0-9]*[,	]\)[0-9.]*/\1N/' table | settle >> actual
}
note 'CSV has names first, and its lines end in CR and LF.'
without_scores --csv board
without_scores --csv calm
od -c table | sed -n '1s/  */ /gp' >> actual
grep -c "$(printf '\r')\$" table >> actual
note 'TSV.'
without_scores --tsv board
note 'No hits: names alone.'
t -d i.db --csv -q zeppelin
t -d i.db --tsv zeppelin
note 'Keys alone, for xargs -0.'
"$NEWSQ" -d i.db -0 board | tr '\0' '\n' | settle >> actual
"$NEWSQ" -d i.db --null board | xargs -0 "$NEWSQ" -d i.db show |
    grep '^dateline' >> actual
note 'The last one counts.'
t -d i.db --csv -l storm
t -d i.db show --csv 1
finish
