#!/bin/sh
# An outside program builds by pkg-config, with the shared and with the static
# library, from a tree that is then moved.
set -eu
. "$(dirname "$0")/common.sh"

install_here

# The tree is moved first: what newsidx.pc says must come from where it lies.
mkdir elsewhere
mv prefix elsewhere/prefix
library_dir=$(dirname "$(find "$PWD/elsewhere" -name libnewsidx.so)")
PKG_CONFIG_PATH=$library_dir/pkgconfig
export PKG_CONFIG_PATH

version=$(pkg-config --modversion newsidx)
if [ "$version" != 0.1.0 ]; then
    echo "newsidx.pc: its version is $version"
    exit 1
fi

# Flags are words, so they are not quoted.
# shellcheck disable=SC2046
"$compiler" -std=c11 -o with_shared "$source_dir/tests/install/outside.c" \
    $(pkg-config --cflags --libs newsidx)
needs with_shared || { echo "with_shared: is not linked to it"; exit 1; }
run ./with_shared

# shellcheck disable=SC2046
"$compiler" -std=c11 -o with_static "$source_dir/tests/install/outside.c" \
    $(pkg-config --cflags --libs --static newsidx |
        sed 's/-lnewsidx/-l:libnewsidx.a/')
if needs with_static; then
    echo "with_static: loads the shared library"
    exit 1
fi
run ./with_static

# The command is whole without the library's shared file.
said=$(env -u LD_LIBRARY_PATH elsewhere/prefix/bin/newsq --version)
case $said in
*0.1.0*) ;;
*)
    echo "newsq --version: printed \"$said\""
    exit 1
    ;;
esac
