#include "base/findings.h"
#include "disk/about.h"
#include "formats/about.h"
#include "store/store.h"
#include "text/about.h"

#if defined(__clang__)
#define COMPILER "clang " __clang_version__
#elif defined(__GNUC__)
#define COMPILER "gcc " __VERSION__
#else
#define COMPILER "not known"
#endif

newsidx_status newsidx_seal(const char *path, newsidx_progress_fn progress,
                            void *user, newsidx_error *err)
{
    nx_store *store = NULL;
    newsidx_status status;

    if (path == NULL)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "path is NULL");
    status = nx_store_open_sealed(path, NEWSIDX_READ_WRITE, &store, err);
    if (status >= 0)
        status = nx_store_seal(store, progress, user, err);
    nx_store_close(store);
    return status;
}

newsidx_status newsidx_unseal(const char *path, newsidx_error *err)
{
    nx_store *store = NULL;
    newsidx_status status;

    if (path == NULL)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "path is NULL");
    status = nx_store_open_sealed(path, NEWSIDX_READ_ONLY, &store, err);
    if (status >= 0)
        status = nx_store_unlock_file(store, err);
    nx_store_close(store);
    if (status != NEWSIDX_OK)
        return status;
    status = nx_store_open_sealed(path, NEWSIDX_READ_WRITE, &store, err);
    if (status >= 0)
        status = nx_store_unseal(store, err);
    nx_store_close(store);
    return status;
}

static void examine_build(newsidx_findings *to)
{
    static const char topic[] = "build";

    nx_findings_add(to, NEWSIDX_FACT, topic, "newsidx", "%s",
                    newsidx_version_string());
    nx_findings_add(to, NEWSIDX_FACT, topic, "compiler", "%s", COMPILER);
    nx_findings_add(to, NEWSIDX_FACT, topic, "flags", "%s", NX_BUILD_FLAGS);
    nx_text_examine(to);
    nx_formats_examine(to);
    nx_disk_examine(to);
}

newsidx_status newsidx_examine(const char *path,
                               newsidx_findings **out_findings,
                               newsidx_error *err)
{
    newsidx_findings *findings;

    if (out_findings == NULL)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "out_findings is NULL");
    *out_findings = NULL;
    findings = nx_findings_new();
    if (findings == NULL)
        return nx_fail_memory(err);
    examine_build(findings);
    if (path != NULL)
        nx_store_examine(path, findings);
    if (findings->status < 0) {
        nx_findings_free(findings);
        return nx_fail_memory(err);
    }
    *out_findings = findings;
    return NEWSIDX_OK;
}

newsidx_status newsidx_findings_next(newsidx_findings *findings,
                                     const newsidx_finding **out_finding)
{
    if (out_finding == NULL)
        return NEWSIDX_ERR_MISUSE;
    *out_finding = findings != NULL ? nx_findings_next(findings) : NULL;
    return *out_finding != NULL ? NEWSIDX_OK : NEWSIDX_DONE;
}

newsidx_status newsidx_findings_status(const newsidx_findings *findings)
{
    return findings != NULL ? findings->of_index : NEWSIDX_OK;
}

void newsidx_findings_free(newsidx_findings *findings)
{
    nx_findings_free(findings);
}
