#include "formats/charset/language.h"

#include "base/memory.h"
#include "base/str.h"
#include "base/utf8.h"
#include "text/stem.h"
#include "text/stop_words.h"

#include <libexttextcat/textcat.h>
#include <stdbool.h>
#include <string.h>

/* Where Debian's libexttextcat-data has it, and Fedora's package. */
#define DATA_FOLDER "/usr/share/libexttextcat/"

#define FEWEST_WORDS 8

/* libexttextcat alone decides of texts of so many words only. */
#define FEWEST_UNLISTED_WORDS 20

/* So many words at a time, until they show the default or are enough. */
#define WORDS_A_STEP 16
#define MOST_WORDS 200

/* What libexttextcat is given; longer texts make it no surer. */
#define CLASSIFIED_BYTES 600

/* Languages with a list, one bit each. */
#define MOST_LISTS 16

/* Bytes of the longest word of a list, and slots for all of them. */
#define LONGEST_WORD 15
#define SLOT_COUNT 4096

typedef struct slot {
    char word[LONGEST_WORD + 1]; /* "": empty */
    uint16_t lists;
} slot;

struct nx_languages {
    const nx_language *lists[MOST_LISTS];
    size_t list_count;
    const nx_language *usual; /* the default; NULL if it has no stemmer */
    size_t usual_list;        /* its number; list_count: it has none */
    void *textcat;
    bool is_loaded; /* or isn't there */
    /* Of a byte: 0 if it is no letter, else the small one; SIGN if it may begin
     * a sign beyond ASCII. */
    char letters[256];
    slot slots[SLOT_COUNT];
};

#define SIGN '\1'

/* What the first words of a text are. */
typedef struct tally {
    size_t words;
    size_t of_list[MOST_LISTS];
} tally;

static uint32_t hash_byte(uint32_t hash, char byte)
{
    return (hash ^ (unsigned char)byte) * UINT32_C(16777619);
}

#define HASH_START UINT32_C(2166136261)

/* Where a word is, or would be. There are more slots than words. */
static slot *find_slot(nx_languages *in, const char *word, uint32_t hash)
{
    size_t i = (hash ^ hash >> 15) % SLOT_COUNT;

    while (in->slots[i].word[0] != '\0' && strcmp(in->slots[i].word, word) != 0)
        i = (i + 1) % SLOT_COUNT;
    return &in->slots[i];
}

static void add_word(nx_languages *in, const char *word)
{
    const size_t length = strlen(word);
    uint32_t hash = HASH_START;
    slot *at;

    if (length == 0 || length > LONGEST_WORD)
        return;
    for (size_t i = 0; i < length; i++)
        hash = hash_byte(hash, word[i]);
    at = find_slot(in, word, hash);
    memcpy(at->word, word, length + 1);
    at->lists = (uint16_t)(at->lists | 1u << (in->list_count - 1));
}

static void add_lists(nx_languages *in)
{
    const char *before = "";
    const char *code;
    const char *word;
    bool has_room = true;

    for (size_t i = 0; nx_stop_words_at(i, &code, &word); i++) {
        /* Half of the slots stay empty, so that searches are short. */
        has_room = has_room && i < SLOT_COUNT / 2;
        if (strcmp(code, before) != 0) {
            before = code;
            has_room = has_room && in->list_count < MOST_LISTS;
            if (has_room)
                in->lists[in->list_count++] = nx_language_find(nx_str(code));
        }
        if (has_room)
            add_word(in, word);
    }
}

static void fill_letters(nx_languages *in)
{
    for (int byte = 0; byte < 256; byte++) {
        const char letter = (char)(unsigned char)byte;

        in->letters[byte] =
            byte >= 0x80 || nx_is_alpha(letter) ? nx_to_lower(letter) : '\0';
    }
    in->letters[0xC2] = SIGN;
    in->letters[0xE2] = SIGN;
}

