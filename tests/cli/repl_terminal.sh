# The interactive mode on a terminal: prompt, editing, history, Ctrl-C.
. "$(dirname "$0")/_session.sh"
[ "$HAVE_EDITLINE" = 1 ] || skip 'built without libedit'
command -v script > /dev/null || skip 'script (bsdutils) is not installed'
make_articles
"$NEWSQ" -q -d i.db add articles

# The screen holds the editor's way of drawing too, so look for lines in it.
printf 'stty cols 70 rows 24\nexec "$NEWSQ" -d i.db --color=never\n' > command.sh
export NEWSQ
(
    sleep 1
    printf 'mountain roads\n'
    sleep 1
    printf '1\n'
    sleep 0.3
    printf 'half a line\003'
    sleep 0.3
    printf '.limit 1\n'
    sleep 0.3
    printf 'board\n'
    sleep 0.5
    printf '\004'
) | script -qec 'sh command.sh' /dev/null > screen 2>&1
echo "exit $?" >> actual
expect() {
    if tr -d '\r' < screen | grep -q -- "$1"; then
        echo "has: $1" >> actual
    else
        echo "LACKS: $1" >> actual
    fi
}
expect '^newsq [0-9.]*\. Words search'
expect 'newsq\[i.db 3 articles\]> '
expect '^  1\. Storm closes mountain roads$'
expect '1 of 1 . [0-9]* ms$'
expect '^VARNE (NW)\|^A storm closed eleven mountain roads on Monday'
expect '\^C$'
expect 'more: .more$'
tr -d '\r' < screen | grep -c 'nothing found' >> actual

# What was typed is remembered, for the user alone; what was given up is not.
ls -l home/.local/state/newsidx | awk 'NR > 1 { print $1, $NF }' >> actual
sed 1d home/.local/state/newsidx/history >> actual
finish
