# What completes newsq in bash: asked as bash asks, by the words of the line.
. "$(dirname "$0")/_session.sh"
t completion csh
t completion
command -v bash > /dev/null || skip 'bash is not installed'
"$NEWSQ" completion bash > newsq.bash
bash -n newsq.bash >> actual 2>&1
mkdir -p files/folder
: > 'files/a b.txt'
: > files/c.jsonl

cat > try.bash <<'END'
source ./newsq.bash
while IFS= read -r line; do
    IFS='|' read -r -a COMP_WORDS <<< "$line."
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    COMP_WORDS[COMP_CWORD]=${COMP_WORDS[COMP_CWORD]%.}
    COMPREPLY=()
    _newsq
    printf '%s:' "$line"
    # Files come in no order.
    [ ${#COMPREPLY[@]} = 0 ] ||
        printf '<%s>\n' "${COMPREPLY[@]}" | sort | sed 's/^/ /' | tr -d '\n'
    printf '\n'
done
END

# The last word is the one at the cursor. To bash, = is a word of its own.
LC_ALL=C bash try.bash >> actual 2>&1 <<'END'
newsq|fac
newsq|facet|
newsq|facet|so
newsq|facet|source|so
newsq|truce|fac
newsq|--|fac
newsq|kwic|--so
newsq|kwic|--sort|
newsq|--sort|
newsq|--sort|=|ne
newsq|--sort|=
newsq|--sort|=|new|--js
newsq|timeline|--by|
newsq|--by|
newsq|-d|facet|timeline|--sv
newsq|-d|files/
newsq|add|files/
newsq|add|--quarantine|files/
newsq|add|--format|news
newsq|count|--lang|d
newsq|kwic|-n|
newsq|info|--n
newsq|help|ex
newsq|completion|
newsq|export|--as|c
newsq|check|
END

note 'Every command and every option of its help is offered.'
cat > all.bash <<'END'
source ./newsq.bash
offered() {
    COMP_WORDS=(newsq "${@:1:$#-1}" "")
    COMP_WORDS[$(($#))]=$2
    [ $# = 1 ] && COMP_WORDS=(newsq "$1")
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    COMPREPLY=()
    _newsq
    [[ " ${COMPREPLY[*]} " == *" ${*: -1} "* ]] || echo "not offered: $*"
    tried=$((tried + 1))
}
for command in $("$NEWSQ" help | sed -n 's/^  \([a-z]*\) .*/\1/p'); do
    offered "$command"
    for option in $("$NEWSQ" help "$command" |
        sed -n 's/^ *\(-., \)\{0,1\}\(--[a-z-]*\) .*/\2/p'); do
        offered "$command" "$option"
    done
done
[ "$tried" -gt 200 ] || echo "only $tried tried"
END
NEWSQ=$NEWSQ bash all.bash >> actual 2>&1
finish
