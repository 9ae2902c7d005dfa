#include "ingest/dateline.h"

#include "reading.h"

typedef struct dateline_case {
    const char *body;
    const char *text;   /* NULL: no dateline */
    const char *agency; /* NULL: none */
    const char *rest;
} dateline_case;

static void expect(const dateline_case *c)
{
    const nx_dateline found = nx_dateline_read(nx_str(c->body));

    if (c->text == NULL) {
        if (found.length != 0)
            print_error("took a dateline from: %s\n", c->body);
        assert_int_equal(found.length, 0);
        return;
    }
    if (found.length == 0)
        print_error("no dateline in: %s\n", c->body);
    assert_string_equal(c->body + found.length, c->rest);
    assert_true(nx_str_equal(found.text, nx_str(c->text)));
    assert_true(nx_str_equal(found.agency, nx_str(c->agency)));
}

static void agencies_write_datelines_in_many_ways(void **state)
{
    static const dateline_case cases[] = {
        {"GENEVA (AP) \xE2\x80\x94 The talks", "GENEVA (AP)", "AP",
         "The talks"},
        {"GENEVA (AP) -- The talks", "GENEVA (AP)", "AP", "The talks"},
        {"HONOLULU (AP) _ U.S. Sen. Akaka", "HONOLULU (AP)", "AP",
         "U.S. Sen. Akaka"},
        {"New York \xE2\x80\x94 The top", "New York", NULL, "The top"},
        {"LONDON, March 3 (Reuters) - British", "LONDON, March 3 (Reuters)",
         "Reuters", "British"},
        {"BEIJING, Sept. 9 (Xinhua) -- China", "BEIJING, Sept. 9 (Xinhua)",
         "Xinhua", "China"},
        {"AP, Geneva :The United States", "Geneva", "AP", "The United States"},
        {"AFP, Paris: French farmers", "Paris", "AFP", "French farmers"},
        {"San Diego (tca/dpa) - History", "San Diego (tca/dpa)", "tca/dpa",
         "History"},
        {"Geneva (dpa) - Switzerland is", "Geneva (dpa)", "dpa",
         "Switzerland is"},
        {"WASHINGTON, D.C. (UPI) -- The", "WASHINGTON, D.C. (UPI)", "UPI",
         "The"},
        {"BEIRUT, Lebanon \xE2\x80\x94 Rebels", "BEIRUT, Lebanon", NULL,
         "Rebels"},
        {"MOSCOW, September 9. /TASS/. Russian", "MOSCOW, September 9. /TASS/",
         "TASS", "Russian"},
        {"New Delhi, Sep 9 (PTI) The court", "New Delhi, Sep 9 (PTI)", "PTI",
         "The court"},
        {"PARIS/LONDON (Reuters) - Banks", "PARIS/LONDON (Reuters)", "Reuters",
         "Banks"},
        {"THE HAGUE (MNA) \xE2\x80\x93 Data from", "THE HAGUE (MNA)", "MNA",
         "Data from"},
        {"ABOARD AIR FORCE ONE (AP) \xE2\x80\x94 The",
         "ABOARD AIR FORCE ONE (AP)", "AP", "The"},
        {"WASHINGTON\xE2\x80\x94The", "WASHINGTON", NULL, "The"},
        {"(AP) \xE2\x80\x94 The", "(AP)", "AP", "The"},
        {"Rio de Janeiro \xE2\x80\x94 Brazil", "Rio de Janeiro", NULL,
         "Brazil"},
        {"KYIV (Reuters) \xE2\x80\x94 \xE2\x80\x9CWe", "KYIV (Reuters)",
         "Reuters", "\xE2\x80\x9CWe"}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        expect(&cases[i]);
}

static void sentences_stay_whole(void **state)
{
    static const char *const bodies[] = {
        "",
        "GENEVA U.S. Secretary of State John Kerry sought on Friday",
        "The president \xE2\x80\x94 who was late \xE2\x80\x94 said",
        "Donald Trump \xE2\x80\x94 who was late \xE2\x80\x94 said",
        "But \xE2\x80\x94 The Times said \xE2\x80\x94 no",
        "Kerry: The deal is done",
        "WARNING: This is a test",
        "Reuters, the news agency, said: This is it",
        "President Obama (AP) said",
        "The rules (and/or) - They say",
        ("In 2015\xE2\x80\x93"
         "16 The club won"),
        "Well-known writers - All of them - met",
        "A \xE2\x80\x94 The first letter",
        "10:30 The train leaves",
        "The President \xE2\x80\x94 The man himself",
        "GENEVA (AP) \xE2\x80\x94",
        "GENEVA\n\xE2\x80\x94 The talks"};

    (void)state;
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        const dateline_case c = {bodies[i], NULL, NULL, NULL};

        expect(&c);
    }
}

static void a_dateline_stands_in_the_first_hundred_bytes(void **state)
{
    const dateline_case late = {
        "GENEVA GENEVA GENEVA GENEVA GENEVA GENEVA GENEVA GENEVA GENEVA GENEVA "
        "GENEVA GENEVA GENEVA GENEVA GENEVA (AP) - The talks",
        NULL, NULL, NULL};

    (void)state;
    expect(&late);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agencies_write_datelines_in_many_ways),
        cmocka_unit_test(sentences_stay_whole),
        cmocka_unit_test(a_dateline_stands_in_the_first_hundred_bytes)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
