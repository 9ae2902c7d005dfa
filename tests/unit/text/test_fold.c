#include "text/fold.h"

#include "base/utf8.h"
#include "tokens.h"

static void check_exact(const char *surface, const char *expected)
{
    nx_form form;

    nx_fold_surface(nx_str(surface), &form);
    assert_int_equal(form.length, strlen(expected));
    assert_memory_equal(form.bytes, expected, form.length);
}

static void check_lower(const char *surface, bool is_turkish,
                        const char *expected)
{
    nx_form clean;
    nx_form form;

    assert_true(nx_fold_clean(nx_str(surface), &clean));
    assert_true(nx_fold_lower(&clean, is_turkish, &form));
    assert_int_equal(form.length, strlen(expected));
    assert_memory_equal(form.bytes, expected, form.length);
}

static void case_and_accents_fold(void **state)
{
    (void)state;
    check_exact("Talks", "talks");
    check_exact("Façade", "facade");
    check_exact("Fac\u0327ade", "facade");
    check_exact("ÉLECTIONS", "elections");
    check_exact("Straße", "strasse");
    check_exact("Σοφός", "σοφοσ");
    check_exact("Ёлка", "елка");
    check_exact("İstanbul", "istanbul");
}

static void strokes_and_ligatures_fold(void **state)
{
    (void)state;
    check_exact("Wałęsa", "walesa");
    check_exact("Łódź", "lodz");
    check_exact("Tromsø", "tromso");
    check_exact("Đoković", "dokovic");
    check_exact("Diyarbakır", "diyarbakir");
    check_exact("œuvre", "oeuvre");
    check_exact("Ægir", "aegir");
    check_exact("Þórður", "thordur");
}

static void other_letters_stay_other_letters(void **state)
{
    (void)state;
    check_exact("война", "война");
    check_exact("Україна", "україна");
    check_exact("воина", "воина");
    check_exact("हिन्दी", "हिन्दी");
    check_exact("தமிழ்", "தமிழ்");
    check_exact("が", "が");
    check_exact("か\u3099", "が");
}

static void vowel_points_fold(void **state)
{
    (void)state;
    check_exact("كِتَاب", "كتاب");
    check_exact("كـــتاب", "كتاب");
    check_exact("שָׁלוֹם", "שלום");
}

static void compatibility_forms_fold(void **state)
{
    (void)state;
    check_exact("Ｔａｌｋｓ", "talks");
    check_exact("ﬁnance", "finance");
    check_exact("m²", "m2");
    check_exact("ｶﾞ", "ガ");
    check_exact("⒈", "1");
    check_exact("⑴", "1");
    check_exact("1½", "11⁄2");
}

static void invisible_characters_vanish(void **state)
{
    (void)state;
    check_exact("co\u00ADoper\u200Cation\uFEFF", "cooperation");
    check_exact("O\u2019Brien", "obrien");
}

static void stemmers_get_accents(void **state)
{
    (void)state;
    check_lower("HÄUSER", false, "häuser");
    check_lower("HA\u0308USER", false, "häuser");
    check_lower("STRAẞE", false, "straße");
    check_lower("İstanbul", false, "istanbul");
}

static void turkish_letters_i_keep_their_dots(void **state)
{
    (void)state;
    check_lower("ISPARTA", true, "ısparta");
    check_lower("İSTANBUL", true, "istanbul");
    check_lower("I\u0307STANBUL", true, "istanbul");
    check_lower("ISPARTA", false, "isparta");
}

static void marks_after_the_thirtieth_are_dropped(void **state)
{
    char surface[2 + 2 * 100] = "a";
    nx_form clean;

    (void)state;
    for (size_t i = 0; i < 100; i++)
        memcpy(surface + 1 + 2 * i, "\u0301", 2);
    surface[201] = 'b';
    assert_true(nx_fold_clean(nx_str_slice(surface, 202), &clean));
    assert_int_equal(clean.length, 1 + 2 * NX_LIMIT_COMBINING_MARKS + 1);
    assert_int_equal(clean.bytes[clean.length - 1], 'b');
}

/* The worst that NFKC can do: one character becomes 18. */
static void expansion_has_a_limit(void **state)
{
    char surface[126];
    nx_form form;

    (void)state;
    for (size_t i = 0; i < sizeof surface; i += 3)
        memcpy(surface + i, "\uFDFA", 3);
    nx_fold_surface(nx_str_slice(surface, sizeof surface), &form);
    assert_in_range(form.length, 100, NX_FORM_BYTES);
    assert_null(memchr(form.bytes, ' ', form.length));
}

static bool has_slash(const nx_form *form)
{
    for (size_t i = 0; i + 3 <= form->length; i++) {
        if (memcmp(form->bytes + i, "\xE2\x81\x84", 3) == 0)
            return true;
    }
    return false;
}

/* Folding twice is folding once, and leaves nothing that FTS5 reads. */
static void every_character_folds_once_for_all(void **state)
{
    (void)state;
    for (int32_t i = 1; i < 0x110000; i++) {
        char utf8[4];
        nx_form once;
        nx_form twice;

        if (i >= 0xD800 && i <= 0xDFFF)
            continue;
        nx_fold_surface(nx_str_slice(utf8, nx_utf8_encode(i, utf8)), &once);
        nx_fold_surface(nx_str_slice(once.bytes, once.length), &twice);
        /* Of fractions the slash is left, which parts words elsewhere. */
        if (!has_slash(&once)) {
            assert_int_equal(once.length, twice.length);
            assert_memory_equal(once.bytes, twice.bytes, once.length);
        }
        if (i >= 128) {
            assert_null(memchr(once.bytes, ' ', once.length));
            assert_null(memchr(once.bytes, '|', once.length));
            assert_null(memchr(once.bytes, '"', once.length));
            assert_null(memchr(once.bytes, '~', once.length));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(case_and_accents_fold),
        cmocka_unit_test(strokes_and_ligatures_fold),
        cmocka_unit_test(other_letters_stay_other_letters),
        cmocka_unit_test(vowel_points_fold),
        cmocka_unit_test(compatibility_forms_fold),
        cmocka_unit_test(invisible_characters_vanish),
        cmocka_unit_test(stemmers_get_accents),
        cmocka_unit_test(turkish_letters_i_keep_their_dots),
        cmocka_unit_test(marks_after_the_thirtieth_are_dropped),
        cmocka_unit_test(expansion_has_a_limit),
        cmocka_unit_test(every_character_folds_once_for_all),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
