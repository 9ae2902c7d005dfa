#include "formats/json/text.h"

#include "base/limits.h"
#include "base/str.h"
#include "formats/json/roles.h"
#include "formats/json/value.h"
#include "ingest/clean.h"

#ifdef NX_HAVE_FORMATS
#include "formats/html/text.h"
#endif

#include <string.h>

/* In longer lists of keywords nobody looks for what is there twice. */
#define COMPARED_BYTES 2048

typedef enum shape { LINE, LINES } shape;

static newsidx_status clean(newsidx_text raw, shape wanted, nx_arena *arena,
                            newsidx_text *out, newsidx_error *err)
{
    *out =
        wanted == LINE ? nx_clean_line(arena, raw) : nx_clean_text(arena, raw);
    if (out->bytes == NULL)
        return nx_fail_memory(err);
    if (out->length == 0)
        *out = nx_str(NULL);
    return NEWSIDX_OK;
}

/* A build without the formats keeps the tags. */
static newsidx_status clean_html(newsidx_text html, shape wanted,
                                 nx_arena *arena, newsidx_text *out,
                                 newsidx_error *err)
{
#ifdef NX_HAVE_FORMATS
    const newsidx_status status = nx_html_to_text(html, arena, &html, err);

    if (status < 0)
        return status;
#endif
    return clean(html, wanted, arena, out, err);
}

/* The elements of an array, or the name of an object. */
static newsidx_status join(struct json_object *value, const char *separator,
                           shape wanted, nx_arena *arena, newsidx_text *out,
                           newsidx_error *err)
{
    newsidx_status status;
    nx_buf joined;

    nx_buf_init(&joined, NX_LIMIT_ARTICLE_BYTES);
    nx_json_add_value(&joined, value, separator);
    status = joined.status < 0
                 ? nx_fail_memory(err)
                 : clean(nx_buf_text(&joined), wanted, arena, out, err);
    nx_buf_finish(&joined);
    return status;
}

static newsidx_status read_text(const nx_json_choice *choice, shape wanted,
                                nx_arena *arena, newsidx_text *out,
                                newsidx_error *err)
{
    struct json_object *value = choice->value;
    newsidx_text html;

    *out = nx_str(NULL);
    if (value == NULL)
        return NEWSIDX_OK;
    if (json_object_is_type(value, json_type_string))
        return clean(nx_json_string(value), wanted, arena, out, err);
    if (nx_json_has_roles(value))
        return clean(nx_json_find_main(value), wanted, arena, out, err);
    html = nx_json_member(value, "rendered");
    if (html.length > 0)
        return clean_html(html, wanted, arena, out, err);
    return join(value, ", ", wanted, arena, out, err);
}

newsidx_status nx_json_line(const nx_json_choice *choice, nx_arena *arena,
                            newsidx_text *out, newsidx_error *err)
{
    return read_text(choice, LINE, arena, out, err);
}

newsidx_status nx_json_lines(const nx_json_choice *choice, nx_arena *arena,
                             newsidx_text *out, newsidx_error *err)
{
    return read_text(choice, LINES, arena, out, err);
}

/* The forms of a text that isn't one of several paragraphs in an array. */
static void find_forms(struct json_object *value, bool is_html,
                       nx_json_forms *out)
{
    *out = (nx_json_forms){{NULL, 0}, {NULL, 0}, {NULL, 0}};
    if (nx_json_has_roles(value)) {
        nx_json_find_forms(value, out);
    } else if (json_object_is_type(value, json_type_string)) {
        *(is_html ? &out->html : &out->plain) = nx_json_string(value);
    } else {
        out->html = nx_json_member(value, "rendered");
        out->plain = nx_json_member(value, "value");
    }
}

static bool has_lines(newsidx_text text)
{
    const newsidx_text trimmed = nx_str_trim(text);

    return trimmed.length > 0 &&
           memchr(trimmed.bytes, '\n', trimmed.length) != NULL;
}

/* The best of the forms; *out is {NULL, 0} if there is none. */
static newsidx_status read_forms(const nx_json_forms *forms, nx_arena *arena,
                                 newsidx_text *out, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;

    *out = nx_str(NULL);
#ifdef NX_HAVE_FORMATS
    if (forms->html.length > 0 && !has_lines(forms->plain))
        status = clean_html(forms->html, LINES, arena, out, err);
#endif
    if (status >= 0 && out->length == 0 && forms->plain.length > 0)
        status = clean(forms->plain, LINES, arena, out, err);
    if (status >= 0 && out->length == 0 && forms->html.length > 0)
        status = clean_html(forms->html, LINES, arena, out, err);
    if (status >= 0 && out->length == 0 && forms->xml.length > 0)
        status = clean_html(forms->xml, LINES, arena, out, err);
    return status;
}

