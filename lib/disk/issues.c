#include "disk/issues.h"

#include <stdbool.h>
#include <stddef.h>

/* As sqlite3_libversion_number() has it. */
#define V(minor, patch) (3000000 + (minor)*1000 + (patch))

typedef struct issue {
    const char *name;
    int since;
    int until; /* the first version without it; 0: none is known to us */
    newsidx_level level;
    const char *what;
    const char *answer;
} issue;

/*
 * A warning is what newsidx can't keep away by itself. By the advisories, the
 * release notes of SQLite, and what we reproduced on 3.40.1.
 */
static const issue issues[] = {
    {"CVE-2026-11822", V(9, 0), V(53, 2), NEWSIDX_WARNING,
     "a crafted index file makes a search read and write past memory",
     "open indexes of others as untrusted (newsq --untrusted), or build "
     "newsidx "
     "with a newer SQLite (NEWSIDX_SQLITE_AMALGAMATION)"},
    {"CVE-2026-11824", V(9, 0), V(53, 2), NEWSIDX_WARNING,
     "a crafted index file makes a search write past memory",
     "as for CVE-2026-11822"},
    {"CVE-2026-119375", V(7, 0), 0, NEWSIDX_WARNING,
     "a crafted file with a crafted log beside it discloses memory",
     "an untrusted index with a -wal file is refused; take one sealed, or a "
     "backup"},
    {"WAL-reset", V(7, 0), V(51, 3), NEWSIDX_NOTE,
     "a commit during another connection's checkpoint can be lost",
     "one lock is held around every write and every checkpoint"},
    {"CVE-2026-119373", V(9, 0), V(54, 0), NEWSIDX_NOTE,
     "FTS5 with negative rowids, without details, overflows memory",
     "ids begin at 1, and words are kept with all details"},
    {"CVE-2026-119374", V(42, 0), V(54, 0), NEWSIDX_NOTE,
     "FTS5's secure-delete overflows memory",
     "it is never turned on, and an index with it is refused"},
    {"CVE-2025-7709", V(43, 0), V(50, 3), NEWSIDX_NOTE,
     "FTS5's contentless-delete tables overflow memory",
     "there are none: another schema is refused"},
    {"CVE-2026-119372", V(7, 0), 0, NEWSIDX_NOTE,
     "FTS3's snippet() reads freed memory",
     "a table of FTS3 is refused, and no SQL of others is run"},
    {"CVE-2026-119378", V(7, 0), 0, NEWSIDX_NOTE,
     "an R-Tree table reads freed memory",
     "an R-Tree table is refused, and no SQL of others is run"},
    {"CVE-2026-119371", V(7, 0), 0, NEWSIDX_NOTE,
     "nested SQL exhausts the stack", "no SQL of others is run, no view is"},
    {"CVE-2026-119591", V(7, 0), 0, NEWSIDX_NOTE,
     "nested SQL exhausts the stack", "no SQL of others is run, no view is"},
    {"FTS5 depth", V(9, 0), V(53, 2), NEWSIDX_NOTE,
     "a long chain of NOT in an FTS5 expression exhausts the stack",
     "queries are parsed here, with limits, and FTS5 gets what we made of "
     "them"},
    {"CVE-2025-7458", V(39, 2), V(41, 2), NEWSIDX_NOTE,
     "SELECT DISTINCT with many terms overflows a number",
     "no SQL of others is run"},
    {"CVE-2025-6965", V(7, 0), V(50, 2), NEWSIDX_NOTE,
     "more aggregates than columns overflow memory",
     "no SQL of others is run; Debian 12 repaired it in 3.40.1-2+deb12u2"},
    {"CVE-2025-3277", V(44, 0), V(49, 1), NEWSIDX_NOTE,
     "concat_ws() overflows memory", "no SQL of others is run"},
    {"CVE-2024-0232", V(43, 0), V(43, 2), NEWSIDX_NOTE,
     "SQL's functions of JSON read freed memory", "they are not used"},
    {"CVE-2023-7104", V(13, 0), V(43, 1), NEWSIDX_NOTE,
     "a crafted changeset reads past memory",
     "sessions are not used; Debian 12 repaired it in 3.40.1-2+deb12u1"},
};

/* The log's error was repaired in two older lines as well. */
static bool is_repaired_line(const issue *what, int number)
{
    return what->until == V(51, 3) &&
           ((number >= V(50, 7) && number < V(51, 0)) ||
            (number >= V(44, 6) && number < V(45, 0)));
}

void nx_issues_examine(int number, newsidx_findings *to)
{
    size_t count = 0;

    for (size_t i = 0; i < sizeof issues / sizeof *issues; i++) {
        const issue *at = &issues[i];

        if (number < at->since || (at->until != 0 && number >= at->until) ||
            is_repaired_line(at, number))
            continue;
        count++;
        if (at->until == 0)
            nx_findings_add(to, at->level, "issue", at->name,
                            "%s (no repaired version is known here): %s",
                            at->what, at->answer);
        else
            nx_findings_add(to, at->level, "issue", at->name,
                            "%s (before SQLite 3.%d.%d): %s", at->what,
                            at->until / 1000 % 1000, at->until % 1000,
                            at->answer);
    }
    if (count > 0)
        nx_findings_add(to, NEWSIDX_FACT, "issue", "repairs",
                        "these are by the version's number: your system may "
                        "have repaired some of them without another number");
}
