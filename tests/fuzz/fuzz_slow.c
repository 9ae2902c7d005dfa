/*
 * Queries that are a piece over and over: the first line begins them, the
 * second is the piece, the others end them. Twice as long a query may take
 * about twice as long to parse, and to search for, not four times.
 */
#define _POSIX_C_SOURCE 200809L

#include "little_index.h"

#include <stdbool.h>
#include <time.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

#define LONGEST ((size_t)8192)
#define SHORTEST ((size_t)512)

/* What takes less is not slow, whatever it comes from. */
#define CHEAP_MS 5.0

/* For twice the length: linear work gives 2, quadratic 4. */
#define MOST_TIMES 3.0

/* The least of so many times is what the work itself takes. */
#define FEW_TIMES 2
#define MANY_TIMES 12

/* --------------------------------------------------------- the queries --- */

typedef struct recipe {
    newsidx_text prefix;
    newsidx_text piece;
    newsidx_text suffix;
} recipe;

static newsidx_text take_line(newsidx_text *rest)
{
    const char *end =
        rest->length > 0 ? memchr(rest->bytes, '\n', rest->length) : NULL;
    newsidx_text line = *rest;

    if (end == NULL) {
        rest->length = 0;
        return line;
    }
    line.length = (size_t)(end - rest->bytes);
    rest->bytes = end + 1;
    rest->length -= line.length + 1;
    return line;
}

static size_t append(char *to, size_t used, newsidx_text added)
{
    if (added.length > 0)
        memcpy(to + used, added.bytes, added.length);
    return used + added.length;
}

/* At most `room` bytes. An even number of pieces, so that quotes which close
 * in one query close in the others. */
static size_t make_text(const recipe *from, size_t room, char *out)
{
    const size_t frame = from->prefix.length + from->suffix.length;
    const size_t count = (room - frame) / from->piece.length & ~(size_t)1;
    size_t used = append(out, 0, from->prefix);

    for (size_t i = 0; i < count; i++)
        used = append(out, used, from->piece);
    return append(out, used, from->suffix);
}

/* --------------------------------------------------------- what it takes - */

static newsidx_query *parse(const char *text, size_t length)
{
    newsidx_query_options how = NEWSIDX_QUERY_OPTIONS_INIT;
    newsidx_query *query = NULL;
    newsidx_status status;

    how.now = DAY(15);
    status = newsidx_query_parse(text, length, &how, &query, NULL);
    expect(status == NEWSIDX_OK || status == NEWSIDX_ERR_QUERY ||
           status == NEWSIDX_ERR_LIMIT);
    return query;
}

static void search(const newsidx_query *query)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_results *results = NULL;

    options.timeout_ms = -1;
    expect(newsidx_search(index_at_hand, query, &options, &results, NULL) ==
           NEWSIDX_OK);
    newsidx_results_free(results);
}

static double now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1000.0 + (double)now.tv_nsec / 1e6;
}

/* Of the processor alone, which others may be busy with as well. */
typedef struct cost {
    double parse_ms;
    double search_ms;
} cost;

static void measure_once(const char *text, size_t length, cost *least)
{
    const double began = now_ms();
    newsidx_query *query = parse(text, length);
    const double parsed = now_ms();
    double searched;

    if (query != NULL)
        search(query);
    searched = now_ms();
    newsidx_query_free(query);
    if (parsed - began < least->parse_ms)
        least->parse_ms = parsed - began;
    if (searched - parsed < least->search_ms)
        least->search_ms = searched - parsed;
}

static cost measure(const recipe *from, size_t room, int times)
{
    static char text[LONGEST];
    const size_t length = make_text(from, room, text);
    cost least = {1e9, 1e9};

    for (int i = 0; i < times; i++)
        measure_once(text, length, &least);
    return least;
}

/* ------------------------------------------------------------ judgement -- */

/* Of one length, half of it and a quarter. A leap from one to the next is no
 * growth: it may be that something is found, or that a limit is no longer met.
 */
static bool is_slow(double whole_ms, double half_ms, double quarter_ms)
{
    return whole_ms > CHEAP_MS && whole_ms > MOST_TIMES * half_ms &&
           half_ms > MOST_TIMES * quarter_ms;
}

static bool is_either_slow(const recipe *from, size_t room, int times)
{
    const cost whole = measure(from, room, times);
    cost half;
    cost quarter;

    if (whole.parse_ms <= CHEAP_MS && whole.search_ms <= CHEAP_MS)
        return false;
    half = measure(from, room / 2, times);
    quarter = measure(from, room / 4, times);
    if (!is_slow(whole.parse_ms, half.parse_ms, quarter.parse_ms) &&
        !is_slow(whole.search_ms, half.search_ms, quarter.search_ms))
        return false;
    if (times == MANY_TIMES)
        fprintf(stderr,
                "%zu bytes: parsed in %.2f, %.2f and %.2f ms, searched for in "
                "%.2f, %.2f and %.2f ms\n",
                room, quarter.parse_ms, half.parse_ms, whole.parse_ms,
                quarter.search_ms, half.search_ms, whole.search_ms);
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    newsidx_text rest = {(const char *)data, length};
    recipe from;

    if (index_at_hand == NULL)
        make_index(LONG_WORDS);
    from.prefix = take_line(&rest);
    from.piece = take_line(&rest);
    from.suffix = rest;
    if (from.piece.length == 0 || length > SHORTEST / 4)
        return 0;
    for (size_t room = LONGEST; room / 4 >= SHORTEST; room /= 2)
        expect(!is_either_slow(&from, room, FEW_TIMES) ||
               !is_either_slow(&from, room, MANY_TIMES));
    return 0;
}