newsidx_status nx_languages_new(newsidx_text default_language,
                                nx_languages **out_languages,
                                newsidx_error *err)
{
    nx_languages *languages = nx_new(nx_languages);
    char code[4] = "";
    size_t length = 0;

    *out_languages = NULL;
    if (languages == NULL)
        return nx_fail_memory(err);
    for (; length < default_language.length && length < 3 &&
           nx_is_alpha(default_language.bytes[length]);
         length++)
        code[length] = nx_to_lower(default_language.bytes[length]);
    languages->usual = nx_language_find(nx_str(code));
    fill_letters(languages);
    add_lists(languages);
    while (languages->usual_list < languages->list_count &&
           languages->lists[languages->usual_list] != languages->usual)
        languages->usual_list++;
    *out_languages = languages;
    return NEWSIDX_OK;
}

void nx_languages_free(nx_languages *languages)
{
    if (languages == NULL)
        return;
    if (languages->textcat != NULL)
        textcat_Done(languages->textcat);
    nx_free(languages);
}

void nx_languages_load(nx_languages *languages)
{
    if (!languages->is_loaded)
        languages->textcat =
            special_textcat_Init(DATA_FOLDER "fpdb.conf", DATA_FOLDER);
    languages->is_loaded = true;
}

/* How many bytes a sign of Latin 1, a quote, a dash or the like takes; 0 if it
 * is a letter. */
static size_t sign_length(const char *at, const char *end)
{
    if (*at == '\xC2' && end - at >= 2)
        return 2;
    if (*at == '\xE2' && end - at >= 3 && (unsigned char)at[1] < 0x84)
        return 3;
    return 0;
}

/* Step over what is no letter. */
static const char *skip_signs(const nx_languages *in, const char *at,
                              const char *end)
{
    while (at < end) {
        const char letter = in->letters[(unsigned char)*at];
        size_t length = 1;

        if (letter == SIGN)
            length = sign_length(at, end);
        if (letter != '\0' && (letter != SIGN || length == 0))
            break;
        at += length;
    }
    return at;
}

/* Count a word more, and step behind it. */
static const char *count_word(nx_languages *in, const char *at, const char *end,
                              tally *out)
{
    char word[LONGEST_WORD + 1];
    uint32_t hash = HASH_START;
    size_t length = 0;
    uint16_t lists;

    for (; at < end; at++, length++) {
        char letter = in->letters[(unsigned char)*at];

        if (letter == '\0' || (letter == SIGN && sign_length(at, end) > 0))
            break;
        if (length >= LONGEST_WORD)
            continue;
        letter = letter == SIGN ? *at : letter;
        word[length] = letter;
        hash = hash_byte(hash, letter);
    }
    out->words++;
    if (length > LONGEST_WORD)
        return at;
    word[length] = '\0';
    lists = find_slot(in, word, hash)->lists;
    for (size_t i = 0; lists != 0; i++, lists = (uint16_t)(lists >> 1))
        out->of_list[i] += lists & 1u;
    return at;
}

/* The list that most of them are in; list_count if none is. */
static size_t find_best(const nx_languages *in, const tally *words)
{
    size_t best = in->list_count;

    for (size_t i = 0; i < in->list_count; i++) {
        if (words->of_list[i] > 0 && (best == in->list_count ||
                                      words->of_list[i] > words->of_list[best]))
            best = i;
    }
    return best;
}

static bool has_share(const tally *words, size_t list, size_t percent)
{
    return words->of_list[list] * 100 >= words->words * percent;
}

/* Has it `times` / `part` as many words as any other list, or more? */
static bool leads(const nx_languages *in, const tally *words, size_t list,
                  size_t times, size_t part)
{
    for (size_t i = 0; i < in->list_count; i++) {
        if (i != list &&
            words->of_list[i] * times > words->of_list[list] * part)
            return false;
    }
    return true;
}

/* Do the words so far show the default beyond doubt? */
static bool is_usual(const nx_languages *in, const tally *words)
{
    const size_t list = in->usual_list;

    return list < in->list_count && find_best(in, words) == list &&
           has_share(words, list, 20) && leads(in, words, list, 2, 1);
}

static void count_words(nx_languages *in, newsidx_text text, tally *out)
{
    const char *at = text.length > 0 ? text.bytes : "";
    const char *end = at + text.length;

    memset(out, 0, sizeof *out);
    for (at = skip_signs(in, at, end); at < end && out->words < MOST_WORDS;
         at = skip_signs(in, at, end)) {
        at = count_word(in, at, end, out);
        if (out->words % WORDS_A_STEP == 0 && out->words > WORDS_A_STEP &&
            is_usual(in, out))
            break;
    }
}