static bool ends_in_html(const char *name)
{
    const size_t length = strlen(name);

    return length >= 4 &&
           nx_str_equal_ascii(nx_str(name + length - 4), nx_str("html"));
}

static newsidx_status read_description(const nx_json_choice *choice,
                                       nx_arena *arena, newsidx_text *out,
                                       newsidx_error *err)
{
    nx_json_forms forms;

    *out = nx_str(NULL);
    if (choice->value == NULL)
        return NEWSIDX_OK;
    find_forms(choice->value, ends_in_html(choice->name), &forms);
    if (json_object_is_type(choice->value, json_type_array) &&
        !nx_json_has_roles(choice->value))
        return join(choice->value, "\n\n", LINES, arena, out, err);
    return read_forms(&forms, arena, out, err);
}

static newsidx_status read_body(const nx_json_choices *choices, nx_arena *arena,
                                newsidx_text *out, newsidx_error *err)
{
    struct json_object *body = choices->of[NX_JSON_BODY].value;
    struct json_object *html = choices->of[NX_JSON_BODY_HTML].value;
    nx_json_forms forms;
    newsidx_status status;

    if (json_object_is_type(body, json_type_string) && html == NULL)
        return clean(nx_json_string(body), LINES, arena, out, err);
    if (json_object_is_type(body, json_type_array) && !nx_json_has_roles(body))
        return join(body, "\n\n", LINES, arena, out, err);
    find_forms(body, false, &forms);
    if (forms.html.length == 0)
        forms.html = nx_json_string(html);
    status = read_forms(&forms, arena, out, err);
    if (status >= 0 && out->length == 0 && body != NULL)
        status = join(body, "\n\n", LINES, arena, out, err);
    return status;
}

newsidx_status nx_json_body(nx_json_choices *choices, nx_arena *arena,
                            newsidx_text *out, newsidx_error *err)
{
    nx_json_choice *description = &choices->of[NX_JSON_DESCRIPTION];
    const newsidx_status status = read_body(choices, arena, out, err);

    if (status < 0)
        return status;
    if (out->length == 0)
        return read_description(description, arena, out, err);
    description->value = NULL;
    return NEWSIDX_OK;
}

/* Is `word` one of the words between ", " in `list`? */
static bool has_word(newsidx_text list, newsidx_text word)
{
    size_t start = 0;

    while (start < list.length) {
        const char *at = list.bytes + start;
        const char *comma = memchr(at, ',', list.length - start);
        const size_t length =
            comma == NULL ? list.length - start : (size_t)(comma - at);

        if (nx_str_equal(nx_str_trim(nx_str_slice(at, length)), word))
            return true;
        start += length + 1;
    }
    return false;
}

static void add_subject(nx_buf *out, struct json_object *subject)
{
    const size_t before = out->length;
    newsidx_text list;
    size_t start;

    if (before > 0)
        nx_buf_add_string(out, ", ");
    start = out->length;
    nx_json_add_value(out, subject, ", ");
    if (out->status < 0 || out->bytes == NULL)
        return;
    list = nx_str_slice(out->bytes, before);
    if (out->length == start ||
        (before <= COMPARED_BYTES &&
         has_word(list, nx_str_slice(out->bytes + start, out->length - start))))
        nx_buf_truncate(out, before);
}

newsidx_status nx_json_keywords(const nx_json_choices *choices, nx_arena *arena,
                                newsidx_text *out, newsidx_error *err)
{
    struct json_object *subjects = choices->of[NX_JSON_SUBJECTS].value;
    newsidx_status status =
        nx_json_lines(&choices->of[NX_JSON_KEYWORDS], arena, out, err);
    nx_buf joined;

    if (status < 0 || subjects == NULL)
        return status;
    nx_buf_init(&joined, NX_LIMIT_ARTICLE_BYTES);
    nx_buf_add_text(&joined, *out);
    if (json_object_is_type(subjects, json_type_array)) {
        for (size_t i = 0; i < json_object_array_length(subjects); i++)
            add_subject(&joined, json_object_array_get_idx(subjects, i));
    } else {
        add_subject(&joined, subjects);
    }
    status = joined.status < 0
                 ? nx_fail_memory(err)
                 : clean(nx_buf_text(&joined), LINES, arena, out, err);
    nx_buf_finish(&joined);
    return status;
}
