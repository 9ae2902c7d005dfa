#include "formats/archive/unpack.h"

#include "base/limits.h"
#include "base/memory.h"
#include "base/str.h"
#include "formats/archive/member_name.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

/* Room for a label: each byte of the name may be written as three. */
#define LABEL_BYTES ((size_t)3 * NX_LIMIT_MEMBER_NAME_BYTES)

#define TAR_HEADER_BYTES 512

struct nx_unpack {
    nx_input *input;
    struct archive *archive;
    nx_unpacked own;  /* if no archive is around this one */
    nx_around around; /* its members */
    locale_t utf8;    /* for names; (locale_t)0: not to be had */
    nx_buf label;
    newsidx_error failure; /* of reading the member */
    newsidx_error outside; /* of reading the archive's own bytes */
    uint64_t member_bytes;
    size_t filter_count;
    bool is_inside;  /* there is a member whose rest has to be stepped over */
    bool size_known; /* of that member */
    bool began;
    bool ended;
};

static bool begins(newsidx_text head, const char *magic, size_t length)
{
    return nx_str_starts_with(head, nx_str_slice(magic, length));
}

/* The header's checksum: its bytes added up, the sum itself as blanks. No
 * prose has it right by chance. */
static bool is_tar(newsidx_text head)
{
    const unsigned char *bytes = (const unsigned char *)head.bytes;
    unsigned long wanted = 0;
    unsigned long sum = 0;
    size_t digits = 0;

    if (head.length < TAR_HEADER_BYTES || bytes[0] == 0)
        return false;
    for (size_t i = 148; i < 156; i++) {
        if (bytes[i] >= '0' && bytes[i] <= '7') {
            wanted = wanted * 8 + (bytes[i] - '0');
            digits++;
        } else if (digits > 0) {
            break;
        } else if (bytes[i] != ' ') {
            return false;
        }
    }
    for (size_t i = 0; i < TAR_HEADER_BYTES; i++)
        sum += i >= 148 && i < 156 ? ' ' : bytes[i];
    return digits > 0 && sum == wanted;
}

bool nx_unpack_recognises(newsidx_text head)
{
    static const struct {
        const char *magic;
        size_t length;
    } kinds[] = {{"PK\3\4", 4},
                 {"PK\5\6", 4},
                 {"PK\7\10PK", 6},
                 {"\x1F\x8B\x08", 3},
                 {"\xFD"
                  "7zXZ\0",
                  6},
                 {"\x28\xB5\x2F\xFD", 4}};

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (begins(head, kinds[i].magic, kinds[i].length))
            return true;
    }
    /* bzip2: "BZh", its level, and pi, or the root of it if it is empty. */
    if (begins(head, "BZh", 3) && head.length >= 10)
        return begins(nx_str_slice(head.bytes + 4, 6), "1AY&SY", 6) ||
               begins(nx_str_slice(head.bytes + 4, 6),
                      "\x17\x72\x45\x38\x50\x90", 6);
    return is_tar(head);
}

/* What libarchive says, as one line of ours. */
static newsidx_status fail_archive(nx_unpack *unpack, newsidx_error *err)
{
    const char *said = archive_error_string(unpack->archive);
    char line[120];
    size_t length = 0;

    if (unpack->outside.status < 0) {
        if (err != NULL)
            *err = unpack->outside;
        return unpack->outside.status;
    }
    if (archive_errno(unpack->archive) == ENOMEM)
        return nx_fail_memory(err);
    if (said == NULL)
        said = "no reason given";
    for (; *said != '\0' && length < sizeof line - 1; said++) {
        if (*said >= ' ' && *said < 0x7F)
            line[length++] = *said;
    }
    while (length > 0 && (line[length - 1] == '.' || line[length - 1] == ' '))
        length--;
    line[length] = '\0';
    return nx_fail(err, NEWSIDX_ERR_INPUT, "damaged archive: %s", line);
}

