#include "text/words.h"

#include "base/memory.h"
#include "base/str.h"
#include "text/chars.h"

#include <string.h>

/*
 * Making forms costs about a microsecond, most of it Snowball's, and texts
 * repeat their words. So a direct-mapped cache keeps, for the bytes of a word
 * as written, its forms: one hash, one comparison, one line of memory. What
 * falls into a taken place drives the other word out.
 *
 *   bytes   ~ t a l k s T a l k s             "Talks": the stem is the first
 *             exact---- key------             4 bytes of the exact form
 *
 *   bytes   ~ h a p p y ~ h a p p i           "happy" is its own exact form
 *             exact---- stem-------
 *
 * The "~" before the exact form makes of its first bytes a stem as the index
 * holds it, without a copy.
 */
typedef struct cached_word {
    uint8_t key_length; /* 0: nobody lives here */
    uint8_t key_at;
    uint8_t exact_length;
    uint8_t stem_at;
    uint8_t stem_length; /* with "~"; 0: none */
    uint8_t is_capitals;
    char bytes[58];
} cached_word;

/*
 * The cache is small at first, for a query has few words. When it has been
 * missed twice as often as it has places it is replaced by one of 4 MB.
 */
#define FIRST_CACHE_BITS 10
#define FULL_CACHE_BITS 16

struct nx_words {
    const nx_language *language;
    nx_stemmer *stemmer;
    cached_word *cache;
    unsigned cache_bits;
    size_t miss_count;
    char exact[1 + NX_FORM_BYTES]; /* of the last word that wasn't cached */
    char stem[1 + NX_FORM_BYTES];
};

newsidx_status nx_words_new(const nx_language *language, nx_stemmer *stemmer,
                            nx_words **out_words, newsidx_error *err)
{
    nx_words *words = nx_new(nx_words);

    *out_words = NULL;
    if (words == NULL)
        return nx_fail_memory(err);
    words->language = language;
    words->stemmer = stemmer;
    words->cache_bits = FIRST_CACHE_BITS;
    words->cache =
        nx_alloc_zeroed((size_t)1 << FIRST_CACHE_BITS, sizeof(cached_word));
    if (words->cache == NULL) {
        nx_free(words);
        return nx_fail_memory(err);
    }
    *out_words = words;
    return NEWSIDX_OK;
}

void nx_words_free(nx_words *words)
{
    if (words == NULL)
        return;
    nx_free(words->cache);
    nx_free(words);
}

/* The dots of U.S. go, and so do the commas that group digits. */
static void drop_points(const nx_words *words, nx_token_kind kind,
                        nx_form *form)
{
    const bool has_comma = words->language->has_decimal_comma;
    size_t length = 0;

    for (size_t i = 0; i < form->length; i++) {
        const char byte = form->bytes[i];

        if (byte == '.' && kind == NX_TOKEN_ACRONYM)
            continue;
        if (byte == ',' && !has_comma)
            continue;
        /* A point with three digits after it parts thousands there. */
        if (byte == '.' && has_comma && i + 3 < form->length &&
            (i + 4 == form->length || !nx_is_digit(form->bytes[i + 4])))
            continue;
        form->bytes[length++] = byte == ',' ? '.' : byte;
    }
    form->length = length;
}

static bool is_capitals(newsidx_text surface)
{
    if (surface.length < 2 || surface.length > 6)
        return false;
    for (size_t i = 0; i < surface.length; i++) {
        if (!nx_is_upper(surface.bytes[i]))
            return false;
    }
    return true;
}

/* The stem in its exact form; empty if there is none or it isn't another. */
static bool make_stem(nx_words *words, const nx_form *clean,
                      const nx_form *exact, nx_form *out_stem)
{
    newsidx_text stem;
    nx_form lower;

    out_stem->length = 0;
    if (!nx_fold_lower(clean, words->language->drops_after_apostrophe, &lower))
        return true;
    if (!nx_stemmer_stem(words->stemmer, &lower, &stem))
        return false;
    if (stem.length > NX_FORM_BYTES)
        return true;
    memcpy(lower.bytes, stem.bytes, stem.length);
    lower.length = stem.length;
    nx_fold_exact(&lower, out_stem);
    if (out_stem->length == exact->length &&
        memcmp(out_stem->bytes, exact->bytes, exact->length) == 0)
        out_stem->length = 0;
    return true;
}

/* Keep it in the cache unless it is too long for that. */
static void remember(cached_word *entry, newsidx_text key, const nx_form *exact,
                     const nx_form *stem)
{
    const bool key_is_exact =
        nx_str_equal(key, nx_str_slice(exact->bytes, exact->length));
    const bool stem_is_prefix =
        stem->length <= exact->length &&
        memcmp(stem->bytes, exact->bytes, stem->length) == 0;
    size_t at = 1 + exact->length;

    if (at + (key_is_exact ? 0 : key.length) +
            (stem_is_prefix ? 0 : 1 + stem->length) >
        sizeof entry->bytes)
        return;
    entry->bytes[0] = '~';
    memcpy(entry->bytes + 1, exact->bytes, exact->length);
    entry->exact_length = (uint8_t)exact->length;
    entry->key_length = (uint8_t)key.length;
    entry->key_at = key_is_exact ? 1 : (uint8_t)at;
    if (!key_is_exact) {
        memcpy(entry->bytes + at, key.bytes, key.length);
        at += key.length;
    }
    entry->stem_at = stem_is_prefix ? 0 : (uint8_t)at;
    entry->stem_length = stem->length > 0 ? (uint8_t)(1 + stem->length) : 0;
    if (!stem_is_prefix) {
        entry->bytes[at] = '~';
        memcpy(entry->bytes + at + 1, stem->bytes, stem->length);
    }
    entry->is_capitals = is_capitals(key);
}

