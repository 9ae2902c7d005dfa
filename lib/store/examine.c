#include "store/internal.h"

#include "base/memory.h"
#include "base/str.h"
#include "disk/place.h"

#include <inttypes.h>
#include <string.h>

#define INDEX_TOPIC "index"

/* What could not be asked is left out, unless memory ran out. */
static bool could(newsidx_status status, newsidx_findings *to)
{
    if (status == NEWSIDX_ERR_MEMORY)
        to->status = NEWSIDX_ERR_MEMORY;
    return status >= 0;
}

static void add_meta(nx_store *store, const char *name, const char *label,
                     newsidx_findings *to)
{
    char text[1024];
    newsidx_status status = nx_meta_text(store, name, text, sizeof text, NULL);

    if (could(status, to) && status == NEWSIDX_OK)
        nx_findings_add(to, NEWSIDX_FACT, INDEX_TOPIC, label, "%s", text);
}

static void examine_state(nx_store *store, newsidx_findings *to)
{
    newsidx_info info = NEWSIDX_INFO_INIT;
    newsidx_error err;
    bool has_log = false;

    if (!could(nx_store_info(store, &info, &err), to)) {
        nx_findings_add(to, NEWSIDX_PROBLEM, INDEX_TOPIC, "state", "%s",
                        err.message);
        return;
    }
    nx_findings_add(to, NEWSIDX_FACT, INDEX_TOPIC, "articles",
                    "%" PRIu64 " to be found, %" PRIu64 " versions, %" PRIu64
                    " words",
                    info.article_count, info.version_count, info.token_count);
    if (info.lists_damaged != 0)
        nx_findings_add(to, NEWSIDX_WARNING, INDEX_TOPIC, "lists",
                        "the ranked lists are damaged and not used: rebuild");
    if (could(nx_connection_has_log(store, &has_log, NULL), to))
        nx_findings_add(to, NEWSIDX_FACT, INDEX_TOPIC, "journal", "%s",
                        info.is_sealed != 0 ? "none: the index is sealed"
                        : has_log           ? "write-ahead log"
                                  : "none yet: the next writer begins a log");
}

static void examine_rules(nx_store *store, newsidx_findings *to)
{
    newsidx_error err;

    add_meta(store, "analysis", "rules", to);
    to->of_index = nx_store_require_current(store, &err);
    if (to->of_index < 0)
        nx_findings_add(to, NEWSIDX_PROBLEM, INDEX_TOPIC, "stamp", "%s",
                        err.message);
    else
        nx_findings_add(to, NEWSIDX_FACT, INDEX_TOPIC, "stamp",
                        "its words were made by the rules of this library");
}

static void examine_index(nx_store *store, newsidx_findings *to)
{
    int64_t format = 0;

    if (could(nx_db_number(store->db, "PRAGMA user_version",
                           "asking for the format", &format, NULL),
              to))
        nx_findings_add(to, NEWSIDX_FACT, INDEX_TOPIC, "format",
                        "%" PRId64 "; this library reads up to %d", format,
                        NX_FORMAT_VERSION);
    add_meta(store, "created_by", "made by", to);
    add_meta(store, "features", "features", to);
    add_meta(store, "languages", "languages", to);
    add_meta(store, "default_language", "default language", to);
    examine_rules(store, to);
    examine_state(store, to);
}

void nx_store_examine(const char *path, newsidx_findings *to)
{
    newsidx_open_options options = NEWSIDX_OPEN_OPTIONS_INIT;
    nx_store *store = NULL;
    char *resolved = NULL;
    newsidx_error err;

    options.mode = NEWSIDX_READ_ONLY;
    to->of_index = nx_path_resolve(path, &resolved, &err);
    if (to->of_index >= 0) {
        nx_place_examine(resolved, to);
        to->of_index = nx_store_open(path, &options, &store, &err);
    }
    if (could(to->of_index, to))
        examine_index(store, to);
    else
        nx_findings_add(to, NEWSIDX_PROBLEM, INDEX_TOPIC, "open", "%s",
                        err.message);
    nx_store_close(store);
    nx_free(resolved);
}
