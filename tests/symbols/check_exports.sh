#!/bin/sh
# check_exports.sh SOURCE_DIR SHARED STATIC WITH_JSON
# What newsidx.h declares, what lib/newsidx.map lists and what the shared
# library exports is the same, name for name.
set -eu
LC_ALL=C
export LC_ALL

source_dir=$1
shared=$2

# A declaration is NEWSIDX_API up to a semicolon; its name stands before the
# first parenthesis.
cat "$source_dir"/include/newsidx*.h > whole.h
awk -f "$source_dir/tests/lint/strip.awk" whole.h |
    sed 's/^[^:]*:[0-9]*://; /^[ ]*#/d' | tr '\n' ' ' | tr ';' '\n' |
    sed -n 's/.*NEWSIDX_API[^(]*[ *]\([a-z_0-9]*\) *(.*/\1/p' |
    sort > header
sed -n '/global:/,/local:/s/^ *\(newsidx_[a-z_0-9]*\);$/\1/p' \
    "$source_dir/lib/newsidx.map" | sort > map
# Column three is name@@version; the version itself has type A.
nm -D --defined-only "$shared" | awk '$2 != "A" { sub(/@.*/, "", $3)
    print $3 }' | sort > exports

faults=0
if [ "$(wc -l < header)" -lt 40 ]; then
    echo "newsidx.h: only $(wc -l < header) functions found in it"
    faults=1
fi
compare() {
    if ! diff "$1" "$2" > difference; then
        sed -n "s/^< \(.*\)/\1: in the $1, not in the $2/p
                s/^> \(.*\)/\1: in the $2, not in the $1/p" difference
        faults=1
    fi
}
compare header map
compare map exports
if ! nm -D --defined-only "$shared" | grep -q '@@NEWSIDX_0\.1$'; then
    echo "$shared: its symbols have no version NEWSIDX_0.1"
    faults=1
fi
# The wildcard belongs to what is hidden, never to what is shown.
if sed -n '/global:/,/local:/p' "$source_dir/lib/newsidx.map" | grep -n '\*;'
then
    echo "lib/newsidx.map: a wildcard among the exports"
    faults=1
fi
exit $faults
