#include "formats/xml/feed_person.h"

#include "reading.h"

static void names_and_addresses_are_taken_apart(void **state)
{
    static const struct {
        const char *line;
        const char *name;
        const char *mail;
    } cases[] = {{"Iva Korin", "Iva Korin", ""},
                 {"k@h.example (Iva Korin)", "Iva Korin", "k@h.example"},
                 {"Iva Korin (k@h.example)", "Iva Korin", "k@h.example"},
                 {" Iva Korin <k@h.example> ", "Iva Korin", "k@h.example"},
                 {"k@h.example", "", "k@h.example"},
                 {"Iva Korin (Harbor Press)", "Iva Korin (Harbor Press)", ""},
                 {"Korin @ Sea", "Korin @ Sea", ""},
                 {"Iva (a) Korin", "Iva (a) Korin", ""},
                 {"(k@h.example)", "", "k@h.example"},
                 {"(", "(", ""},
                 {"", "", ""}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        newsidx_text name;
        newsidx_text mail;

        nx_feed_person_split(nx_str(cases[i].line), &name, &mail);
        assert_true(nx_str_equal(name, nx_str(cases[i].name)));
        assert_true(nx_str_equal(mail, nx_str(cases[i].mail)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_and_addresses_are_taken_apart)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
