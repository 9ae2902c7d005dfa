#include "api/handle.h"
#include "base/memory.h"
#include "base/str.h"
#include "text/analyze.h"

struct newsidx_analyzer {
    nx_analyzer *analyzer;
};

const char *const *newsidx_languages(void)
{
    return nx_analyzer_languages();
}

newsidx_status newsidx_analyzer_new(const char *language,
                                    newsidx_analyzer **out_analyzer,
                                    newsidx_error *err)
{
    newsidx_analyzer *analyzer;
    newsidx_status status;

    if (out_analyzer == NULL)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "out_analyzer is NULL");
    *out_analyzer = NULL;
    if (language == NULL)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "language is NULL");
    analyzer = nx_new(newsidx_analyzer);
    if (analyzer == NULL)
        return nx_fail_memory(err);
    status = nx_analyzer_new(nx_str(language), &analyzer->analyzer, err);
    if (status < 0) {
        newsidx_analyzer_free(analyzer);
        return status;
    }
    *out_analyzer = analyzer;
    return NEWSIDX_OK;
}

/* A caller's callback, which sees one term at a time. */
typedef struct listener {
    newsidx_term_fn on_term;
    void *user;
} listener;

static int tell(const listener *to, const nx_token *token, newsidx_text form)
{
    const newsidx_term term = {form, token->start, token->end, token->position};

    return form.length > 0 ? to->on_term(&term, to->user) : 0;
}

static int on_token(const nx_token *token, void *user)
{
    const listener *to = user;

    return tell(to, token, token->exact) != 0 ||
           tell(to, token, token->stem) != 0 ||
           tell(to, token, token->joined) != 0 ||
           tell(to, token, token->joined_stem) != 0 ||
           tell(to, token, token->mark) != 0;
}

newsidx_status newsidx_analyze(newsidx_analyzer *analyzer, newsidx_text text,
                               newsidx_term_fn on_term, void *user,
                               newsidx_error *err)
{
    const newsidx_status status = nx_handle_check_text("text", text, err);
    listener to = {on_term, user};

    if (status < 0)
        return status;
    if (analyzer == NULL || on_term == NULL)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "analyzer or on_term is NULL");
    if (text.length > UINT32_MAX)
        return nx_fail(err, NEWSIDX_ERR_LIMIT, "the text is over 4 GiB");
    return nx_analyze(analyzer->analyzer, text, on_token, &to, err);
}

void newsidx_analyzer_free(newsidx_analyzer *analyzer)
{
    if (analyzer == NULL)
        return;
    nx_analyzer_free(analyzer->analyzer);
    nx_free(analyzer);
}
