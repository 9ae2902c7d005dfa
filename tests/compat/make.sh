#!/bin/sh
# make.sh BUILD_FOLDER [SUFFIX]: add the index files that this version of
# newsidx writes to tests/compat/VERSION, with what they answer. With a suffix,
# as -sqlite-3.53.2, those of a build with another SQLite: the indexes alone,
# for they have to answer the same. README.md says when to run it.
set -eu

build=$(cd "$1" && pwd)
suffix=${2:-}
here=$(cd "$(dirname "$0")" && pwd)
version=$(sed -n 's/^ *VERSION \([0-9.]*\)$/\1/p' "$here/../../CMakeLists.txt")
folder=$here/$version

cmake --build "$build" --target compat_maker > /dev/null
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$build/tests/compat_maker" "$work" "$suffix"
mkdir -p "$folder"
for name in "$work"/*.db; do
    base=$(basename "$name" .db)
    if [ -e "$folder/$base.db.gz" ]; then
        echo "$folder/$base.db.gz is there already, and is not made anew" >&2
        exit 1
    fi
    if [ -n "$suffix" ]; then
        cmp "$folder/${base%"$suffix"}.txt" "$work/$base.txt"
    else
        cp "$work/$base.txt" "$folder"
    fi
    gzip -9n < "$name" > "$folder/$base.db.gz"
done
