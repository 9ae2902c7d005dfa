# The interactive mode on a terminal: prompt, editing, completion, history,
# pager, Ctrl-C.
. "$(dirname "$0")/_session.sh"
[ "$HAVE_EDITLINE" = 1 ] || skip 'built without libedit'
command -v script > /dev/null || skip 'script (bsdutils) is not installed'
make_articles
"$NEWSQ" -q -d i.db add articles
export NEWSQ

# await CONDITION...: until it holds, or half a minute is over.
await() {
    tries=0
    until "$@" || [ $tries = 300 ]; do
        sleep 0.1
        tries=$((tries + 1))
    done
}
has_prompt() {
    tail -c 20 screen | grep -q '\]> $'
}
is_flooded() {
    [ "$(wc -c < screen)" -gt 1000000 ]
}

# press KEYS, a format of printf. What ends a line is given the time until the
# next prompt: what is typed before that is not the editor's yet.
press() {
    # shellcheck disable=SC2059
    printf "$1"
    sleep 0.3
    case $1 in
    *'\n' | *'\003') await has_prompt ;;
    esac
}

# in_terminal COLUMNS OPTIONS: newsq, with the keys that come from a pipe. With
# exec, as dash would wait for it, and end by the Ctrl-C that newsq outlived.
in_terminal() {
    printf 'stty cols %s rows 24\nexec "$NEWSQ" -d i.db %s\n' "$1" "$2" \
        > command.sh
    script -qefc 'exec sh command.sh' /dev/null > screen 2>&1
    echo "exit $?" >> actual
}

# typed COLUMNS OPTIONS: each line of keys.txt is typed.
typed() {
    : > screen
    {
        await has_prompt
        while IFS= read -r keys; do
            press "$keys"
        done < keys.txt
    } | in_terminal "$1" "$2"
}

# The screen holds the editor's way of drawing too, so look for lines in it.
expect() {
    if tr -d '\r' < screen | grep -q -- "$1"; then
        echo "has: $1" >> actual
    else
        echo "LACKS: $1" >> actual
    fi
}

note 'Searches, and a line that is given up.'
cat > keys.txt <<'END'
mountain roads\n
1\n
half a line\003
.limit 1\n
board\n
.filter byline:salas\n
\004
END
typed 70 --color=never
expect '^newsq [0-9.]*\. Words search'
expect 'newsq\[i.db 3 articles\]> '
expect '^  1\. Storm closes mountain roads$'
expect '1 of 1 . [0-9]* ms$'
expect '^VARNE (NW)\|^A storm closed eleven mountain roads on Monday'
expect '\^C$'
expect 'more: .more$'
expect 'newsq\[i.db 3 articles, filtered\]> '
tr -d '\r' < screen | grep -c 'nothing found' >> actual

# What was typed is remembered, for the user alone; what was given up is not.
ls -l home/.local/state/newsq | awk 'NR > 1 { print $1, $NF }' >> actual
sed 1d home/.local/state/newsq/history >> actual

note 'Tab completes commands, fields, values and words.'
"$NEWSQ" -q -d i.db add - > /dev/null <<'END'
Varnish makers meet
By Ann Lee
VARNE (AP) - Makers of varnish met in the varnished hall of Varne on Friday.
END
rm -f home/.local/state/newsq/history
cat > keys.txt <<'END'
headl\tboa\t\n
sou\tn\t\n
varn
\t
\t
ish m\t\n
.fa\tby\t\n
.sort n\t\n
.save mine\n
.run m\t\n
.help exp\t
\t
\003
xyzzy\t\003
\004
END
typed 80 --color=never
expect '^varn[a-z]*  *varn[a-z]*  *varn[a-z]*'
expect '^export *explain'
sed 1d home/.local/state/newsq/history >> actual

note 'Articles go through the pager, with what matched marked in colour.'
rm -f home/.local/state/newsq/history
printf 'storm\\n\n1\\n\n\\004\n' > keys.txt
NEWSQ_PAGER='sed s/^/paged:/'
export NEWSQ_PAGER
typed 200 --color=always
expect '^paged:.*eleven mountain roads on Monday'
sed 's/\x1b/^[/g' screen | grep -q '^paged:.*A ^\[\[1;31mstorm^\[\[0m closed' &&
    echo 'marked' >> actual
expect '^paged:.*id: 2, version 1'

note 'Ctrl-C while a command runs stops that; the next one runs.'
# Without a pager, half a gigabyte of lines, which is stopped before it ends.
mkdir many
awk 'BEGIN { for (i = 0; i < 100; i++) {
    file = "many/" i ".txt"
    print "Dam " i " holds\n" > file
    for (j = 0; j < 2500; j++)
        print "The dam of the valley held, and water stood behind the dam." > file
    close(file) } }'
"$NEWSQ" -q -d i.db add many
NEWSQ_PAGER=cat
: > screen
{
    await has_prompt
    press 'dam\n'
    printf '.kwic\n'
    await is_flooded
    press '\003'
    press '.count\n'
    press '\004'
} | in_terminal 1500 --color=never
expect '^newsq: interrupted$'
expect '^100$'
finish
