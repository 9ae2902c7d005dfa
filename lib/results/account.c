#include "results/account.h"

#include "base/buf.h"
#include "base/str.h"
#include "base/utf8.h"

#include <inttypes.h>

#define LIMIT_BYTES ((size_t)256 * 1024)

/* A pattern's terms make long expressions; nobody reads further than this. */
#define SHOWN_BYTES ((size_t)2000)
#define SHOWN_TERMS ((size_t)20)

static void add_cut(nx_buf *out, newsidx_text text)
{
    const size_t length = text.length > SHOWN_BYTES
                              ? nx_utf8_cut(text.bytes, SHOWN_BYTES)
                              : text.length;

    nx_buf_add(out, text.bytes, length);
    if (length < text.length)
        nx_buf_add_format(out, " ... (%zu bytes)", text.length);
}

static void add_unit(nx_buf *out, const nx_unit *unit)
{
    nx_buf_add_string(out, unit->is_excluded ? "  not " : "  ");
    add_cut(out, unit->label);
    nx_buf_add_byte(out, ':');
    for (size_t i = 0; i < unit->position_count; i++) {
        const nx_unit_position *position = &unit->positions[i];

        nx_buf_add_byte(out, ' ');
        for (size_t j = 0; j < position->term_count && j < SHOWN_TERMS; j++) {
            if (j > 0)
                nx_buf_add_byte(out, '|');
            nx_buf_add_text(out, position->terms[j]);
        }
        if (position->term_count > SHOWN_TERMS)
            nx_buf_add_format(out, "|... (%zu)", position->term_count);
    }
    if (unit->joined.length > 0) {
        nx_buf_add_string(out, " or ");
        nx_buf_add_text(out, unit->joined);
    }
    if (!unit->is_excluded)
        nx_buf_add_format(out, ", idf %.2f", unit->idf);
    if (unit->repeats > 1)
        nx_buf_add_format(out, ", %" PRIu32 " times", unit->repeats);
    nx_buf_add_byte(out, '\n');
}

static const char *way_of(const nx_plan *plan)
{
    if (plan->condition == NULL)
        return "nothing can match";
    if (plan->is_exact)
        return plan->needs.filters ? "FTS5 and the filters decide"
                                   : "FTS5 decides";
    if (plan->scans_rest)
        return "every article is looked at";
    if (plan->needs.text)
        return "FTS5 gives candidates, their texts decide";
    return "FTS5 gives candidates, the places of the words decide";
}

static double ms(int64_t from_us, int64_t to_us)
{
    return (double)(to_us - from_us) / 1000.0;
}

const char *nx_account_make(const nx_plan *plan,
                            const nx_candidates *candidates,
                            const nx_phases *phases, nx_arena *arena)
{
    newsidx_text text = {NULL, 0};
    nx_buf out;

    nx_buf_init(&out, LIMIT_BYTES);
    nx_buf_add_format(&out, "plan: %s\n", way_of(plan));
    if (candidates->listed > 0)
        nx_buf_add_format(&out, "ranked lists: up to id %" PRIu32 "\n",
                          candidates->listed);
    if (plan->unit_count > 0)
        nx_buf_add_string(&out, "words:\n");
    for (size_t i = 0; i < plan->unit_count; i++) {
        if (!plan->units[i].is_dropped)
            add_unit(&out, &plan->units[i]);
    }
    if (plan->expression != NULL) {
        nx_buf_add_string(&out, "FTS5: ");
        add_cut(&out, nx_str(plan->expression));
        nx_buf_add_byte(&out, '\n');
    }
    nx_buf_add_format(&out,
                      "candidates: %" PRIu64 ", matches: %" PRIu64 "\n"
                      "phases: planned in %.1f ms, found in %.1f ms, ranked in "
                      "%.1f ms, read in %.1f ms\n",
                      candidates->looked_at, candidates->total,
                      ms(phases->began_us, phases->planned_us),
                      ms(phases->planned_us, phases->found_us),
                      ms(phases->found_us, phases->ranked_us),
                      ms(phases->ranked_us, phases->read_us));
    /* 64 words of patterns may be more than fits: what fits is told. */
    if (out.status != NEWSIDX_ERR_MEMORY)
        text = nx_arena_text(arena, nx_buf_text(&out));
    nx_buf_finish(&out);
    return text.bytes;
}