/*
 * Has German, English, French or Italian so many of its words that it must be
 * that? Other lists are shared by neighbours that have none: Swedish by Danish,
 * Dutch by Afrikaans, Spanish by Catalan, Russian by Ukrainian.
 */
static bool is_clear(const nx_languages *in, const tally *words, size_t list)
{
    static const char *const safe[] = {"de", "en", "fr", "it"};

    if (in->lists[list] == NULL || !has_share(words, list, 30) ||
        !leads(in, words, list, 2, 1))
        return false;
    for (size_t i = 0; i < sizeof safe / sizeof safe[0]; i++) {
        if (strcmp(in->lists[list]->code, safe[i]) == 0)
            return true;
    }
    return false;
}

/* The language that libexttextcat finds likeliest; NULL if it has no stemmer or
 * there is none. It says "[de--utf8]", or "[nb--utf8][da--utf8]" of several. */
static const nx_language *classify(nx_languages *in, newsidx_text text,
                                   bool *out_is_sure)
{
    const char *found;
    size_t length = 0;

    *out_is_sure = false;
    nx_languages_load(in);
    if (in->textcat == NULL)
        return NULL;
    if (text.length > CLASSIFIED_BYTES)
        text.length = nx_utf8_cut(text.bytes, CLASSIFIED_BYTES);
    found = textcat_Classify(in->textcat, text.bytes, text.length);
    if (found == NULL || found[0] != '[')
        return NULL;
    *out_is_sure = strchr(found + 1, '[') == NULL;
    while (nx_is_alpha(found[1 + length]))
        length++;
    return nx_language_find(nx_str_slice(found + 1, length));
}

static size_t list_of(const nx_languages *in, const nx_language *language)
{
    size_t list = 0;

    while (list < in->list_count && in->lists[list] != language)
        list++;
    return list;
}

/* The lists leave it open: does libexttextcat know, and do they agree? Where
 * it sees several languages, they must show the first the more clearly. */
static const nx_language *confirm(nx_languages *in, newsidx_text text,
                                  const tally *words, size_t best)
{
    bool is_sure;
    const nx_language *language = classify(in, text, &is_sure);
    size_t list;

    if (language == NULL)
        return NULL;
    list = list_of(in, language);
    if (list < in->list_count) {
        if (list != best || !has_share(words, list, is_sure ? 12 : 30) ||
            !(is_sure || leads(in, words, list, 3, 2)))
            return NULL;
        return language;
    }
    if (!is_sure || words->words < FEWEST_UNLISTED_WORDS)
        return NULL;
    return best < in->list_count && has_share(words, best, 30) &&
                   leads(in, words, best, 2, 1)
               ? NULL
               : language;
}

const char *nx_languages_guess(nx_languages *languages,
                               const newsidx_article *article)
{
    const newsidx_text text =
        article->body.length > 0 ? article->body : article->headline;
    const nx_language *language;
    tally words;
    size_t best;

    count_words(languages, text, &words);
    if (words.words < FEWEST_WORDS)
        return NULL;
    best = find_best(languages, &words);
    if (best == languages->usual_list && best < languages->list_count &&
        has_share(&words, best, 12) && leads(languages, &words, best, 2, 1))
        return NULL;
    if (best < languages->list_count && is_clear(languages, &words, best))
        language = languages->lists[best];
    else
        language = confirm(languages, text, &words, best);
    return language != NULL && language != languages->usual ? language->code
                                                            : NULL;
}

newsidx_status nx_languages_fill_in(nx_languages *languages, nx_item *item,
                                    newsidx_error *err)
{
    const char *language;

    if (item->article.language.length > 0)
        return NEWSIDX_OK;
    language = nx_languages_guess(languages, &item->article);
    if (language == NULL)
        return NEWSIDX_OK;
    item->article.language = nx_arena_text(&item->arena, nx_str(language));
    return item->article.language.bytes != NULL ? NEWSIDX_OK
                                                : nx_fail_memory(err);
}
