# All fields of an article, what may not be found, and taking that out.
. "$(dirname "$0")/_session.sh"
[ "$HAVE_JSON" = 1 ] || skip "newsq reads no JSON Lines"
cat > in.jsonl <<'EOF'
{"key":"full","headline":"Dam holds","body":"The dam held.","copyright":"(c) The Wire","urgency":2,"edition":3,"embargoed":"2016-09-09T12:00:00Z","dropped":"Share","slug":"dam","ratio":[1.50,{"deep":null}]}
{"key":"plain","headline":"Dam shut","body":"The dam was shut."}
{"key":"w","headline":"Dam opens","body":"The dam opened.","edition":1}
{"key":"w","headline":"Dam opens","body":"The dam opened.","edition":2,"usage":"withheld"}
{"key":"c","headline":"Dam breaks","body":"The dam broke.","usage":"canceled"}
{"key":"c","headline":"Dam breaks","body":"The dam broke."}
{"key":"e","headline":"Dam in 2100","body":"The dam is gone.","embargoed":"2100-01-01"}
{"key":"full","headline":"Dam holds","body":"The dam holds.","edition":2}
EOF
t -d i.db add in.jsonl
t -d i.db add in.jsonl
t -d i.db -l dam
t -d i.db -l --now 2100-01-01 dam
t -d i.db show full
t -d i.db show --json full plain
t -d i.db show --jsonl full > /dev/null
note 'What is shown comes back as it was.'
"$NEWSQ" -d i.db show --jsonl full plain > out.jsonl
t -d j.db add out.jsonl
"$NEWSQ" -d j.db show --jsonl full plain > again.jsonl
for of in out again; do
    sed 's/"article_id":[0-9]*,"version":[0-9]*,//' $of.jsonl > $of
done
cmp out again >> actual 2>&1
note 'Nothing reads the others, and they are counted.'
t -d i.db show w c e 4 7
"$NEWSQ" -d i.db info | sed -n '/^articles/,/^versions/p' >> actual
note 'They can be taken out; first it is tried.'
t -d i.db remove -n full w c e e nobody
t -d i.db -l dam
t -d i.db remove full w c e e nobody
t -d i.db remove w
t -d i.db -l --now 2100-01-01 dam
"$NEWSQ" -d i.db info | sed -n '/^articles/,/^versions/p' >> actual
t -d i.db remove -q plain
t -q -d i.db check
finish
