#include "text/word_forms.h"

#include "base/memory.h"
#include "base/str.h"
#include "text/chars.h"

#include <string.h>

/*
 * Making forms costs about a microsecond, most of it Snowball's, and texts
 * repeat their words. So direct-mapped caches keep forms: one hash, one
 * comparison, one line of memory. What falls into a taken place drives the
 * other word out. There are two, since what counts is how much of them fits
 * into the processor's own caches.
 *
 * Plain words, of ASCII letters and digits, are looked up without regard to
 * case, for then the word itself is the exact form:
 *
 *   bytes   ~ t a l k s                 the stem is the first 4 bytes of it
 *             exact----
 *   bytes   ~ h a p p y ~ h a p p i     it isn't
 *             exact---- stem-------
 *
 * Others are looked up as they are written:
 *
 *   bytes   ~ m u l l e r M u" l l e r  "Mu"ller" in UTF-8: no stem
 *             exact------ key---------
 *
 * The "~" before the exact form makes of its first bytes a stem as the index
 * holds it, without a copy.
 */
typedef struct plain_word {
    uint8_t length; /* 0: nobody lives here */
    uint8_t stem_at;
    uint8_t stem_length; /* with "~"; 0: none */
    char bytes[29];
} plain_word;

typedef struct other_word {
    uint8_t key_length; /* 0: nobody lives here */
    uint8_t key_at;
    uint8_t exact_length;
    uint8_t stem_at;
    uint8_t stem_length;
    char bytes[59];
} other_word;

/*
 * The caches are small at first, for a query has few words. When words were
 * missed twice as often as there are places, they are replaced by larger ones:
 * 2 MB each.
 */
#define PLAIN_FIRST_BITS 10
#define PLAIN_FULL_BITS 16
#define OTHER_FIRST_BITS 9
#define OTHER_FULL_BITS 15

typedef struct word_cache {
    void *places;
    size_t place_length;
    unsigned bits;
    unsigned full_bits;
    size_t miss_count;
} word_cache;

struct nx_word_forms {
    const nx_language *language;
    nx_stemmer *stemmer;
    word_cache plain;
    word_cache other;
    char exact[1 + NX_FORM_BYTES]; /* of the last word that wasn't cached */
    char stem[1 + NX_FORM_BYTES];
};

static bool init_cache(word_cache *cache, size_t place_length,
                       unsigned first_bits, unsigned full_bits)
{
    cache->place_length = place_length;
    cache->bits = first_bits;
    cache->full_bits = full_bits;
    cache->places = nx_alloc_zeroed((size_t)1 << first_bits, place_length);
    return cache->places != NULL;
}

newsidx_status nx_word_forms_new(const nx_language *language,
                                 nx_stemmer *stemmer, nx_word_forms **out_words,
                                 newsidx_error *err)
{
    nx_word_forms *words = nx_new(nx_word_forms);

    *out_words = NULL;
    if (words == NULL)
        return nx_fail_memory(err);
    words->language = language;
    words->stemmer = stemmer;
    if (!init_cache(&words->plain, sizeof(plain_word), PLAIN_FIRST_BITS,
                    PLAIN_FULL_BITS) ||
        !init_cache(&words->other, sizeof(other_word), OTHER_FIRST_BITS,
                    OTHER_FULL_BITS)) {
        nx_word_forms_free(words);
        return nx_fail_memory(err);
    }
    *out_words = words;
    return NEWSIDX_OK;
}

void nx_word_forms_free(nx_word_forms *words)
{
    if (words == NULL)
        return;
    nx_free(words->plain.places);
    nx_free(words->other.places);
    nx_free(words);
}

/* Without memory for the full cache the first one must do. */
static void count_miss(word_cache *cache)
{
    void *places;

    cache->miss_count++;
    if (cache->miss_count >> cache->bits < 2 || cache->bits == cache->full_bits)
        return;
    cache->miss_count = 0;
    places =
        nx_alloc_zeroed((size_t)1 << cache->full_bits, cache->place_length);
    if (places == NULL)
        return;
    nx_free(cache->places);
    cache->places = places;
    cache->bits = cache->full_bits;
}

/* ----------------------------------------------------------- hashing ---- */

static uint64_t load(const char *bytes, size_t length)
{
    uint64_t value = 0;

    memcpy(&value, bytes, length);
    return value;
}

/* Bit 5 of every byte: it makes small letters of capitals and leaves digits as
 * they are. */
#define SMALL UINT64_C(0x2020202020202020)

/*
 * Multiply and shift over eight bytes at a time; the last eight may overlap
 * with those before. It is quick and of no use against a hostile text, which
 * can at worst make the cache useless, and that is still linear. `small` is
 * SMALL or 0.
 */
