/*
 * Damaged files are repaired, and what comes of it is held against the truth:
 * every article whose pages are as they were is there as it was, what is not as
 * it was is told, and the new index is sound.
 */
#include "damage.h"

#include "campaign.h"

#define NEW_PATH "new.db"

/* Of an ordinary run. */
#define SHORT_ROUNDS 40

/* Damages to one file at most. */
#define MOST_DAMAGES 3

/* ------------------------------------------------------------- damage ---- */

typedef enum damage_kind {
    FLIP,
    ZERO_SECTOR,
    ZERO_PAGE,
    NOISE,
    SWAP,
    CUT_OFF,
    KIND_COUNT
} damage_kind;

typedef struct wreck {
    char *bytes;
    size_t length;
    bool *is_damaged; /* by page */
    bool is_flipped;  /* no more than one byte */
} wreck;

static wreck begin_wreck(const damage_sample *sample)
{
    wreck made = {malloc(sample->length), sample->length,
                  calloc(sample->length / DAMAGE_PAGE + 1, 1), false};

    assert_non_null(made.bytes);
    assert_non_null(made.is_damaged);
    memcpy(made.bytes, sample->bytes, sample->length);
    return made;
}

static void free_wreck(wreck *made)
{
    free(made->bytes);
    free(made->is_damaged);
}

static void zero(wreck *made, size_t offset, size_t length)
{
    memset(made->bytes + offset, 0, length);
    made->is_damaged[offset / DAMAGE_PAGE] = true;
}

static void cut_off(wreck *made, size_t length)
{
    for (size_t i = length / DAMAGE_PAGE; i < made->length / DAMAGE_PAGE; i++)
        made->is_damaged[i] = true;
    made->length = length;
}

static void swap(wreck *made, size_t first, size_t second)
{
    char page[DAMAGE_PAGE];
    char *one = made->bytes + first * DAMAGE_PAGE;
    char *other = made->bytes + second * DAMAGE_PAGE;

    memcpy(page, one, sizeof page);
    memcpy(one, other, sizeof page);
    memcpy(other, page, sizeof page);
    made->is_damaged[first] = true;
    made->is_damaged[second] = true;
}

static void damage(wreck *made, damage_kind kind, uint64_t *chance)
{
    const size_t count = made->length / DAMAGE_PAGE;
    const size_t page = count == 0 ? 0 : campaign_random(chance) % count;
    const size_t start = page * DAMAGE_PAGE;
    const size_t offset = campaign_random(chance) % DAMAGE_PAGE;

    /* It may have been cut off before. */
    if (count == 0)
        return;
    switch (kind) {
    case FLIP:
        made->bytes[start + offset] ^= (char)(1 << campaign_random(chance) % 8);
        made->is_damaged[page] = true;
        break;
    case ZERO_SECTOR:
        zero(made, start + offset / 512 * 512, 512);
        break;
    case ZERO_PAGE:
        zero(made, start, DAMAGE_PAGE);
        break;
    case NOISE:
        for (size_t i = offset; i < DAMAGE_PAGE && i < offset + 300; i++)
            made->bytes[start + i] = (char)campaign_random(chance);
        made->is_damaged[page] = true;
        break;
    case SWAP:
        swap(made, page, campaign_random(chance) % count);
        break;
    default:
        cut_off(made, start + offset);
        break;
    }
}

/* ------------------------------------------------------------- repair ---- */

#define MOST_TOLD 200

typedef struct told_list {
    newsidx_repaired items[MOST_TOLD]; /* without texts */
    char keys[MOST_TOLD][32];
    size_t count;
} told_list;

static int note_repaired(const newsidx_repaired *repaired, void *user)
{
    told_list *told = user;

    assert_true(told->count < MOST_TOLD);
    assert_true((repaired->outcome == NEWSIDX_REPAIR_LOST) ==
                (repaired->new_id == 0));
    assert_true(repaired->reason.length > 0);
    assert_true(told->count == 0 ||
                told->items[told->count - 1].id < repaired->id);
    told->items[told->count] = *repaired;
    snprintf(told->keys[told->count], sizeof *told->keys, "%.*s",
             (int)repaired->key.length,
             repaired->key.bytes != NULL ? repaired->key.bytes : "");
    told->count++;
    return 0;
}

static newsidx_status repair(told_list *told, newsidx_repair_counts *counts,
                             newsidx_error *err)
{
    newsidx_repair_options options = NEWSIDX_REPAIR_OPTIONS_INIT;

    told->count = 0;
    options.on_repaired = note_repaired;
    options.repaired_user = told;
    *counts = (newsidx_repair_counts)NEWSIDX_REPAIR_COUNTS_INIT;
    remove_index(NEW_PATH);
    return newsidx_repair(DAMAGED_PATH, NEW_PATH, &options, counts, err);
}

