#include "formats/about.h"

#ifdef NX_HAVE_JSON
#include <json-c/json.h>
#endif
#ifdef NX_HAVE_FORMATS
#include <archive.h>
#include <expat.h>
#include <libexttextcat/textcat.h>
#include <seccomp.h>
#endif

#define BUILD_TOPIC "build"

#ifdef NX_HAVE_FORMATS

/* archive_version_details() would tell all of this, and leaks. */
static void examine_archive(newsidx_findings *to)
{
    const struct {
        const char *name;
        const char *version; /* NULL: libarchive has none of it */
    } parts[] = {
        {"libarchive", archive_version_string()},
        {"zlib", archive_zlib_version()},
        {"bzip2", archive_bzlib_version()},
        {"liblzma", archive_liblzma_version()},
        {"lz4", archive_liblz4_version()},
    };

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].version != NULL)
            nx_findings_add(to, NEWSIDX_FACT, BUILD_TOPIC, parts[i].name, "%s",
                            parts[i].version);
}

/* gumbo and uchardet have no version to ask for. */
static void examine_formats(newsidx_findings *to)
{
    const struct scmp_version *seccomp = seccomp_version();

    nx_findings_add(to, NEWSIDX_FACT, BUILD_TOPIC, "expat", "%s",
                    XML_ExpatVersion());
    examine_archive(to);
    nx_findings_add(to, NEWSIDX_FACT, BUILD_TOPIC, "libexttextcat", "%s",
                    textcat_Version());
    nx_findings_add(to, NEWSIDX_FACT, BUILD_TOPIC, "libseccomp", "%u.%u.%u",
                    seccomp->major, seccomp->minor, seccomp->micro);
    nx_findings_add(to, NEWSIDX_FACT, BUILD_TOPIC, "gumbo, uchardet",
                    "linked; they tell no version");
}

#else

static void examine_formats(newsidx_findings *to)
{
    nx_findings_add(to, NEWSIDX_NOTE, BUILD_TOPIC, "formats",
                    "none: of the newsrooms' formats only text and JSON are "
                    "read");
}

#endif

void nx_formats_examine(newsidx_findings *to)
{
#ifdef NX_HAVE_JSON
    nx_findings_add(to, NEWSIDX_FACT, BUILD_TOPIC, "json-c", "%s",
                    json_c_version());
#else
    nx_findings_add(to, NEWSIDX_NOTE, BUILD_TOPIC, "json-c",
                    "none: JSON isn't read");
#endif
    examine_formats(to);
}