static inline uint64_t hash_bytes(const char *bytes, size_t length,
                                  uint64_t small)
{
    const uint64_t factor = UINT64_C(0x9E3779B97F4A7C15);
    uint64_t hash = length * factor;

    if (length >= 8) {
        for (size_t i = 0; i + 8 < length; i += 8) {
            hash = (hash ^ (load(bytes + i, 8) | small)) * factor;
            hash ^= hash >> 32;
        }
        hash ^= load(bytes + length - 8, 8) | small;
    } else if (length >= 4) {
        hash ^= (load(bytes, 4) << 32 | load(bytes + length - 4, 4)) | small;
    } else {
        hash ^= (load(bytes, 1) << 16 | load(bytes + length / 2, 1) << 8 |
                 load(bytes + length - 1, 1)) |
                (small & 0xFFFFFF);
    }
    hash *= factor;
    hash ^= hash >> 32;
    return hash * factor;
}

/* Words are short: this is quicker than a call of memcmp. */
static inline bool equal_bytes(const char *kept, const char *bytes,
                               size_t length, uint64_t small)
{
    if (length >= 8) {
        for (size_t i = 0; i + 8 < length; i += 8) {
            if (load(kept + i, 8) != (load(bytes + i, 8) | small))
                return false;
        }
        return load(kept + length - 8, 8) ==
               (load(bytes + length - 8, 8) | small);
    }
    if (length >= 4) {
        const uint64_t half = small & UINT32_MAX;

        return load(kept, 4) == (load(bytes, 4) | half) &&
               load(kept + length - 4, 4) ==
                   (load(bytes + length - 4, 4) | half);
    }
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)kept[i] !=
            ((unsigned char)bytes[i] | (small & 0xFF)))
            return false;
    }
    return true;
}

/* ------------------------------------------------------------- forms ---- */

