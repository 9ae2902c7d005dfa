#include "questions.h"
#include "measure.h"

#include <stdio.h>
#include <string.h>

/* How often the same question is asked, where a task has only one. */
#define SAME_QUESTION 20

static const bench_task tasks[] = {
    {"any", "any word (newsidx: match any, no stop words; others: OR)",
     BENCH_ANY, BENCH_BEST, BENCH_FIRST_WORDS, 0, false},
    {"or", "OR of all words, stop words too", BENCH_OR, BENCH_BEST,
     BENCH_FIRST_WORDS, 0, false},
    {"and", "AND of the first three words", BENCH_AND, BENCH_BEST,
     BENCH_FIRST_WORDS, 3, false},
    {"plain", "the first three words (newsidx: the phrase first; others: AND)",
     BENCH_PLAIN, BENCH_BEST, BENCH_FIRST_WORDS, 3, false},
    {"phrase", "phrase of the first two words", BENCH_PHRASE, BENCH_BEST,
     BENCH_FIRST_WORDS, 2, false},
    {"near", "the first two words at most five apart", BENCH_NEAR, BENCH_BEST,
     BENCH_FIRST_WORDS, 2, false},
    {"common", "one word, the commonest of each query", BENCH_AND, BENCH_BEST,
     BENCH_COMMON_WORD, 1, false},
    {"filtered", "that word, of a tenth of the time and one source", BENCH_AND,
     BENCH_BEST, BENCH_COMMON_WORD, 1, true},
    {"filtered-and", "AND of the first two words, of the same time and source",
     BENCH_AND, BENCH_BEST, BENCH_FIRST_WORDS, 2, true},
    {"newest", "newest first, the commonest word of all queries", BENCH_AND,
     BENCH_NEWEST, BENCH_COMMONEST_WORD, 1, false},
    {"count", "how many have any word (OR of all words)", BENCH_OR, BENCH_COUNT,
     BENCH_FIRST_WORDS, 0, false}};

const bench_task *bench_task_at(size_t number)
{
    return number < sizeof(tasks) / sizeof(tasks[0]) ? &tasks[number] : NULL;
}

static char *const *commonest_of(const bench_query *query,
                                 const bench_profile *profile)
{
    char *const *best = &query->words[0];

    for (size_t i = 1; i < query->word_count; i++) {
        if (bench_profile_with(profile, query->words[i]) >
            bench_profile_with(profile, *best))
            best = &query->words[i];
    }
    return best;
}

static char *const *commonest_of_all(const bench_queries *queries,
                                     const bench_profile *profile)
{
    char *const *best = &queries->items[0].words[0];

    for (size_t i = 0; i < queries->count; i++) {
        char *const *word = commonest_of(&queries->items[i], profile);

        if (bench_profile_with(profile, *word) >
            bench_profile_with(profile, *best))
            best = word;
    }
    return best;
}

/*
 * A tenth of the articles, by time: another for each query. The source is that
 * of an article in the middle of it, so that it published something then.
 */
static void set_filter(bench_question *question, size_t number, size_t count,
                       const bench_profile *profile)
{
    size_t width = profile->dated_count / 10;
    size_t begin = (profile->dated_count - width) * number / count;
    const char *source = profile->dated[begin + width / 2].source;

    question->from = profile->dated[begin].day;
    question->last = profile->dated[begin + width].day;
    question->source = source[0] == '\0' ? NULL : source;
}

bool bench_question_make(const bench_task *task, const bench_queries *queries,
                         size_t number, const bench_profile *profile,
                         bench_question *question)
{
    const bool is_same = task->pick == BENCH_COMMONEST_WORD;
    const bench_query *query;

    if (number >= (is_same ? SAME_QUESTION : queries->count))
        return false;
    query = &queries->items[number % queries->count];
    *question =
        (bench_question){task, query->words, 1, false, NULL, NULL, NULL};
    if (task->is_filtered && profile->dated_count == 0)
        return false;
    if (task->is_filtered)
        set_filter(question, number, queries->count, profile);
    if (task->pick == BENCH_COMMON_WORD) {
        question->words = commonest_of(query, profile);
    } else if (is_same) {
        question->words = commonest_of_all(queries, profile);
    } else {
        question->word_count = query->word_count;
        if (task->most_words > 0 && task->most_words < query->word_count)
            question->word_count = task->most_words;
    }
    return true;
}

char *bench_question_spell(const bench_question *question, const char *before,
                           const char *between, const char *after)
{
    size_t length = 1;
    char *text;
    size_t used = 0;

    for (size_t i = 0; i < question->word_count; i++)
        length += strlen(question->words[i]) + strlen(before) +
                  strlen(between) + strlen(after);
    text = bench_alloc(length);
    text[0] = '\0';
    for (size_t i = 0; i < question->word_count; i++)
        used += (size_t)snprintf(text + used, length - used, "%s%s%s%s",
                                 i == 0 ? "" : between, before,
                                 question->words[i], after);
    return text;
}
