# What completes newsq in zsh, typed into one.
. "$(dirname "$0")/_session.sh"
command -v zsh > /dev/null || skip 'zsh is not installed'
command -v script > /dev/null || skip 'script (bsdutils) is not installed'
"$NEWSQ" completion zsh > _newsq
zsh -n _newsq >> actual 2>&1
mkdir files
: > files/c.jsonl
cat > try.zsh <<'END'
autoload -U compinit
compinit -D -u
source ./_newsq
END
cat > keys.txt <<'END'
source ./try.zsh\n
newsq fac\t
sour\t
tru --jso\t
\003
newsq kwic --sort r\t
\003
newsq add files/c\t
\003
newsq -- fac\t
\003
exit\n
END
(
    sleep 1
    while IFS= read -r keys; do
        # shellcheck disable=SC2059
        printf -- "$keys"
        sleep 0.7
    done < keys.txt
) | script -qec 'exec env TERM=dumb zsh -f' /dev/null 2>&1 | tr -d '\r\b' > screen
expect() {
    if grep -q -- "$1" screen; then
        echo "has: $1" >> actual
    else
        echo "LACKS: $1" >> actual
    fi
}
expect 'newsq facet  *source '
expect '^--jsonl  *-- print a JSON object a line'
expect 'newsq kwic --sort right '
expect 'newsq add files/c.jsonl'
grep -c 'newsq -- facet' screen >> actual
finish
