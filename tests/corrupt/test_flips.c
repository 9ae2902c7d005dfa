/*
 * Each byte of an index is changed in turn. The check complains, or nothing is
 * changed that anybody could read; and what is wrong with an article's texts
 * is said of that article.
 */
#include "damage.h"

#include "campaign.h"

/* Bytes that an ordinary run comes to; those that are not used it leaves. */
#define SHORT_FLIPS 600

#define STEP ((size_t)7919)

static const char *const kinds[] = {"a bit flipped", "zero", "all ones"};
#define KINDS (sizeof kinds / sizeof *kinds)

typedef struct flip_counts {
    size_t flips;
    size_t reported;
    size_t silent;  /* what is read has changed, and nobody said so */
    size_t unnamed; /* a text has, and it was not said of its article */
} flip_counts;

/* What is said of the damaged file; "" if nothing. */
static void check(char *out, size_t room)
{
    newsidx_open_options options = NEWSIDX_OPEN_OPTIONS_INIT;
    newsidx *index = NULL;
    newsidx_error failure;
    newsidx_status status;

    options.mode = NEWSIDX_READ_WRITE;
    failure.message[0] = '\0';
    status = newsidx_open(DAMAGED_PATH, &options, &index, &failure);
    if (status >= 0)
        status = newsidx_check(index, NULL, NULL, &failure);
    newsidx_close(index);
    assert_true((status < 0) == (failure.message[0] != '\0'));
    snprintf(out, room, "%s", failure.message);
}

static void note(size_t *count, size_t offset, size_t kind, const char *what)
{
    *count += 1;
    printf("byte %zu, %s: %s\n", offset, kinds[kind], what);
}

/* Bit by bit, in the order of the bytes. */
static char changed(char byte, size_t offset, size_t kind)
{
    if (kind == 0)
        return (char)(byte ^ 1 << offset % 8);
    return kind == 1 ? '\0' : '\377';
}

static void flip(damage_sample *sample, size_t offset, size_t kind,
                 flip_counts *counts)
{
    const char byte = sample->bytes[offset];
    const char instead = changed(byte, offset, kind);
    char message[sizeof((newsidx_error *)NULL)->message];

    if (instead == byte)
        return;
    sample->bytes[offset] = instead;
    damage_write(sample->bytes, sample->length);
    sample->bytes[offset] = byte;
    counts->flips++;
    check(message, sizeof message);
    counts->reported += message[0] != '\0';
    if (message[0] == '\0' && !damage_reads_the_same(sample))
        note(&counts->silent, offset, kind, "reads otherwise, and no word");
    if (sample->is_text[offset] && message[0] != '\0' &&
        strstr(message, "article ") == NULL)
        note(&counts->unnamed, offset, kind, message);
}

/* The long form takes every byte, in an order that soon has been everywhere and
 * begins at one that the seed chooses: the step is a prime that no file's
 * length is a multiple of. */
static void a_changed_byte_is_reported_or_means_nothing(void **state)
{
    damage_sample *sample = *state;
    const bool is_long = campaign_is_on();
    const size_t first = (size_t)(campaign_seed(0) % sample->length);
    const size_t most = is_long ? sample->length : SHORT_FLIPS;
    flip_counts counts = {0};

    assert_true(sample->length % STEP != 0);
    for (size_t i = 0; i < most && campaign_goes_on(0, 1); i++) {
        const size_t offset = (first + i * STEP) % sample->length;

        for (size_t kind = 0; kind < KINDS; kind++)
            if (damage_is_used(sample, offset) &&
                (is_long || i % KINDS == kind))
                flip(sample, offset, kind, &counts);
    }
    assert_true(counts.reported > 0 && counts.reported <= counts.flips);
    assert_int_equal(
        campaign_end(counts.silent + counts.unnamed,
                     "%zu flips of %zu bytes, %zu reported, %zu silent, "
                     "%zu not said of their article",
                     counts.flips, sample->length, counts.reported,
                     counts.silent, counts.unnamed),
        0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_changed_byte_is_reported_or_means_nothing),
    };

    return cmocka_run_group_tests(tests, damage_make_sample,
                                  damage_free_sample);
}
