# Options and commands that are not understood, and words that look like them.
. "$(dirname "$0")/_session.sh"
make_articles
t -q -d i.db add articles

note 'Slips of the fingers.'
t -d i.db --jsno storm
t -d i.db --xyzzy storm
t -d i.db storm --limt=3
t -d i.db storm -n
t -d i.db storm -n many
t -d i.db storm -n 0
t -d i.db storm --limit 10001
t -d i.db storm --sort newest
t -d i.db storm --json=yes
t -d i.db storm -geneva
t help serach
t help xyzzy

note 'A slip in the name of a command is a search; if that comes to nothing ...'
t -d i.db serach zeppelin
t -d i.db tiemline storm --by week
t -d missing.db ad articles
t -d i.db storms
t -d i.db snow
t -d i.db show
t -q -d i.db serach zeppelin
t -d i.db -- serach zeppelin
t -d i.db search serach

note 'Options of other commands.'
t -d i.db info --limit 3
t -d i.db add articles --json
t -d i.db --by passage --sort new storm

note 'Too few words, or too many.'
t add
t show
t explain 1
t info now
t backup
t

note 'After -- nothing is an option or a command.'
t -d i.db -q -l -- storm -roads
t -d i.db -q -l -- harbour -storm
t -d i.db -q -l -- add
t -d i.db -q -l search add
t -d i.db -q -l 'storm -closes'

note 'Options may stand between words, and go together.'
t storm -qld i.db roads
t storm --db=i.db --ids-only roads
t storm roads -d i.db -l --colour never
finish
