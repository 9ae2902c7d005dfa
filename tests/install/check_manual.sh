#!/bin/sh
# newsidx(3) names what lib/newsidx.map exports and nothing else, its example
# builds against an installed copy and runs, and what a person looks for besides
# the programs is installed where it is looked for.
set -eu
. "$(dirname "$0")/common.sh"

install_here
page=$(find "$PWD/prefix" -path '*/man3/newsidx.3')
if [ -z "$page" ]; then
    echo "newsidx.3: is not installed"
    exit 1
fi

faults=0
sed -n '/global:/,/local:/s/^ *\(newsidx_[a-z_0-9]*\);$/\1/p' \
    "$source_dir/lib/newsidx.map" | sort > exported
sed -n 's/^\.It Fn \(newsidx_[a-z_0-9]*\).*/\1/p' "$page" | sort > described
if ! diff exported described > difference; then
    sed -n 's/^< \(.*\)/newsidx.3: lacks \1/p
            s/^> \(.*\)/newsidx.3: \1 is not in lib\/newsidx.map/p' difference
    faults=1
fi
if [ "$(wc -l < exported)" -lt 40 ]; then
    echo "lib/newsidx.map: only $(wc -l < exported) functions found in it"
    faults=1
fi

# A program that opens an index is what stands between .Bd and .Ed; roff wants
# \e for a backslash.
sed -n '/^\.Bd -literal/,/^\.Ed/{/^\./d;s/\\e/\\/g;p;}' "$page" > example.c
PKG_CONFIG_PATH=$library_dir/pkgconfig
LD_LIBRARY_PATH=$library_dir
export PKG_CONFIG_PATH LD_LIBRARY_PATH
# Flags are words, so they are not quoted.
# shellcheck disable=SC2046
"$compiler" -std=c99 -Wall -Wextra -Werror example.c \
    $(pkg-config --cflags --libs newsidx) -o example
./example example.db 'price -barley' > said
cat > wished <<'END'
wire-1: Wheat prices fall
    Wheat prices fell on Monday.
END
diff wished said || faults=1

for file in share/bash-completion/completions/newsq \
    share/zsh/site-functions/_newsq share/fish/vendor_completions.d/newsq.fish
do
    if [ ! -s "prefix/$file" ]; then
        echo "$file: is not installed"
        faults=1
    fi
done
exit $faults