/* libarchive's way to ask for the archive's bytes: all that are there. */
static la_ssize_t give(struct archive *archive, void *user, const void **bytes)
{
    nx_unpack *unpack = user;
    nx_input *input = unpack->input;
    size_t length;

    if (input->at == input->end) {
        const newsidx_status status = nx_input_more(input, &unpack->outside);

        if (status == NEWSIDX_DONE)
            return 0;
        if (status < 0) {
            archive_set_error(archive, EIO, "the archive can't be read");
            return ARCHIVE_FATAL;
        }
    }
    length = (size_t)(input->end - input->at);
    *bytes = input->at;
    nx_input_take(input, length);
    return (la_ssize_t)length;
}

/* Only what newsrooms have. A build of libarchive that would start a program
 * for one of these says so by a warning, and is not good enough. */
static newsidx_status choose_kinds(nx_unpack *unpack, newsidx_error *err)
{
    int (*const kinds[])(struct archive *) = {
        archive_read_support_filter_gzip,
        archive_read_support_filter_bzip2,
        archive_read_support_filter_xz,
        archive_read_support_filter_zstd,
        archive_read_support_format_zip_streamable,
        archive_read_support_format_tar,
        archive_read_support_format_raw,
        archive_read_support_format_empty};

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (kinds[i](unpack->archive) != ARCHIVE_OK)
            return fail_archive(unpack, err);
    }
    return NEWSIDX_OK;
}

static newsidx_status open_archive(nx_unpack *unpack, newsidx_error *err)
{
    newsidx_status status = choose_kinds(unpack, err);
    int filters;

    if (status < 0)
        return status;
    if (archive_read_open(unpack->archive, unpack, NULL, give, NULL) !=
        ARCHIVE_OK)
        return fail_archive(unpack, err);
    filters = archive_filter_count(unpack->archive);
    unpack->filter_count = filters > 1 ? (size_t)filters - 1 : 0;
    unpack->around.depth += unpack->filter_count > 1 ? unpack->filter_count : 1;
    if (unpack->around.depth > NX_LIMIT_ARCHIVE_DEPTH)
        return nx_fail(err, NEWSIDX_ERR_LIMIT,
                       "archives are nested deeper than %d",
                       NX_LIMIT_ARCHIVE_DEPTH);
    return NEWSIDX_OK;
}

newsidx_status nx_unpack_new(const nx_origin *origin, nx_unpack **out_unpack,
                             newsidx_error *err)
{
    nx_unpack *unpack = nx_new(nx_unpack);
    newsidx_status status;

    *out_unpack = NULL;
    if (unpack == NULL)
        return nx_fail_memory(err);
    unpack->input = origin->input;
    unpack->own.input = origin->input;
    unpack->around.unpacked = &unpack->own;
    if (origin->around != NULL)
        unpack->around = *origin->around;
    nx_buf_init(&unpack->label, LABEL_BYTES);
    unpack->utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    unpack->archive = archive_read_new();
    if (unpack->archive == NULL)
        status = nx_fail_memory(err);
    else
        status = open_archive(unpack, err);
    if (status < 0) {
        nx_unpack_free(unpack);
        return status;
    }
    *out_unpack = unpack;
    return NEWSIDX_OK;
}

void nx_unpack_free(nx_unpack *unpack)
{
    if (unpack == NULL)
        return;
    archive_read_free(unpack->archive);
    if (unpack->utf8 != (locale_t)0)
        freelocale(unpack->utf8);
    nx_buf_finish(&unpack->label);
    nx_free(unpack);
}

/* The end of it all if what came out so far is more than can be of texts. */
static newsidx_status check_counts(nx_unpack *unpack, newsidx_error *err)
{
    const nx_unpacked *unpacked = unpack->around.unpacked;
    const uint64_t packed_bytes = unpacked->input->offset;

    unpack->ended = true;
    if (unpacked->bytes > NX_LIMIT_ARCHIVE_BYTES &&
        unpacked->bytes / NX_LIMIT_ARCHIVE_RATIO > packed_bytes)
        return nx_fail(err, NEWSIDX_ERR_LIMIT,
                       "unpacks to more than %d times its size",
                       NX_LIMIT_ARCHIVE_RATIO);
    if (unpacked->members > NX_LIMIT_ARCHIVE_MEMBERS &&
        unpacked->members > packed_bytes / NX_LIMIT_MEMBER_BYTES)
        return nx_fail(err, NEWSIDX_ERR_LIMIT,
                       "more than %d members, and of less than %d bytes each",
                       NX_LIMIT_ARCHIVE_MEMBERS, NX_LIMIT_MEMBER_BYTES);
    unpack->ended = false;
    return NEWSIDX_OK;
}

