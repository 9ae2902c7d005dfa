#include "saved.h"

#include "database.h"
#include "exit_codes.h"
#include "report.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* CODE_OK, or it has been told why there's no such path. */
static int find_path(char **out_path)
{
    *out_path = database_state_file("searches");
    if (*out_path != NULL)
        return CODE_OK;
    report("no home folder to keep searches in");
    return CODE_IO;
}

int saved_each(nq_query_fn run, void *user)
{
    char *path = NULL;
    int code = find_path(&path);
    if (code == CODE_OK && access(path, F_OK) == 0)
        code = queries_each(path, run, user);
    memory_free(path);
    return code;
}

typedef struct wanted {
    const char *name;
    char *query; /* NULL: not found yet */
} wanted;

static bool is_named(newsidx_text name, const char *other)
{
    return name.length == strlen(other) &&
           memcmp(name.bytes, other, name.length) == 0;
}

static int take_wanted(void *user, newsidx_text name, const char *query)
{
    wanted *in = user;
    if (in->query == NULL && is_named(name, in->name))
        in->query = memory_copy(query);
    return CODE_OK;
}

int saved_find(const char *name, char **out_query)
{
    wanted in = {name, NULL};
    int code = saved_each(take_wanted, &in);
    *out_query = in.query;
    if (in.query != NULL)
        return CODE_OK;
    return code == CODE_OK ? CODE_NOTHING : code;
}

/* Add the lines of `from` but for that of the name; is it among them? Lines
 * that are none of ours stay as they are. */
static bool copy_others(nq_buffer *to, FILE *from, const char *name)
{
    nq_buffer line = BUFFER_INIT;
    bool was_there = false;

    while (buffer_read_line(&line, from)) {
        newsidx_text its_name = {buffer_string(&line),
                                 strcspn(buffer_string(&line), "\t")};
        if (is_named(its_name, name)) {
            was_there = true;
            continue;
        }
        buffer_add(to, buffer_string(&line), line.length);
        buffer_add(to, "\n", 1);
    }
    buffer_finish(&line);
    return was_there;
}

/* Write a file beside it, and put that in its place: whoever reads sees one or
 * the other, whole. */
static bool replace(const char *path, nq_buffer *lines)
{
    nq_buffer fresh = BUFFER_INIT;
    buffer_add_format(&fresh, "%s.new", path);
    unlink(fresh.bytes);
    int descriptor =
        open(fresh.bytes, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "w");
    bool is_written = file != NULL;
    if (file != NULL) {
        buffer_flush(lines, file);
        is_written = ferror(file) == 0;
        if (fclose(file) != 0)
            is_written = false;
    }
    is_written = is_written && rename(fresh.bytes, path) == 0;
    buffer_finish(&fresh);
    return is_written;
}

int saved_put(const char *name, const char *query)
{
    nq_buffer lines = BUFFER_INIT;
    bool was_there = false;
    char *path = NULL;

    int code = find_path(&path);
    if (code != CODE_OK)
        return code;
    FILE *file = fopen(path, "r");
    if (file != NULL) {
        was_there = copy_others(&lines, file, name);
        fclose(file);
    }
    bool could_read = file != NULL || errno == ENOENT;
    if (query != NULL)
        buffer_add_format(&lines, "%s\t%s\n", name, query);
    if (!could_read || !replace(path, &lines)) {
        report("%s: %s", path, strerror(errno));
        code = CODE_IO;
    } else if (query == NULL && !was_there) {
        code = CODE_NOTHING;
    }
    buffer_finish(&lines);
    memory_free(path);
    return code;
}
