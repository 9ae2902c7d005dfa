# Nothing is found: it is said why, and what would find something.
. "$(dirname "$0")/_session.sh"
[ "$HAVE_JSON" = 1 ] || skip 'built without JSON'
copy_samples
t -q -d i.db add articles articles.jsonl

note 'No more is known than that.'
t -d i.db zeppelin
t -d i.db source:Gazette
note 'A slip of the fingers.'
t -d i.db hallem
t -d i.db truce hallem
t -d i.db headline:convoj
note 'There, but not in that place or that way.'
t -d i.db headline:dog
t -d i.db 'allcaps(truce)'
t -d i.db 'hlead:(zeppelin truce)'
t -d i.db 'atleast50(truce)'
note 'Each, but not all of them.'
t -d i.db truce convoy football
t -d i.db 'truce (football OR chess)'
t -d i.db 'truce -kessaria'
t -d i.db 'truce flood -kessaria'
note 'A filter that nothing passes.'
t -d i.db truce source:Gazette
t -d i.db truce date:1999
t -d i.db flood section:world
note 'Too near.'
t -d i.db truce w/2 convoy
t -d i.db truce w/5 zeppelin
t -d i.db 'sentence(convoy parking)'
t -d i.db 'sorrel NOT w/1 gate'
note 'Exclusions find nothing by themselves.'
t -d i.db -- -truce
note 'In JSON.'
t -d i.db -q --json truce hallem
note 'Quiet is quiet.'
t -d i.db -q hallem
finish
