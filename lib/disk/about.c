#include "disk/about.h"

#include "base/buf.h"
#include "disk/issues.h"

#define SQLITE_TOPIC "sqlite"

/* More than all that SQLite was compiled with takes. */
#define OPTIONS_BYTES 4096

static void examine_options(newsidx_findings *to)
{
    nx_buf options;

    nx_buf_init(&options, OPTIONS_BYTES);
    for (int i = 0; sqlite3_compileoption_get(i) != NULL; i++)
        nx_buf_add_format(&options, "%s%s", i > 0 ? " " : "",
                          sqlite3_compileoption_get(i));
    if (options.status == NEWSIDX_ERR_MEMORY)
        to->status = NEWSIDX_ERR_MEMORY;
    nx_findings_add(to, NEWSIDX_FACT, SQLITE_TOPIC, "options", "%s",
                    nx_buf_text(&options).bytes);
    nx_buf_finish(&options);
}

void nx_disk_examine(newsidx_findings *to)
{
    const int number = sqlite3_libversion_number();

#ifdef NX_HAVE_ZSTD
    nx_findings_add(to, NEWSIDX_FACT, "build", "zstd", "%s",
                    ZSTD_versionString());
#else
    nx_findings_add(to, NEWSIDX_NOTE, "build", "zstd",
                    "none: indexes with compressed texts can't be opened");
#endif
    nx_findings_add(to, NEWSIDX_FACT, SQLITE_TOPIC, "version", "%s, %s",
                    sqlite3_libversion(),
#ifdef NX_SQLITE_IS_INSIDE
                    "built into this library"
#else
                    "the system's"
#endif
    );
    nx_findings_add(to, NEWSIDX_FACT, SQLITE_TOPIC, "source", "%s",
                    sqlite3_sourceid());
    if (number != SQLITE_VERSION_NUMBER)
        nx_findings_add(to, NEWSIDX_NOTE, SQLITE_TOPIC, "built",
                        "newsidx was compiled for SQLite %s", SQLITE_VERSION);
    examine_options(to);
    if (!sqlite3_compileoption_used("ENABLE_FTS5"))
        nx_findings_add(to, NEWSIDX_PROBLEM, SQLITE_TOPIC, "fts5",
                        "this SQLite has no FTS5: no index can be opened");
    if (!sqlite3_threadsafe())
        nx_findings_add(to, NEWSIDX_PROBLEM, SQLITE_TOPIC, "threads",
                        "this SQLite is not safe with threads, which imports "
                        "use");
    nx_issues_examine(number, to);
}
