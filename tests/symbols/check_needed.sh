#!/bin/sh
# check_needed.sh SOURCE_DIR SHARED STATIC WITH_JSON WITH_ZSTD WITH_FORMATS
#     WITH_SQLITE
# The shared library needs what it says and nothing else; without the options
# that is the C library, SQLite, libstemmer and utf8proc.
set -eu
LC_ALL=C
export LC_ALL

allowed='ld-linux.*|libc|libm|libpthread|libstemmer|libutf8proc'
needed='stemmer utf8proc'
if [ "$7" = 1 ]; then
    allowed="$allowed|libsqlite3"
    needed="sqlite3 $needed"
fi
if [ "$4" = 1 ]; then
    allowed="$allowed|libjson-c"
fi
if [ "$5" = 1 ]; then
    allowed="$allowed|libzstd"
fi
if [ "$6" = 1 ]; then
    allowed="$allowed|libarchive|libexpat|libexttextcat-2.0|libgumbo|libseccomp"
    allowed="$allowed|libuchardet"
fi
readelf -d "$2" > dynamic
if ! grep -q 'SONAME.*\[libnewsidx\.so\.0\]' dynamic; then
    echo "$2: its soname is not libnewsidx.so.0"
    exit 1
fi
sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' dynamic > needed
for library in $needed; do
    if ! grep -q "^lib$library\.so" needed; then
        echo "$2: does not need lib$library, which it should be linked with"
        exit 1
    fi
done
if grep -vE "^($allowed)\.so" needed; then
    echo "$2: needs these libraries, which it should not"
    exit 1
fi