/* -------------------------------------------------------------- truth ---- */

static bool has_key(const told_list *told, const char *key)
{
    for (size_t i = 0; i < told->count; i++)
        if (strcmp(told->keys[i], key) == 0)
            return true;
    return false;
}

static const newsidx_repaired *find_told(const told_list *told, int64_t new_id)
{
    for (size_t i = 0; i < told->count; i++)
        if (told->items[i].new_id == new_id)
            return &told->items[i];
    return NULL;
}

/* The number of a version comes first in its place. */
static size_t find_truth(const damage_truth *truths, size_t count,
                         const damage_truth *wanted)
{
    const size_t length = strcspn(wanted->place, " ") + 1;

    for (size_t i = 1; i <= count; i++)
        if (strcmp(truths[i].key, wanted->key) == 0 &&
            strncmp(truths[i].place, wanted->place, length) == 0)
            return i;
    return 0;
}

/* Nothing but what is told of is in the new index otherwise than it was. */
static size_t count_wrong(const damage_sample *sample, const damage_truth *now,
                          size_t count, const told_list *told)
{
    size_t wrong = 0;

    for (size_t i = 1; i <= count; i++) {
        const newsidx_repaired *of_it = find_told(told, (int64_t)i);
        const size_t was = find_truth(sample->truths, sample->count, &now[i]);
        const bool may_differ =
            of_it != NULL && of_it->outcome == NEWSIDX_REPAIR_ALTERED;

        if (may_differ)
            continue;
        if (was == 0 ||
            strcmp(now[i].content, sample->truths[was].content) != 0) {
            printf("%s %s is not as it was\n", now[i].key, now[i].place);
            wrong++;
        } else if (of_it == NULL && !has_key(told, now[i].key) &&
                   strcmp(now[i].place, sample->truths[was].place) != 0) {
            printf("%s is %s, not %s\n", now[i].key, now[i].place,
                   sample->truths[was].place);
            wrong++;
        }
    }
    return wrong;
}

static bool is_spared(const damage_sample *sample, size_t id, const wreck *made)
{
    for (size_t i = 0; i < sample->length / DAMAGE_PAGE; i++)
        if (made->is_damaged[i] && sample->truths[id].pages[i])
            return false;
    return true;
}

/* Every article whose pages are as they were is in the new index. */
static size_t count_missing(const damage_sample *sample,
                            const damage_truth *now, size_t count,
                            const wreck *made)
{
    size_t missing = 0;

    for (size_t i = 1; i <= sample->count; i++) {
        const damage_truth *was = &sample->truths[i];
        const size_t id = find_truth(now, count, was);

        if (is_spared(sample, i, made) &&
            (id == 0 || strcmp(now[id].content, was->content) != 0)) {
            printf("%s %s is missing\n", was->key, was->place);
            missing++;
        }
    }
    return missing;
}

typedef struct round_counts {
    size_t rounds;
    size_t saved;
    size_t lost;
    size_t altered;
    size_t findings;
} round_counts;

/* What came of one file. */
static void judge(const damage_sample *sample, const wreck *made,
                  const told_list *told, const newsidx_repair_counts *came,
                  round_counts *counts)
{
    newsidx_open_options options = NEWSIDX_OPEN_OPTIONS_INIT;
    newsidx *index = NULL;
    damage_truth *now = NULL;
    newsidx_error failure;
    size_t count = 0;
    size_t findings = 0;

    options.mode = NEWSIDX_READ_WRITE;
    failure.message[0] = '\0';
    if (newsidx_open(NEW_PATH, &options, &index, &failure) < 0 ||
        newsidx_check(index, NULL, NULL, &failure) < 0) {
        printf("what was repaired: %s\n", failure.message);
        findings++;
    }
    newsidx_close(index);
    now = damage_read_truths(NEW_PATH, &count);
    findings += count != came->saved;
    findings += count_wrong(sample, now, count, told);
    findings += count_missing(sample, now, count, made);
    if (made->is_flipped && came->lost + came->altered > 1) {
        printf("one byte, and %zu versions are lost or altered\n",
               (size_t)(came->lost + came->altered));
        findings++;
    }
    damage_free_truths(now, count);
    counts->findings += findings;
    counts->saved += came->saved;
    counts->lost += came->lost;
    counts->altered += came->altered;
}

