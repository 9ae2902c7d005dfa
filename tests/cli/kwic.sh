# Every match, the word in the middle; marks of an article; context.
. "$(dirname "$0")/_session.sh"
make_articles
cat > articles/talks.txt <<'TEXT'
東京で停戦合意、外相が会談
東京（NW） 日本の外相は９日、停戦について会談した。停戦は週末に発効する見通しで、各国は停戦を歓迎した。
TEXT
printf 'Caf\303\251 owners agree\n\nA cafe\314\201 owner said the cafe\314\201, re\314\201sume\314\201s and all, would stay. The caf\303\251 did.\n' \
    > articles/cafe.txt
t -q -d i.db add articles

note 'A line a match: id, offset, left, match, right, field.'
t -d i.db kwic board
t -d i.db -q kwic '"joint mediation board"'
t -d i.db -q kwic --width 30 -n 2 board

note 'Aligned, in 80 and in 200 columns; marks of a letter stay with it.'
COLUMNS=80 t -d i.db kwic --pretty board
COLUMNS=200 t -d i.db -q kwic --pretty 'the w/3 harbour'
COLUMNS=80 t -d i.db -q kwic --pretty 停戦
t -d i.db -q kwic --pretty --width 40 停戦
t -d i.db -q kwic --pretty --width 33 café
t -d i.db -q kwic --pretty --color always -n 1 board

note 'By what stands beside it.'
COLUMNS=60 t -d i.db -q kwic --pretty --sort left board
COLUMNS=60 t -d i.db -q kwic --pretty --sort right board
COLUMNS=60 t -d i.db -q kwic --pretty --sort right -n 2 board
t -d i.db kwic --sort date board
t -d i.db search --sort left board

note 'As JSON.'
t -d i.db kwic --json -n 2 board
t -d i.db kwic --jsonl --width 20 停戦
t -d i.db kwic --json zeppelin

note 'Nothing, or nothing to see.'
t -d i.db kwic zeppelin
t -d i.db kwic source:NW
t -d i.db kwic '"harbour'
t -d i.db kwic

note 'An article with its marks.'
t -d i.db show 1 --highlight 'board joint'
COLUMNS=200 t -d i.db show 1 --pretty --color always --highlight '"joint statement"'
t -d i.db show 1 --highlight storm
t -d i.db show 1 --json --highlight '"joint statement"'
t -d i.db show 1 --highlight 'AND'
t -d i.db show 1 --highlight ''

note 'Sentences around passages.'
COLUMNS=80 t -d i.db --pretty -C 1 --passages 1 punish OR parties
t -d i.db -q -C 1 parties
t -d i.db -q --jsonl -C 1 parties

without_keys

note 'The first few, and the first few of all.'
t -d i.db kwic -n 2 the
t -d i.db kwic -n 2 --sort left the
finish
