#include "rank/listed.h"

#include "base/str.h"

/* Is it "~" and then the other? */
static bool is_mark_of(newsidx_text term, newsidx_text stem)
{
    return term.length == stem.length + 1 && term.bytes[0] == '~' &&
           nx_str_equal(nx_str_slice(term.bytes + 1, stem.length), stem);
}

bool nx_listed_position(const nx_unit_position *position, nx_listed *out)
{
    const newsidx_text *terms = position->terms;

    if (position->term_count == 0 || position->term_count > 2 ||
        terms[0].length == 0 || terms[0].bytes[0] == '~')
        return false;
    out->spelling = terms[0];
    out->kind = position->term_count == 1 ? NX_LIST_EXACT : NX_LIST_STEM;
    return position->term_count == 1 || is_mark_of(terms[1], terms[0]);
}

bool nx_listed_unit(const nx_unit *unit, nx_listed *out)
{
    return unit->position_count == 1 && unit->joined.length == 0 &&
           unit->restriction.columns == NX_ALL_COLUMNS && !unit->is_dropped &&
           nx_listed_position(&unit->positions[0], out);
}

static bool are_listed(const nx_plan *plan, const nx_condition *condition)
{
    nx_listed listed;

    if (condition->kind == NX_CONDITION_UNIT)
        return nx_listed_unit(&plan->units[condition->unit], &listed);
    for (size_t i = 0; i < condition->child_count; i++) {
        if (!are_listed(plan, condition->children[i]))
            return false;
    }
    return true;
}

bool nx_listed_plan(const nx_plan *plan)
{
    return plan->is_exact && plan->condition != NULL &&
           are_listed(plan, plan->condition);
}
