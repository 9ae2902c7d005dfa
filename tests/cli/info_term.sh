# What the index has of a word.
. "$(dirname "$0")/_session.sh"
make_articles
t -q -d i.db add articles
t -d i.db info storm
t -q -d i.db optimize
t -d i.db info storm nowhere
t -d i.db info --json storm
note 'One word is a word.'
t -d i.db info 'two words'
t info --help
finish
