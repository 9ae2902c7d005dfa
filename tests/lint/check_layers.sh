#!/bin/sh
# Every #include in lib/ and cli/ is one that lib/LAYERS allows.
set -eu
. "$(dirname "$0")/common.sh"

check() {
    cd "$1"
    # shellcheck disable=SC2046
    set -- $(c_files lib cli)
    awk -v keep_strings=1 -f "$lint_dir/strip.awk" /dev/null "$@" |
        awk -f "$lint_dir/layers.awk" lib/LAYERS -
}

self_test() {
    expect_fault lib/text/bad.c 'text may not include store' <<'END'
#include "store/store.h"
END
    expect_fault lib/base/bad.h 'base may not include text' <<'END'
#  include "text/analyze.h"
END
    expect_fault lib/query/bad.c 'query may not include <sqlite3.h>' <<'END'
#include <sqlite3.h>
END
    expect_fault lib/store/bad.c '<utf8proc.h>' <<'END'
/* a comment before */ #include <stdio.h>
#include "utf8proc.h"
END
    expect_fault cli/bad.c 'cli may not include base' <<'END'
#include "../lib/base/buf.h"
END
    expect_fault cli/bad.c 'cli may not include base' <<'END'
#include "base/buf.h"
END
    expect_fault lib/text/bad.c 'a path from lib/' <<'END'
#include "../base/buf.h"
END
    expect_fault lib/new/bad.c 'lib/LAYERS has no folder new' <<'END'
#include <stdio.h>
END
    expect_fault lib/text/bad.c 'its own header' <<'END'
#include "base/buf.h"
#include "text/bad.h"
END
    expect_clean lib/store/good.c <<'END'
#include "store/good.h"
#include "base/buf.h"
/* #include "api/api.h" */
#include "newsidx.h"
#include <sys/stat.h>
#include <stdint.h>
END
}

run_check "$@"
