# What completes newsq in fish, asked by its own complete -C.
. "$(dirname "$0")/_session.sh"
command -v fish > /dev/null || skip 'fish is not installed'
"$NEWSQ" completion fish > newsq.fish
fish -n newsq.fish >> actual 2>&1
mkdir files
: > files/c.jsonl
while IFS= read -r line; do
    echo "$line:" >> actual
    fish -c "source newsq.fish; complete -C '$line'" < /dev/null >> actual 2>&1
done <<'END'
newsq fac
newsq facet so
newsq truce fac
newsq -- fac
newsq kwic --sort r
newsq timeline --by m
newsq --by a
newsq -d facet timeline --sv
newsq add files/c
newsq help ex
newsq kwic --js
newsq truce --js
newsq info --n
END
finish