/* One block of the member. NEWSIDX_DONE at its end. */
static newsidx_status read_block(nx_unpack *unpack, const char **out_bytes,
                                 size_t *out_length, newsidx_error *err)
{
    const void *bytes;
    size_t length;
    la_int64_t offset;
    int code;

    do {
        code =
            archive_read_data_block(unpack->archive, &bytes, &length, &offset);
    } while (code == ARCHIVE_OK && length == 0);
    if (code == ARCHIVE_EOF)
        return NEWSIDX_DONE;
    if (code == ARCHIVE_FATAL)
        unpack->ended = true;
    if (code != ARCHIVE_OK)
        return fail_archive(unpack, err);
    /* The holes of a sparse file would come to any number of zeros. */
    if (offset < 0 || (uint64_t)offset != unpack->member_bytes)
        return nx_fail(err, NEWSIDX_ERR_INPUT, "a file with holes, no text");
    unpack->member_bytes += length;
    unpack->around.unpacked->bytes += length;
    *out_bytes = bytes;
    *out_length = length;
    return check_counts(unpack, err);
}

ptrdiff_t nx_unpack_read(const char **bytes, void *user)
{
    nx_unpack *unpack = user;
    size_t length = 0;
    newsidx_status status;

    if (unpack->failure.status < 0)
        return -1;
    if (!unpack->is_inside)
        return 0;
    status = read_block(unpack, bytes, &length, &unpack->failure);
    if (status < 0)
        return -1;
    if (status == NEWSIDX_DONE)
        unpack->is_inside = false;
    return (ptrdiff_t)length;
}

const newsidx_error *nx_unpack_failure(const nx_unpack *unpack)
{
    return &unpack->failure;
}

const nx_around *nx_unpack_around(const nx_unpack *unpack)
{
    return &unpack->around;
}

/*
 * Step over what is left of the member. libarchive does it without unpacking
 * where it can; where it can't, we do, because it wouldn't count.
 */
static newsidx_status leave_member(nx_unpack *unpack, newsidx_error *err)
{
    const bool has_to_unpack = unpack->filter_count > 0 || !unpack->size_known;
    newsidx_status status = NEWSIDX_OK;

    while (unpack->is_inside && has_to_unpack && status == NEWSIDX_OK) {
        const char *bytes;
        size_t length;

        status = read_block(unpack, &bytes, &length, err);
        if (status != NEWSIDX_ERR_INPUT)
            continue;
        /* Its data are damaged; it was refused, or it has been said already.
         * If the archive is, the next header says it. */
        status = NEWSIDX_DONE;
    }
    unpack->is_inside = false;
    return status < 0 ? status : NEWSIDX_OK;
}

/*
 * Of a zip, whose members may be packed by anything: only what newsrooms' zips
 * have, as other decoders take gigabytes because a header says so. libarchive
 * tells the method in the format's name: "ZIP 2.0 (deflation)".
 */
static newsidx_status check_method(nx_unpack *unpack, newsidx_error *err)
{
    static const char *const known[] = {"(uncompressed)", "(deflation)",
                                        "(bzip)", "(zstd)"};
    const char *name = archive_format_name(unpack->archive);

    if (archive_format(unpack->archive) != ARCHIVE_FORMAT_ZIP || name == NULL)
        return NEWSIDX_OK;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strstr(name, known[i]) != NULL)
            return NEWSIDX_OK;
    }
    /* Where the next one begins, only that decoder could tell. */
    unpack->ended = !unpack->size_known;
    return nx_fail(err, NEWSIDX_ERR_INPUT, "not read from a zip: %.60s", name);
}

