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

/* gumbo and uchardet have no version to ask for. */
void nx_formats_examine(newsidx_findings *to)
{
    static const char topic[] = "build";

#ifdef NX_HAVE_JSON
    nx_findings_add(to, NEWSIDX_FACT, topic, "json-c", "%s", json_c_version());
#else
    nx_findings_add(to, NEWSIDX_NOTE, topic, "json-c", "none: JSON isn't read");
#endif
#ifdef NX_HAVE_FORMATS
    {
        const struct scmp_version *seccomp = seccomp_version();

        nx_findings_add(to, NEWSIDX_FACT, topic, "expat", "%s",
                        XML_ExpatVersion());
        nx_findings_add(to, NEWSIDX_FACT, topic, "libarchive", "%s",
                        archive_version_details());
        nx_findings_add(to, NEWSIDX_FACT, topic, "libexttextcat", "%s",
                        textcat_Version());
        nx_findings_add(to, NEWSIDX_FACT, topic, "libseccomp", "%u.%u.%u",
                        seccomp->major, seccomp->minor, seccomp->micro);
        nx_findings_add(to, NEWSIDX_FACT, topic, "gumbo, uchardet",
                        "linked; they tell no version");
    }
#else
    nx_findings_add(to, NEWSIDX_NOTE, topic, "formats",
                    "none: of the newsrooms' formats only text and JSON are "
                    "read");
#endif
}
