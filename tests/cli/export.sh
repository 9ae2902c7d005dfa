# Exports of all that a query finds, in each form, and back again.
. "$(dirname "$0")/_session.sh"
[ "$HAVE_JSON" = 1 ] || skip "newsq reads no JSON Lines"
cat > in.jsonl <<'END'
{"key":"https://wire.example/dam?a=1&b={2}","headline":"Dam holds: 50% of $3m & more_","byline":"Maren A. Okafor, Jan van der Berg and Cole Diaz Jr., AP Diplomatic Writer","dateline":"PORT ELDRE (NW)","body":"The \"dam\" held, {said} <them>.\n\nA second\tparagraph.\n","source":"The Wire","section":"World","keywords":"dams, floods","url":"https://wire.example/dam?a=1&b={2}","language":"en-GB","published":"2016-09-09T12:30:00Z","updated":"2016-09-10T01:00:00Z","copyright":"(c) The Wire","urgency":2,"edition":3,"dropped":"Share","extra":{"slug":"dam","ratio":[1.50,{"deep":null}]}}
{"key":"/x/plain one.txt","headline":"Dam shut","byline":"Associated Press","body":"The dam was shut.","published":"2015-01-02"}
{"key":"bare","body":"=Dam, and nothing else"}
{"key":"other","headline":"Storm","body":"A storm.","byline":"By Staff Reporter","source":"Post"}
{"key":"w","headline":"Dam opens","body":"The dam opened.","usage":"withheld"}
END
t -q -d i.db add in.jsonl
for form in jsonl csv tsv ris bibtex csljson ninjs html; do
    note "As $form."
    t -d i.db export --as $form --sort new dam
done
note 'Without a query it is everything, and nothing found is a whole document.'
"$NEWSQ" -d i.db export | grep -c article_id >> actual
t -d i.db export --as csljson zeppelin
t -d i.db export --as csv -q zeppelin
t -d i.db export --as html -q zeppelin
t -d i.db export --as ris zeppelin
t -d i.db export --as word dam

note 'Read back, all is as it was but for the ids: there are no old versions.'
copy_samples
"$NEWSQ" -q -d a.db add articles articles.jsonl in.jsonl 2>> actual
"$NEWSQ" -d a.db export > a.jsonl
"$NEWSQ" -q -d b.db add a.jsonl
"$NEWSQ" -d b.db export > b.jsonl
for of in a b; do
    sed 's/"article_id":[0-9]*,"version":[0-9]*,//' $of.jsonl > $of
done
cmp a b >> actual 2>&1 && wc -l < a >> actual
note 'From an index without hidden articles come equal hits and scores.'
"$NEWSQ" -q -d c.db add b.jsonl
for query in 'flood' 'dam OR talks' 'the -dam' 'source:wire dam' '"the dam"'; do
    for db in b c; do
        "$NEWSQ" -q -d $db.db --csv -n 1000 "$query" > $db
    done
    cmp b c >> actual 2>&1 && [ -s b ] && echo "equal: $query" >> actual
done
note 'Nothing of it is new to the first.'
t -d a.db add a.jsonl

note 'An interrupted pipe is no fault.'
"$NEWSQ" -d a.db export | head -n 1 | wc -l >> actual
finish
