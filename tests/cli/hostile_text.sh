# Articles come from outside: nothing in them may act on a terminal, and wide
# and narrow letters are counted as they are shown.
. "$(dirname "$0")/_session.sh"
mkdir evil wide
printf 'Minister \033]0;owned\007resigns \302\233in\010 \342\200\256esrever\nThe minister \033[31mresigned\033[0m on\tMonday after \342\200\252a night\342\200\254 of \342\200\217talks\302\205with \000nobody.\n' |
    tr -d '\000' > evil/evil.txt
t -q -d e.db add evil
t -d e.db -q minister
t -d e.db -q --json minister
t -d e.db show 1
t -d e.db -l minister
t -d e.db "$(printf 'zeppelin\033[31m')"
note 'Not one byte of control or direction came out.'
for how in '' --pretty --json --jsonl; do
    "$NEWSQ" -d e.db -q $how minister
done > all
"$NEWSQ" -d e.db show 1 >> all
"$NEWSQ" -d e.db show --json 1 >> all
tr -d '\n\t' < all | grep -c "$(printf '[\001-\037\177]')" >> actual
grep -c "$(printf '\302\233\\|\342\200\256\\|\342\200\252\\|\302\205')" all >> actual

printf '\346\270\257\343\201\256\345\201\234\346\210\246\n\346\270\257\343\201\256\345\201\234\346\210\246\343\201\257\344\272\214\346\227\245\347\233\256\343\202\202\345\256\210\343\202\211\343\202\214\343\200\201\350\210\271\343\201\214\350\215\267\344\270\213\343\202\215\343\201\227\343\202\222\345\247\213\343\202\201\343\201\237\343\200\202\347\265\204\345\220\210\343\201\257\350\251\261\343\201\227\345\220\210\343\201\204\343\202\222\350\246\213\345\256\210\343\202\213\343\200\202\n' > wide/ja.txt
t -q -d w.db add --lang ja wide
COLUMNS=30 t -d w.db -q --pretty "$(printf '\345\201\234\346\210\246')"
COLUMNS=31 t -d w.db -q --pretty "$(printf '\345\201\234\346\210\246')"
COLUMNS=20 t -d w.db show --pretty 1
without_keys
finish
