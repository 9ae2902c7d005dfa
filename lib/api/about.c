#include "base/status.h"
#include "disk/about.h"
#include "text/about.h"

#define TEXT_OF(number) #number
#define VERSION_TEXT(major, minor, patch)                                      \
    TEXT_OF(major) "." TEXT_OF(minor) "." TEXT_OF(patch)
#define VERSION                                                                \
    VERSION_TEXT(NEWSIDX_VERSION_MAJOR, NEWSIDX_VERSION_MINOR,                 \
                 NEWSIDX_VERSION_PATCH)

int newsidx_version(void)
{
    return NEWSIDX_VERSION_NUMBER;
}

const char *newsidx_version_string(void)
{
    return VERSION;
}

const char *newsidx_build_info(void)
{
    return "newsidx " VERSION " " NX_DISK_ABOUT " " NX_TEXT_ABOUT;
}

const char *newsidx_status_name(newsidx_status status)
{
    return nx_status_name(status);
}

const char *newsidx_status_text(newsidx_status status)
{
    return nx_status_text(status);
}
