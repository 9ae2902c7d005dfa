#!/bin/sh
# What README.md shows is true: its C program builds against an installed copy
# and prints a passage, and its shell lines run, in their order.
set -eu
. "$(dirname "$0")/common.sh"

install_here
PKG_CONFIG_PATH=$library_dir/pkgconfig
LD_LIBRARY_PATH=$library_dir
PATH=$PWD/prefix/bin:$PATH
HOME=$PWD
export PKG_CONFIG_PATH LD_LIBRARY_PATH PATH HOME
unset NEWSQ_DB XDG_DATA_HOME

# block LANGUAGE: the first block of that language in README.md.
block() {
    awk -v opening="\`\`\`$1" '$0 == "```" { inside = 0 }
        inside && !done { print }
        $0 == opening { inside = 1 }
        $0 == "```" && seen { done = 1 } inside { seen = 1 }' \
        "$source_dir/README.md"
}

# The lines name files that a newcomer would have; these are the samples.
cp -r "$source_dir/data/articles" articles
cp "$source_dir/data/articles.jsonl" wire.jsonl
: > .newsidx.db
block sh | sed -e 's/ *#.*//' -e 's/| jq \./| cat/' |
    grep -v '^newsq$' > lines
if [ "$(wc -l < lines)" -lt 5 ]; then
    echo "README.md: its block of shell lines was not found"
    exit 1
fi
while IFS= read -r line; do
    # A query may find nothing (1) in the samples, but must be understood.
    status=0
    sh -c "$line" > said 2>&1 < /dev/null || status=$?
    if [ "$status" -gt 1 ]; then
        echo "README.md: \"$line\" ends with $status:"
        cat said
        exit 1
    fi
done < lines

block c > find.c
lines=$(wc -l < find.c)
if [ "$lines" -lt 10 ] || [ "$lines" -gt 40 ]; then
    echo "README.md: its C program has $lines lines"
    exit 1
fi
# Flags are words, so they are not quoted.
# shellcheck disable=SC2046
"$compiler" -std=c99 -Wall -Wextra -Werror find.c \
    $(pkg-config --cflags --libs newsidx) -o find_it
if ! ./find_it .newsidx.db 'Joint Implementation Center' |
    grep -q 'Joint Implementation Center'; then
    echo "README.md: its C program does not find the phrase"
    exit 1
fi