/* A file, with its label; perhaps refused, or NEWSIDX_NOT_FOUND. */
static newsidx_status take_entry(nx_unpack *unpack, struct archive_entry *entry,
                                 newsidx_text name, newsidx_error *err)
{
    newsidx_status status = nx_member_name_check(name, err);

    nx_member_name_add(&unpack->label, name);
    if (unpack->label.status < 0)
        return nx_fail_memory(err);
    if (status < 0)
        return status;
    status = check_method(unpack, err);
    if (status < 0)
        return status;
    if (nx_member_name_is_hidden(name))
        return NEWSIDX_NOT_FOUND;
    if (archive_entry_is_encrypted(entry))
        return nx_fail(err, NEWSIDX_ERR_INPUT, "encrypted");
    return NEWSIDX_OK;
}

/* The one member of a file that is only compressed, if it is. */
static newsidx_status take_single(nx_unpack *unpack, newsidx_error *err)
{
    if (unpack->filter_count > 0)
        return NEWSIDX_OK;
    unpack->ended = true;
    return nx_fail(err, NEWSIDX_ERR_INPUT, "neither zip, tar nor compressed");
}

/* NEWSIDX_NOT_FOUND for one to be stepped over. */
static newsidx_status look_at(nx_unpack *unpack, struct archive_entry *entry,
                              newsidx_error *err)
{
    const char *path = archive_entry_pathname(entry);
    newsidx_text name = nx_str(path != NULL ? path : "");
    newsidx_status status;

    unpack->is_inside = true;
    unpack->size_known = archive_entry_size_is_set(entry) != 0;
    unpack->member_bytes = 0;
    unpack->around.unpacked->members++;
    status = check_counts(unpack, err);
    if (status < 0)
        return status;
    if (archive_format(unpack->archive) == ARCHIVE_FORMAT_RAW)
        return take_single(unpack, err);
    if (archive_entry_filetype(entry) != AE_IFREG ||
        archive_entry_hardlink(entry) != NULL)
        return NEWSIDX_NOT_FOUND;
    return take_entry(unpack, entry, name, err);
}

/* Read a header. Names come as UTF-8, whatever the program's locale is; it has
 * that of this thread back before anybody else sees it. */
static newsidx_status next_entry(nx_unpack *unpack, newsidx_error *err)
{
    const locale_t before =
        unpack->utf8 != (locale_t)0 ? uselocale(unpack->utf8) : (locale_t)0;
    struct archive_entry *entry = NULL;
    const int code = archive_read_next_header(unpack->archive, &entry);
    newsidx_status status;

    if (code == ARCHIVE_OK || code == ARCHIVE_WARN) {
        status = look_at(unpack, entry, err);
    } else if (code == ARCHIVE_EOF) {
        unpack->ended = true;
        status = NEWSIDX_DONE;
        if (!unpack->began &&
            archive_format(unpack->archive) == ARCHIVE_FORMAT_EMPTY)
            status = nx_fail(err, NEWSIDX_ERR_INPUT, "empty file");
    } else {
        /* After a member that failed there may be others; each is counted, so
         * that they come to an end. */
        unpack->around.unpacked->members++;
        status = check_counts(unpack, err);
        if (code != ARCHIVE_FAILED)
            unpack->ended = true;
        if (status >= 0)
            status = fail_archive(unpack, err);
    }
    if (before != (locale_t)0)
        uselocale(before);
    unpack->began = true;
    return status;
}

newsidx_status nx_unpack_next(nx_unpack *unpack, newsidx_text *out_name,
                              newsidx_error *err)
{
    newsidx_status status;

    *out_name = nx_str(NULL);
    do {
        status = unpack->ended ? NEWSIDX_DONE : leave_member(unpack, err);
        if (status < 0)
            unpack->ended = true;
        if (status != NEWSIDX_OK)
            return status;
        nx_buf_clear(&unpack->label);
        unpack->failure.status = NEWSIDX_OK;
        status = next_entry(unpack, err);
    } while (status == NEWSIDX_NOT_FOUND);
    if (unpack->label.length > 0)
        *out_name = nx_buf_text(&unpack->label);
    return status;
}
