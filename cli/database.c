#include "database.h"

#include "exit_codes.h"
#include "report.h"

#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LOCAL_INDEX ".newsidx.db"

static const char *get_variable(const char *name)
{
    const char *value = getenv(name);
    return value == NULL || value[0] == '\0' ? NULL : value;
}

bool database_exists(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0;
}

/* Every folder on the way to `path`, and `path`, for the user alone. */
static void make_folders(char *path)
{
    for (char *at = path + 1; *at != '\0'; at++) {
        if (*at == '/') {
            *at = '\0';
            mkdir(path, 0700);
            *at = '/';
        }
    }
    mkdir(path, 0700);
}

/* Where the user's own files of a kind are, in a folder of that name. */
static char *user_folder(const char *variable, const char *fallback,
                         const char *name, bool create)
{
    nq_buffer path = BUFFER_INIT;
    const char *base = get_variable(variable);
    /* The XDG standard says to ignore a path that isn't absolute. */
    if (base != NULL && base[0] == '/') {
        buffer_add_string(&path, base);
    } else {
        const char *home = get_variable("HOME");
        if (home == NULL) {
            const struct passwd *user = getpwuid(getuid());
            home = user == NULL ? NULL : user->pw_dir;
        }
        if (home == NULL)
            return NULL;
        buffer_add_format(&path, "%s/%s", home, fallback);
    }
    buffer_add_format(&path, "/%s", name);
    if (create && !database_exists(path.bytes))
        make_folders(path.bytes);
    return path.bytes;
}

char *database_state_file(const char *name)
{
    char *folder = user_folder("XDG_STATE_HOME", ".local/state", "newsq", true);
    if (folder == NULL)
        return NULL;
    nq_buffer path = BUFFER_INIT;
    buffer_add_format(&path, "%s/%s", folder, name);
    memory_free(folder);
    return path.bytes;
}

static char *choose_path(const nq_options *options, bool create)
{
    if (options->db != NULL)
        return memory_copy(options->db);
    const char *named = get_variable("NEWSQ_DB");
    if (named != NULL)
        return memory_copy(named);
    if (database_exists(LOCAL_INDEX))
        return memory_copy(LOCAL_INDEX);
    char *folder =
        user_folder("XDG_DATA_HOME", ".local/share", "newsidx", create);
    if (folder == NULL)
        return NULL;
    nq_buffer path = BUFFER_INIT;
    buffer_add_format(&path, "%s/default.db", folder);
    memory_free(folder);
    return path.bytes;
}

int database_report_missing(const nq_options *options, const char *path)
{
    report("there is no index %s; to make it: newsq%s%s add PATH", path,
           options->db != NULL ? " -d " : "", options->db != NULL ? path : "");
    return CODE_NO_INDEX;
}

/* A stranger's file is not the user's to mend. */
static int report_failure(const nq_options *options, const char *path,
                          const newsidx_error *err)
{
    if (options->is_untrusted == 0 || err->status != NEWSIDX_ERR_CORRUPT)
        return report_error_of(path, err);
    report("%s: not to be used: %s", path, err->message);
    return CODE_CORRUPT;
}

int database_open(const nq_options *options, nq_mode mode, newsidx **out_index,
                  char **out_path)
{
    newsidx_open_options how = NEWSIDX_OPEN_OPTIONS_INIT;
    newsidx_error err;

    *out_index = NULL;
    char *path =
        choose_path(options, mode == MODE_CREATE && !options->is_dry_run);
    *out_path = path;
    if (path == NULL) {
        report("no home folder to keep the index in; name one with -d FILE");
        return CODE_NO_INDEX;
    }
    if (mode == MODE_PATH)
        return CODE_OK;
    bool is_new = !database_exists(path);
    /* What would be added is read only; what would be removed is tried. */
    if (options->is_dry_run != 0 && mode == MODE_CREATE) {
        if (is_new)
            return CODE_OK;
        mode = MODE_READ;
    }
    if (is_new && mode != MODE_CREATE)
        return database_report_missing(options, path);
    how.untrusted = options->is_untrusted;
    if (mode == MODE_READ)
        how.mode = NEWSIDX_READ_ONLY;
    else if (mode == MODE_WRITE || mode == MODE_CHECK)
        how.mode = NEWSIDX_READ_WRITE;
    else
        how.default_language = options->language;

    newsidx_status status = newsidx_open(path, &how, out_index, &err);
    if (status == NEWSIDX_ERR_READ_ONLY && mode == MODE_CHECK) {
        how.mode = NEWSIDX_READ_ONLY;
        status = newsidx_open(path, &how, out_index, &err);
    }
    if (status < 0) {
        int code = report_failure(options, path, &err);
        return code == CODE_IO && err.status != NEWSIDX_ERR_FULL ? CODE_NO_INDEX
                                                                 : code;
    }
    if (is_new && !options->is_quiet)
        report("new index %s", path);
    else if (options->is_verbose)
        report("index %s", path);
    return CODE_OK;
}