static bool make_forms(nx_words *words, newsidx_text surface,
                       nx_token_kind kind, cached_word *entry, nx_forms *out)
{
    const bool has_points = kind != NX_TOKEN_WORD;
    nx_form clean;
    nx_form exact;
    nx_form stem;
    const bool is_whole = nx_fold_clean(surface, &clean);

    if (has_points)
        drop_points(words, kind, &clean);
    nx_fold_exact(&clean, &exact);
    stem.length = 0;
    if (is_whole && !has_points && words->stemmer != NULL &&
        !make_stem(words, &clean, &exact, &stem))
        return false;

    if (surface.length <= sizeof entry->bytes)
        remember(entry, surface, &exact, &stem);
    words->exact[0] = '~';
    words->stem[0] = '~';
    memcpy(words->exact + 1, exact.bytes, exact.length);
    memcpy(words->stem + 1, stem.bytes, stem.length);
    out->exact = nx_str_slice(words->exact + 1, exact.length);
    out->stem = nx_str_slice(stem.length > 0 ? words->stem : NULL,
                             stem.length > 0 ? 1 + stem.length : 0);
    out->is_capitals = is_capitals(surface);
    return true;
}

static uint64_t load(const char *bytes, size_t length)
{
    uint64_t value = 0;

    memcpy(&value, bytes, length);
    return value;
}

/* Words are short: this is quicker than a call of memcmp. */
static bool equal_bytes(const char *a, const char *b, size_t length)
{
    size_t i = 0;

    if (length >= 8) {
        for (; i + 8 < length; i += 8) {
            if (load(a + i, 8) != load(b + i, 8))
                return false;
        }
        return load(a + length - 8, 8) == load(b + length - 8, 8);
    }
    if (length >= 4)
        return load(a, 4) == load(b, 4) &&
               load(a + length - 4, 4) == load(b + length - 4, 4);
    for (; i < length; i++) {
        if (a[i] != b[i])
            return false;
    }
    return true;
}

/*
 * Multiply and rotate over eight bytes at a time; the last eight may overlap
 * with those before. It is quick and of no use against a hostile text, which
 * can at worst make the cache useless, and that is still linear.
 */
static uint64_t hash_bytes(newsidx_text key)
{
    const uint64_t factor = UINT64_C(0x9E3779B97F4A7C15);
    uint64_t hash = key.length * factor;
    size_t i = 0;

    if (key.length < 8) {
        if (key.length >= 4)
            hash ^=
                load(key.bytes, 4) << 32 | load(key.bytes + key.length - 4, 4);
        else
            hash ^= load(key.bytes, 1) << 16 |
                    load(key.bytes + key.length / 2, 1) << 8 |
                    load(key.bytes + key.length - 1, 1);
        hash *= factor;
    } else {
        for (; i + 8 < key.length; i += 8) {
            hash = (hash ^ load(key.bytes + i, 8)) * factor;
            hash ^= hash >> 32;
        }
        hash = (hash ^ load(key.bytes + key.length - 8, 8)) * factor;
    }
    hash ^= hash >> 29;
    return hash * factor;
}

static cached_word *place(const nx_words *words, newsidx_text key)
{
    return &words->cache[hash_bytes(key) >> (64 - words->cache_bits)];
}

/* Without memory for the full cache the first one must do. */
static void grow_cache(nx_words *words)
{
    cached_word *cache;

    words->miss_count = 0;
    if (words->cache_bits == FULL_CACHE_BITS)
        return;
    cache = nx_alloc_zeroed((size_t)1 << FULL_CACHE_BITS, sizeof *cache);
    if (cache == NULL)
        return;
    nx_free(words->cache);
    words->cache = cache;
    words->cache_bits = FULL_CACHE_BITS;
}

bool nx_words_find(nx_words *words, newsidx_text surface, nx_token_kind kind,
                   nx_forms *out)
{
    cached_word *entry = place(words, surface);

    if (entry->key_length != surface.length ||
        !equal_bytes(entry->bytes + entry->key_at, surface.bytes,
                     surface.length)) {
        words->miss_count++;
        if (words->miss_count >> words->cache_bits > 1) {
            grow_cache(words);
            entry = place(words, surface);
        }
        return make_forms(words, surface, kind, entry, out);
    }
    out->exact.bytes = entry->bytes + 1;
    out->exact.length = entry->exact_length;
    out->stem.bytes =
        entry->stem_length > 0 ? entry->bytes + entry->stem_at : NULL;
    out->stem.length = entry->stem_length;
    out->is_capitals = entry->is_capitals != 0;
    return true;
}
