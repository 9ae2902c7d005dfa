#!/bin/sh
# newsidx.h compiles alone, under strict warnings, in C99, C11, C++11 and
# C++17, and each of its initialisers is complete.
set -eu
. "$(dirname "$0")/common.sh"

strict='-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wundef -Werror'
uses='newsidx_open_options a = NEWSIDX_OPEN_OPTIONS_INIT;
    newsidx_info b = NEWSIDX_INFO_INIT;
    newsidx_article c = NEWSIDX_ARTICLE_INIT;
    newsidx_import_options d = NEWSIDX_IMPORT_OPTIONS_INIT;
    newsidx_import_counts e = NEWSIDX_IMPORT_COUNTS_INIT;
    newsidx_query_options f = NEWSIDX_QUERY_OPTIONS_INIT;
    newsidx_search_options g = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_summary h = NEWSIDX_SUMMARY_INIT;
    newsidx_kwic_options i = NEWSIDX_KWIC_OPTIONS_INIT;
    newsidx_overview_options j = NEWSIDX_OVERVIEW_OPTIONS_INIT;
    newsidx_tally_sums k = NEWSIDX_TALLY_SUMS_INIT;
    newsidx_repair_options l = NEWSIDX_REPAIR_OPTIONS_INIT;
    newsidx_repair_counts m = NEWSIDX_REPAIR_COUNTS_INIT;
    newsidx_terms_options n = NEWSIDX_TERMS_OPTIONS_INIT;
    newsidx_suggest_options o = NEWSIDX_SUGGEST_OPTIONS_INIT;
    newsidx_like_options p = NEWSIDX_LIKE_OPTIONS_INIT;'
count=$(cat "$source_dir"/include/newsidx*.h |
    grep -c 'define NEWSIDX_[A-Z_]*_INIT')
if [ "$count" != "$(printf '%s\n' "$uses" | wc -l)" ]; then
    echo "newsidx.h: has $count initialisers; this test uses another number"
    exit 1
fi

cat > alone.c <<END
#include <newsidx.h>
int main(void)
{
    $uses
    return (int)(a.size + b.size + c.size + d.size + e.size + f.size + g.size +
                 h.size + i.size + j.size + k.size + l.size + m.size +
                 n.size + o.size + p.size) == 0 ||
           newsidx_version() != NEWSIDX_VERSION_NUMBER;
}
END
cp alone.c alone.cpp
library=$(find "$build_dir" -maxdepth 1 -name libnewsidx.so)

for standard in c99 c11; do
    # shellcheck disable=SC2086
    "$compiler" -std=$standard $strict -Wstrict-prototypes \
        -I"$source_dir/include" -o alone alone.c "$library"
    LD_LIBRARY_PATH=$build_dir ./alone ||
        { echo "alone: the library is not the header's version"; exit 1; }
done

cpp=
for name in c++ g++ clang++ clang++-14; do
    if command -v $name > /dev/null; then
        cpp=$name
        break
    fi
done
if [ -z "$cpp" ]; then
    echo "skipped: no C++ compiler is installed"
    exit 77
fi
for standard in c++11 c++17; do
    # shellcheck disable=SC2086
    $cpp -std=$standard $strict -I"$source_dir/include" \
        -c -o alone.o alone.cpp 2> log || { cat log; exit 1; }
    $cpp -o alone alone.o "$library"
    LD_LIBRARY_PATH=$build_dir ./alone ||
        { echo "alone: the library is not the header's version"; exit 1; }
done
