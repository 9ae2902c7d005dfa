#include "formats/html/body.h"

#include "making.h"

#define PROSE                                                                  \
    "<p>The talks about the harbor ended on Friday without a deal, and "       \
    "nobody "                                                                  \
    "could say when they would go on.</p><p>Both sides left the hotel by the " \
    "back door, and neither had anything to say to the press.</p><p>The "      \
    "harbor has been closed since May, when the last ferry went to the "       \
    "islands with forty people.</p>"

/* The kept blocks are those with these first words, and no others. */
static void expect(const char *html, const char *const *starts, size_t count)
{
    making m;
    size_t first;
    size_t end;
    size_t kept = 0;

    making_begin(&m, html);
    assert_int_equal(nx_html_find_body(&m.blocks, nx_str("The headline here"),
                                       &first, &end, &m.err),
                     NEWSIDX_OK);
    for (size_t i = first; i < end; i++) {
        const newsidx_text text = nx_html_block_text(&m.blocks, i);

        if (m.blocks.blocks[i].is_cut)
            continue;
        assert_true(kept < count);
        if (!nx_str_starts_with(text, nx_str(starts[kept])))
            print_error("%.*s\n", (int)text.length, text.bytes);
        assert_true(nx_str_starts_with(text, nx_str(starts[kept])));
        kept++;
    }
    assert_int_equal(kept, count);
    making_end(&m);
}

static const char *const prose[] = {"The talks", "Both sides", "The harbor has",
                                    "More of it"};

static void prose_is_found_among_links(void **state)
{
    (void)state;
    expect("<ul><li><a href=a>Home</a><li><a href=b>World</a></ul><div>" PROSE
           "</div><div><a href=c>A story that is told elsewhere, at length and "
           "in many words</a></div>",
           prose, 3);
}

static void furniture_is_cut_by_its_names(void **state)
{
    (void)state;
    expect("<div>" PROSE "<div class=share>Tell all of your friends about this "
           "story, wherever they may be.</div><p>More of it, and that is all "
           "there is.</div>",
           prose, 4);
    expect("<div class=page-with-sidebar>" PROSE "</div>", prose, 3);
    expect("<form>" PROSE "</form>", prose, 3);
}

static void captions_and_credits_are_cut(void **state)
{
    (void)state;
    expect("<div>" PROSE "<figure><figcaption>The harbor as it was before the "
           "war, seen from the hills.</figcaption></figure><p>Boats in the "
           "harbor. (Photo: Ann Lee)</p></div>",
           prose, 3);
    expect("<div><p>The harbor in May, seen from the hills. (credit: Press/Ann "
           "Lee)</p>" PROSE "</div>",
           prose, 3);
}

static void where_it_was_filed_is_cut(void **state)
{
    static const char *const more[] = {"The talks", "Both sides",
                                       "The harbor has", "Posted in"};

    (void)state;
    expect("<div>" PROSE "<p>Filed under: Harbors |</p><p>Tags: ferries, boats"
           "</p></div>",
           prose, 3);
    expect("<div>" PROSE "<p>Posted in the islands since May, the guards have "
           "seen no ferry.</p></div>",
           more, 4);
}

static void an_article_by_name_is_preferred(void **state)
{
    (void)state;
    expect("<div>" PROSE PROSE PROSE "</div><div itemprop=articleBody><p>The "
           "talks about the harbor, which were to end on Friday, go on, and "
           "nobody knows for how long they will, says the mayor of the town, "
           "who was there, and who hopes for the best, as everybody does who "
           "lives by the sea and from it, and has no other place to go to."
           "</p></div>",
           prose, 1);
}

static void hidden_text_is_none_unless_it_is_all(void **state)
{
    (void)state;
    expect("<div><div hidden>" PROSE "</div><div>" PROSE
           "<p>More of it, and that is all there is.</p></div></div>",
           prose, 4);
    expect("<div style='display:none'>" PROSE "</div>", prose, 3);
}

static void headings_stay_with_their_text(void **state)
{
    static const char *const wanted[] = {
        "The talks", "Both sides", "The harbor has", "What next", "More of it"};

    (void)state;
    expect("<div><h1>A title</h1><h2>The headline here</h2>" PROSE
           "<h2>What next</h2><p>More of it, and that is all there is.</p>"
           "<h3>Related stories:</h3><ul><li><a href=x>One that is told "
           "elsewhere</a></ul><h3>Our newsroom</h3></div>",
           wanted, 5);
}

static void sentences_with_links_stay(void **state)
{
    static const char *const wanted[] = {"The talks", "Both sides",
                                         "The harbor has", "The mayor"};

    (void)state;
    expect("<div>" PROSE "<p>The mayor said <a href=x>in a letter to the "
           "council of the town</a> that he would resign.</p><p><a href=y>Read "
           "the letter of the mayor</a></p></div>",
           wanted, 4);
}

static void lists_of_links_are_cut_with_their_heading(void **state)
{
    static const char *const all[] = {"The talks",      "Both sides",
                                      "The harbor has", "More from",
                                      "Tea is",         "Wine was"};

    (void)state;
    /* Half of it are words, and so are the items around. */
    expect("<div>" PROSE "<div>More from the harbor</div><ul>"
           "<li><a href=a>Salt is dear</a><li>Tea is <a href=b>so, too</a>"
           "<li>Wine was never <a href=c>so cheap</a> as in this year.</ul>"
           "</div>",
           prose, 3);
    expect("<div>" PROSE "<div>More from the harbor</div><ul>"
           "<li>Tea is dear<li>Wine was never <a href=c>so cheap</a> as in "
           "this year.</ul></div>",
           all, 6);
    /* A sentence heads nothing, and items without links are no links. */
    expect("<div>" PROSE "<p>More from the harbor is not yet known.</p><ul>"
           "<li><a href=a>Salt is dear</a><li>Tea is dear</ul></div>",
           all, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prose_is_found_among_links),
        cmocka_unit_test(lists_of_links_are_cut_with_their_heading),
        cmocka_unit_test(furniture_is_cut_by_its_names),
        cmocka_unit_test(captions_and_credits_are_cut),
        cmocka_unit_test(where_it_was_filed_is_cut),
        cmocka_unit_test(an_article_by_name_is_preferred),
        cmocka_unit_test(hidden_text_is_none_unless_it_is_all),
        cmocka_unit_test(headings_stay_with_their_text),
        cmocka_unit_test(sentences_with_links_stay)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
