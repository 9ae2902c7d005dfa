#!/bin/sh
# Every C file looks as clang-format 14 would write it. Other versions differ
# in details, so no other will do. To repair: clang-format-14 -i FILE
set -eu
. "$(dirname "$0")/common.sh"

check() {
    need_tool clang-format-14
    cd "$1"
    # shellcheck disable=SC2046
    said=$(clang-format-14 --dry-run -Werror \
        $(c_files include lib cli tests bench) 2>&1 || :)
    if [ -n "$said" ]; then
        printf '%s\n' "$said" | grep -E '^[^ ].*: error:' |
            sed 's|: error: code should.*|: not formatted|' |
            awk -F: '!seen[$1]++'
        return 1
    fi
}

self_test() {
    need_tool clang-format-14
    expect_fault lib/base/bad.c 'bad.c:1:.*not formatted' <<'END'
int  f( int a ) { return a ; }
END
    expect_clean lib/base/good.c <<'END'
int f(int a)
{
    return a;
}
END
}

run_check "$@"