static void try_wreck(const damage_sample *sample, const wreck *made,
                      round_counts *counts)
{
    static told_list told;
    newsidx_repair_counts came;
    newsidx_error failure;
    newsidx_status status;
    const size_t before = counts->findings;

    damage_write(made->bytes, made->length);
    status = repair(&told, &came, &failure);
    counts->rounds++;
    if (status < 0) {
        bool is_spared_one = false;

        for (size_t i = 1; i <= sample->count; i++)
            is_spared_one = is_spared_one || is_spared(sample, i, made);
        if (status != NEWSIDX_ERR_NOT_AN_INDEX || is_spared_one) {
            printf("the repair fails: %s\n", failure.message);
            counts->findings++;
        }
    } else {
        judge(sample, made, &told, &came, counts);
    }
    if (counts->findings > before)
        for (size_t i = 0; i < told.count; i++)
            printf("  told: %lld %s %u %d\n", (long long)told.items[i].id,
                   told.keys[i], told.items[i].version,
                   (int)told.items[i].outcome);
}

/* -------------------------------------------------------------- tests ---- */

static void a_sound_file_is_saved_whole(void **state)
{
    const damage_sample *sample = *state;
    wreck made = begin_wreck(sample);
    round_counts counts = {0};

    made.is_flipped = true;
    try_wreck(sample, &made, &counts);
    assert_int_equal(counts.findings, 0);
    assert_int_equal(counts.saved, sample->count);
    assert_int_equal(counts.lost + counts.altered, 0);
    free_wreck(&made);
}

static void the_damaged_file_is_only_read(void **state)
{
    const damage_sample *sample = *state;
    static told_list told;
    newsidx_repair_counts came;
    newsidx_error failure;
    size_t length = 0;
    char *after;

    damage_write(sample->bytes, sample->length);
    assert_int_equal(repair(&told, &came, &failure), NEWSIDX_OK);
    after = read_file(DAMAGED_PATH, &length);
    assert_int_equal(length, sample->length);
    assert_memory_equal(after, sample->bytes, length);
    assert_int_not_equal(access(DAMAGED_PATH "-shm", F_OK), 0);
    assert_int_not_equal(access(NEW_PATH ".part", F_OK), 0);
    free(after);
}

/* Each page in turn is zeros: the schema, the roots, what runs over. */
static void without_any_one_page_the_others_are_saved(void **state)
{
    const damage_sample *sample = *state;
    round_counts counts = {0};

    for (size_t i = 0; i < sample->length / DAMAGE_PAGE; i++) {
        wreck made = begin_wreck(sample);
        const size_t before = counts.findings;

        zero(&made, i * DAMAGE_PAGE, DAMAGE_PAGE);
        try_wreck(sample, &made, &counts);
        if (counts.findings > before)
            printf("without page %zu\n", i + 1);
        free_wreck(&made);
    }
    printf("%zu pages: %zu saved, %zu lost, %zu altered\n", counts.rounds,
           counts.saved, counts.lost, counts.altered);
    assert_int_equal(counts.findings, 0);
    assert_true(counts.lost > 0);
}

static void any_damage_is_repaired_as_far_as_may_be(void **state)
{
    const damage_sample *sample = *state;
    uint64_t chance = campaign_seed(17);
    round_counts counts = {0};

    while (campaign_goes_on(counts.rounds, SHORT_ROUNDS)) {
        wreck made = begin_wreck(sample);
        const size_t damages = 1 + campaign_random(&chance) % MOST_DAMAGES;
        const size_t before = counts.findings;
        const uint64_t seed = chance;
        damage_kind kind = FLIP;

        for (size_t i = 0; i < damages; i++) {
            kind = (damage_kind)(campaign_random(&chance) % KIND_COUNT);
            damage(&made, kind, &chance);
        }
        made.is_flipped = damages == 1 && kind == FLIP;
        try_wreck(sample, &made, &counts);
        if (counts.findings > before)
            printf("of %zu damages, the last of kind %d, from %llu\n", damages,
                   (int)kind, (unsigned long long)seed);
        free_wreck(&made);
    }
    assert_true(counts.saved > 0);
    assert_int_equal(campaign_end(counts.findings,
                                  "%zu repairs, %zu saved, %zu lost, %zu "
                                  "altered and said so",
                                  counts.rounds, counts.saved, counts.lost,
                                  counts.altered),
                     0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sound_file_is_saved_whole),
        cmocka_unit_test(the_damaged_file_is_only_read),
        cmocka_unit_test(without_any_one_page_the_others_are_saved),
        cmocka_unit_test(any_damage_is_repaired_as_far_as_may_be),
    };

    return cmocka_run_group_tests(tests, damage_make_sample,
                                  damage_free_sample);
}
