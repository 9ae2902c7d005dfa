# The words of the index, completions, and what is like an article.
. "$(dirname "$0")/_session.sh"
[ "$HAVE_JSON" = 1 ] || skip 'built without JSON'
copy_samples
t -q -d i.db add articles articles.jsonl

note 'Words that begin so.'
t -d i.db terms truc
t -d i.db terms CONV
t -d i.db terms -n 3
t -d i.db terms --sort articles -n 3
t -d i.db terms --json con -n 2
t -d i.db terms --jsonl truc
t -d i.db terms --csv truc
t -d i.db terms --tsv truc
t -d i.db terms zeppelin
t -d i.db terms 'two words'
t -d i.db terms a b
t -d i.db terms --sort best a

note 'What the last word may become.'
t -d i.db suggest truce conv
t -d i.db suggest -n 2 'headline:(truce OR conv'
t -d i.db suggest -n 1 trcue
t -d i.db suggest --json -n 2 truce hal
t -d i.db suggest --csv -n 2 conv
t -d i.db suggest 'truce '
t -d i.db suggest source:gaz
t -d i.db suggest -n 101 conv

note 'What is like an article.'
t -d i.db like 1 -n 3 -l
t -d i.db like -n 1 --jsonl 1
t -d i.db like nobody
t -d i.db like

note 'What may be meant, as a shell takes it and as it is.'
t -d i.db '"truec holds" OR convoj'
t -d i.db count convoj
t -d i.db kwic convoj
printf 'convoj truce\n.quit\n' > keys
echo "$ newsq -d i.db repl < keys" >> actual
"$NEWSQ" -d i.db repl < keys > said 2>&1
settle < said >> actual
finish
