# Searching, as text: a line a hit in a pipe, laid out with --pretty.
. "$(dirname "$0")/_session.sh"
make_articles
t -q -d i.db add articles

note 'A line a hit: id, date, source, headline, passage.'
t -d i.db mediation board
t -d i.db -q truce OR storm
t -d i.db search -l mediation

note 'Arguments are one query; words in any form, a phrase as it is.'
t -d i.db -q 'joint mediation board'
t -d i.db -q -p joint mediation board
t -d i.db -q '"mediation joint"'
t -d i.db -q =talk
t -d i.db -q =talking
t -d i.db -q -l 'mediat*'
t -d i.db -q -l 'headline:harbour -storm'
t -d i.db -q -l '(truce OR storm) -train'

note 'Laid out, at two widths.'
COLUMNS=60 t -d i.db --pretty mediation board
COLUMNS=100 t -d i.db --pretty --passages 1 -n 1 mediation board
COLUMNS=60 t -d i.db --pretty --by passage joint board

note 'Pages, and the end of them.'
t -d i.db -n 1 board
t -d i.db -n 1 --offset 1 board
t -d i.db -n 1 --offset 5 board

note 'How it was understood.'
t -d i.db --explain -q -l 'harbour -storm'

note 'Nothing found.'
t -d i.db zeppelin
t -d i.db -q zeppelin

note 'What the query is, and what could not be read as meant.'
t -d i.db '"harbour dispute'
t -d i.db ''
t -d i.db '...'
t -d i.db 'person:nw board'
t -d i.db 'board source:'
t -d i.db 'board date:octember'
t -d i.db 'board w/5 source:NW'
t -d i.db --match any 'storm or harbour?'
finish
