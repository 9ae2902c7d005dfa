# What goes through a pager, and what doesn't.
. "$(dirname "$0")/_session.sh"
make_articles
t -q -d i.db add articles

note 'Lines of matches, and articles.'
NEWSQ_PAGER='sed s/^/paged:/'
export NEWSQ_PAGER
terminal 80 '' -d i.db kwic parties
terminal 200 '' -d i.db show 2 --highlight storm

note 'Not if nobody wants it, nor in a pipe, nor JSON.'
terminal 80 '' -d i.db kwic --no-pager parties
terminal 80 '' -d i.db kwic --jsonl parties
t -d i.db kwic -q parties
NEWSQ_PAGER=
terminal 80 '' -d i.db kwic parties

note 'One that is left early, and one that is not there.'
NEWSQ_PAGER='head -n 1'
terminal 80 '' -d i.db kwic -q the
NEWSQ_PAGER=/no/such/pager
terminal 80 '' -d i.db kwic -q parties
without_keys
finish
