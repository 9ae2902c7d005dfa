#include "results/marks.h"

#include "base/memory.h"
#include "results/passages.h"

#include <assert.h>

static_assert((int)NEWSIDX_HEADLINE == (int)NX_COLUMN_HEADLINE &&
                  (int)NEWSIDX_BYLINE == (int)NX_COLUMN_BYLINE &&
                  (int)NEWSIDX_DATELINE == (int)NX_COLUMN_DATELINE &&
                  (int)NEWSIDX_BODY == (int)NX_COLUMN_BODY &&
                  (int)NEWSIDX_KEYWORDS == (int)NX_COLUMN_KEYWORDS,
              "a field is a column");

newsidx_status nx_marks_read(nx_examiner *examiner, nx_arena *arena,
                             newsidx_mark **out_items, size_t *out_count,
                             newsidx_error *err)
{
    const newsidx_article *article = &examiner->stored.article;
    const newsidx_span *spans[NX_COLUMN_COUNT];
    size_t counts[NX_COLUMN_COUNT];
    size_t total = 0;
    newsidx_mark *items;

    for (size_t i = 0; i < NX_COLUMN_COUNT; i++) {
        const newsidx_span whole = {
            0, nx_words_column(article, (nx_column)i).length};
        newsidx_status status =
            nx_passage_all_spans(&examiner->reading, (nx_column)i, whole,
                                 &examiner->arena, &spans[i], &counts[i], err);

        if (status < 0)
            return status;
        total += counts[i];
    }
    items = nx_arena_array(arena, total, sizeof *items);
    if (items == NULL)
        return nx_fail_memory(err);
    *out_items = items;
    *out_count = total;
    for (size_t i = 0; i < NX_COLUMN_COUNT; i++) {
        for (size_t j = 0; j < counts[i]; j++) {
            items->field = (newsidx_field)i;
            items->span = spans[i][j];
            items++;
        }
    }
    return NEWSIDX_OK;
}

void nx_marks_free(newsidx_marks *marks)
{
    if (marks == NULL)
        return;
    nx_arena_finish(&marks->arena);
    nx_free(marks);
}
