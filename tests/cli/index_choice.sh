# Which index: -d, $NEWSQ_DB, ./.newsidx.db, the user's own.
. "$(dirname "$0")/_session.sh"
make_articles
note 'The user has none yet; add makes it, where only the user can look.'
t storm
t add articles
ls -l home/.local/share | awk 'NR > 1 { print $1, $NF }' >> actual
t -l storm
XDG_DATA_HOME=$PWD/data
export XDG_DATA_HOME
t storm
t add articles/storm.txt
t -l storm
note 'A path that is not absolute is ignored.'
XDG_DATA_HOME=data
t -v -l storm
unset XDG_DATA_HOME
note 'One in this folder goes first, and add keeps to it.'
t -d .newsidx.db -q add articles/board.txt
t storm
t add articles/truce.txt
t -l board
note 'The environment goes before it, and -d before all.'
NEWSQ_DB=env.db
export NEWSQ_DB
t storm
t add articles/storm.txt
t -l storm
t -d .newsidx.db storm
NEWSQ_DB=
t storm
note 'What is no index.'
echo 'something else, and longer than the header of a database file is: '\
'0123456789012345678901234567890123456789' > text.db
# How it is said is the library's; that it is, and where, is ours.
refused() {
    printf '$ newsq %s\n' "$*" >> actual
    "$NEWSQ" "$@" > said 2> complained
    status=$?
    grep -c "^newsq: .*$2" complained > said
    : > complained
    record $status
}
refused -d text.db storm
refused -d articles storm
refused -d text.db add articles
cat text.db >> actual
finish