/* The dots of U.S. go, and so do the commas that group digits. */
static void drop_points(const nx_word_forms *words, nx_token_kind kind,
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

/* The stem in its exact form; empty if there is none or it isn't another. */
static bool make_stem(nx_word_forms *words, const nx_form *lower,
                      const nx_form *exact, nx_form *out_form)
{
    newsidx_text stem;
    nx_form form;

    out_form->length = 0;
    if (!nx_stemmer_stem(words->stemmer, lower, &stem))
        return false;
    if (stem.length > NX_FORM_BYTES)
        return true;
    memcpy(form.bytes, stem.bytes, stem.length);
    form.length = stem.length;
    nx_fold_exact(&form, out_form);
    if (out_form->length == exact->length &&
        memcmp(out_form->bytes, exact->bytes, exact->length) == 0)
        out_form->length = 0;
    return true;
}

static bool is_prefix(const nx_form *stem, const nx_form *exact)
{
    return stem->length <= exact->length &&
           memcmp(stem->bytes, exact->bytes, stem->length) == 0;
}

/* Hand out forms that no cache has. */
static void show_forms(nx_word_forms *words, const nx_form *exact,
                       const nx_form *stem, newsidx_text *out_exact,
                       newsidx_text *out_stem)
{
    words->stem[0] = '~';
    memcpy(words->exact, exact->bytes, exact->length);
    memcpy(words->stem + 1, stem->bytes, stem->length);
    out_exact->bytes = words->exact;
    out_exact->length = exact->length;
    out_stem->bytes = stem->length > 0 ? words->stem : NULL;
    out_stem->length = stem->length > 0 ? 1 + stem->length : 0;
}

/* ------------------------------------------------------- plain words ---- */

static void keep_plain(plain_word *place, const nx_form *exact,
                       const nx_form *stem)
{
    const size_t stem_at = is_prefix(stem, exact) ? 0 : 1 + exact->length;

    if (stem_at + 1 + stem->length > sizeof place->bytes)
        return;
    place->bytes[0] = '~';
    memcpy(place->bytes + 1, exact->bytes, exact->length);
    place->bytes[stem_at] = '~';
    memcpy(place->bytes + stem_at + 1, stem->bytes, stem->length);
    place->length = (uint8_t)exact->length;
    place->stem_at = (uint8_t)stem_at;
    place->stem_length = stem->length > 0 ? (uint8_t)(1 + stem->length) : 0;
}

/* Letters and digits of ASCII, no more than fit into a place. */
static bool make_plain(nx_word_forms *words, newsidx_text surface,
                       nx_token_kind kind, plain_word *place,
                       newsidx_text *out_exact, newsidx_text *out_stem)
{
    nx_form exact;
    nx_form stem;

    for (size_t i = 0; i < surface.length; i++)
        exact.bytes[i] = (char)(surface.bytes[i] | 0x20);
    exact.length = surface.length;
    stem.length = 0;
    if (kind == NX_TOKEN_WORD && words->stemmer != NULL &&
        !make_stem(words, &exact, &exact, &stem))
        return false;
    keep_plain(place, &exact, &stem);
    show_forms(words, &exact, &stem, out_exact, out_stem);
    return true;
}

static plain_word *plain_place(const nx_word_forms *words, uint64_t hash)
{
    plain_word *places = words->plain.places;

    return &places[hash >> (64 - words->plain.bits)];
}

static bool find_plain(nx_word_forms *words, newsidx_text surface,
                       nx_token_kind kind, newsidx_text *out_exact,
                       newsidx_text *out_stem)
{
    const uint64_t hash = hash_bytes(surface.bytes, surface.length, SMALL);
    plain_word *place = plain_place(words, hash);

    if (place->length != surface.length ||
        !equal_bytes(place->bytes + 1, surface.bytes, surface.length, SMALL)) {
        count_miss(&words->plain);
        return make_plain(words, surface, kind, plain_place(words, hash),
                          out_exact, out_stem);
    }
    out_exact->bytes = place->bytes + 1;
    out_exact->length = place->length;
    out_stem->bytes =
        place->stem_length > 0 ? place->bytes + place->stem_at : NULL;
    out_stem->length = place->stem_length;
    return true;
}

/* ------------------------------------------------------- other words ---- */

static void keep_other(other_word *place, newsidx_text key,
                       const nx_form *exact, const nx_form *stem)
{
    const bool key_is_exact =
        nx_str_equal(key, nx_str_slice(exact->bytes, exact->length));
    const size_t key_at = key_is_exact ? 1 : 1 + exact->length;
    const size_t end = 1 + exact->length + (key_is_exact ? 0 : key.length);
    const size_t stem_at = is_prefix(stem, exact) ? 0 : end;

    if (end > sizeof place->bytes ||
        stem_at + 1 + stem->length > sizeof place->bytes)
        return;
    place->bytes[0] = '~';
    memcpy(place->bytes + 1, exact->bytes, exact->length);
    memcpy(place->bytes + key_at, key.bytes, key.length);
    if (stem_at > 0) {
        place->bytes[stem_at] = '~';
        memcpy(place->bytes + stem_at + 1, stem->bytes, stem->length);
    }
    place->key_length = (uint8_t)key.length;
    place->key_at = (uint8_t)key_at;
    place->exact_length = (uint8_t)exact->length;
    place->stem_at = (uint8_t)stem_at;
    place->stem_length = stem->length > 0 ? (uint8_t)(1 + stem->length) : 0;
}

static bool make_other(nx_word_forms *words, newsidx_text surface,
                       nx_token_kind kind, other_word *place,
                       newsidx_text *out_exact, newsidx_text *out_stem)
{
    nx_form clean;
    nx_form exact;
    nx_form lower;
    nx_form stem;
    const bool is_whole = nx_fold_clean(surface, &clean);

    if (kind != NX_TOKEN_WORD)
        drop_points(words, kind, &clean);
    nx_fold_exact(&clean, &exact);
    stem.length = 0;
    if (is_whole && kind == NX_TOKEN_WORD && words->stemmer != NULL &&
        nx_fold_lower(&clean, words->language->drops_after_apostrophe,
                      &lower) &&
        !make_stem(words, &lower, &exact, &stem))
        return false;
    if (surface.length <= sizeof place->bytes)
        keep_other(place, surface, &exact, &stem);
    show_forms(words, &exact, &stem, out_exact, out_stem);
    return true;
}

static other_word *other_place(const nx_word_forms *words, uint64_t hash)
{
    other_word *places = words->other.places;

    return &places[hash >> (64 - words->other.bits)];
}

static bool find_other(nx_word_forms *words, newsidx_text surface,
                       nx_token_kind kind, newsidx_text *out_exact,
                       newsidx_text *out_stem)
{
    const uint64_t hash = hash_bytes(surface.bytes, surface.length, 0);
    other_word *place = other_place(words, hash);

    if (place->key_length != surface.length ||
        !equal_bytes(place->bytes + place->key_at, surface.bytes,
                     surface.length, 0)) {
        count_miss(&words->other);
        return make_other(words, surface, kind, other_place(words, hash),
                          out_exact, out_stem);
    }
    out_exact->bytes = place->bytes + 1;
    out_exact->length = place->exact_length;
    out_stem->bytes =
        place->stem_length > 0 ? place->bytes + place->stem_at : NULL;
    out_stem->length = place->stem_length;
    return true;
}

/* Turkish capitals differ in more than case from their small letters. */
bool nx_word_forms_find(nx_word_forms *words, newsidx_text surface,
                        nx_token_kind kind, bool is_plain,
                        newsidx_text *out_exact, newsidx_text *out_stem)
{
    if (is_plain && surface.length < sizeof(((plain_word *)NULL)->bytes) &&
        !words->language->drops_after_apostrophe)
        return find_plain(words, surface, kind, out_exact, out_stem);
    return find_other(words, surface, kind, out_exact, out_stem);
}
