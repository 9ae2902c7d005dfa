/* Lines of matches by the words beside them. */
#include "output_kwic.h"

#include "unicode.h"

#include <stdlib.h>
#include <string.h>
#include <wctype.h>

/* What is compared of a line. */
#define KEY_BYTES 240
#define MOST_BYTES ((size_t)256 * 1024 * 1024)

/* A line's bytes: its key, and then what is printed. */
typedef struct kept_line {
    char *bytes;
    size_t key_length;
    size_t length; /* of both */
    size_t number; /* in the order they came in */
} kept_line;

struct nq_kwic_sorter {
    kept_line *lines;
    size_t count;
    size_t room;
    size_t bytes;
    bool is_by_left;
};

nq_kwic_sorter *kwic_sorter_new(bool is_by_left)
{
    nq_kwic_sorter *sorter = memory_new(sizeof(*sorter));
    sorter->is_by_left = is_by_left;
    return sorter;
}

void kwic_sorter_free(nq_kwic_sorter *sorter)
{
    if (sorter == NULL)
        return;
    for (size_t i = 0; i < sorter->count; i++)
        memory_free(sorter->lines[i].bytes);
    memory_free(sorter->lines);
    memory_free(sorter);
}

static bool is_word_letter(uint32_t letter)
{
    return iswalnum((wint_t)letter) != 0 ||
           (letter >= 0x80 && unicode_width(letter) == 0);
}

/* The words of a text in small letters, each followed by a space; a wide
 * letter, as of Chinese, is one by itself. */
static void add_words(nq_buffer *to, newsidx_text text)
{
    bool is_open = false;
    for (size_t offset = 0; offset < text.length && to->length < KEY_BYTES;) {
        uint32_t letter = unicode_clean(unicode_next(text, &offset));
        bool is_word = letter != 0 && is_word_letter(letter);
        bool is_wide = is_word && unicode_width(letter) == 2;
        if (is_open && (!is_word || is_wide))
            buffer_add(to, " ", 1);
        if (is_word)
            unicode_add(to, (uint32_t)towlower((wint_t)letter));
        if (is_wide)
            buffer_add(to, " ", 1);
        is_open = is_word && !is_wide;
    }
    if (is_open)
        buffer_add(to, " ", 1);
}

/* The same, from the last word to the first. */
static void add_words_backwards(nq_buffer *to, newsidx_text text)
{
    nq_buffer words = BUFFER_INIT;
    size_t end;

    /* Of a long text only the end counts. */
    if (text.length > KEY_BYTES) {
        text.bytes += text.length - KEY_BYTES;
        text.length = KEY_BYTES;
        while (text.length > 0 && (text.bytes[0] & 0xC0) == 0x80) {
            text.bytes++;
            text.length--;
        }
    }
    add_words(&words, text);
    end = words.length;
    while (end > 0) {
        size_t start = end - 1;
        while (start > 0 && words.bytes[start - 1] != ' ')
            start--;
        buffer_add(to, words.bytes + start, end - start);
        end = start;
    }
    buffer_finish(&words);
}

bool kwic_sorter_add(nq_kwic_sorter *sorter, const newsidx_line *line,
                     const nq_buffer *printed)
{
    nq_buffer key = BUFFER_INIT;

    if (sorter->is_by_left)
        add_words_backwards(&key, line->left);
    else
        add_words(&key, line->right);
    size_t length = key.length + printed->length;
    bool fits = sorter->count < KWIC_MOST_LINES &&
                sorter->bytes + length + sizeof(kept_line) <= MOST_BYTES;
    if (fits) {
        if (sorter->count == sorter->room) {
            sorter->room = sorter->room == 0 ? 256 : 2 * sorter->room;
            sorter->lines = memory_grow(sorter->lines, sorter->room,
                                        sizeof(sorter->lines[0]));
        }
        kept_line *kept = &sorter->lines[sorter->count];
        kept->bytes = memory_grow(NULL, length, 1);
        kept->key_length = key.length;
        kept->length = length;
        kept->number = sorter->count++;
        if (key.length > 0)
            memcpy(kept->bytes, key.bytes, key.length);
        memcpy(kept->bytes + key.length, printed->bytes, printed->length);
        sorter->bytes += length + sizeof(kept_line);
    }
    buffer_finish(&key);
    return fits;
}

static int compare(const void *a, const void *b)
{
    const kept_line *first = a;
    const kept_line *second = b;
    size_t least = first->key_length < second->key_length ? first->key_length
                                                          : second->key_length;
    int difference = memcmp(first->bytes, second->bytes, least);
    if (difference != 0)
        return difference;
    if (first->key_length != second->key_length)
        return first->key_length < second->key_length ? -1 : 1;
    return (first->number > second->number) - (first->number < second->number);
}

void kwic_sorter_sort(nq_kwic_sorter *sorter)
{
    if (sorter->count > 0)
        qsort(sorter->lines, sorter->count, sizeof(sorter->lines[0]), compare);
}

newsidx_text kwic_sorter_get(const nq_kwic_sorter *sorter, size_t number)
{
    newsidx_text printed = {NULL, 0};
    if (number < sorter->count) {
        const kept_line *kept = &sorter->lines[number];
        printed.bytes = kept->bytes + kept->key_length;
        printed.length = kept->length - kept->key_length;
    }
    return printed;
}
