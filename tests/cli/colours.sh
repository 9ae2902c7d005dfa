# What matched is marked, if colours are wanted.
. "$(dirname "$0")/_session.sh"
make_articles
t -q -d i.db add articles
marks() {
    t "$@"
    sed 's/\x1b/^[/g' actual > marked
    mv marked actual
}
marks -d i.db -q --color=always --pretty -n 1 joint mediation board
marks -d i.db -q --color=always -n 1 joint mediation board
note 'Neither in a pipe nor by force of NO_COLOR.'
marks -d i.db -q -n 1 joint mediation board
note 'On a terminal, by themselves, but not with NO_COLOR or a dumb one.'
terminal 70 '' -d i.db -q -n 1 storm
NO_COLOR=1
export NO_COLOR
terminal 70 '' -d i.db -q -n 1 storm
terminal 70 '' -d i.db -q -n 1 --color=always storm
unset NO_COLOR
TERM=dumb
terminal 70 '' -d i.db -q -n 1 storm
finish
