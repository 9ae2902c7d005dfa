#include "tokens.h"

static void stems_are_given_only_where_they_differ(void **state)
{
    (void)state;
    check_tokens("en", "talks talk talking TALKED",
                 "talks~talk talk talking~talk talked~talk^talked");
    check_tokens("en-GB", "happy", "happy~happi");
    check_tokens("de", "Häuser", "hauser~haus");
    check_tokens("de", "Universitäten", "universitaten~universitat");
    check_tokens("fr", "élections", "elections~elect");
    check_tokens("es", "elecciones", "elecciones~eleccion");
    check_tokens("ru", "переговоры", "переговоры~переговор");
}

static void languages_without_stemmer_have_exact_forms(void **state)
{
    nx_analyzer *analyzer = analyzer_of("pl_PL.UTF-8");

    (void)state;
    assert_string_equal(nx_analyzer_language(analyzer), "pl");
    nx_analyzer_free(analyzer);
    check_tokens("pl", "Wałęsa rozmowy Łódź", "walesa rozmowy lodz");
    check_tokens("zh", "talks", "talks");
}

static void three_letter_codes_are_the_same_languages(void **state)
{
    (void)state;
    check_tokens("eng", "talks", "talks~talk");
    check_tokens("GER", "Häuser", "hauser~haus");
    check_tokens("deu", "Häuser", "hauser~haus");
    check_tokens("nb", "byene", "byene~byen");
    check_tokens("no", "byene", "byene~byen");
}

static void codes_that_are_none_are_refused(void **state)
{
    static const char *const codes[] = {"",      "e",   "english",         "12",
                                        "en+us", "e-n", "\xC3\xA4\xC3\xB6"};
    newsidx_error err;
    nx_analyzer *analyzer;

    (void)state;
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        assert_int_equal(nx_analyzer_new(nx_str(codes[i]), &analyzer, &err),
                         NEWSIDX_ERR_LANGUAGE);
        assert_null(analyzer);
        assert_non_null(strstr(err.message, "is not a language's code"));
    }
}

static void a_known_code_is_named_by_its_two_letters(void **state)
{
    nx_analyzer *analyzer = analyzer_of("DEU");

    (void)state;
    assert_string_equal(nx_analyzer_language(analyzer), "de");
    nx_analyzer_free(analyzer);
}

static void hyphens_part_words_and_join_them_too(void **state)
{
    (void)state;
    check_tokens("en", "al-Qaida cease-fire",
                 "al+alqaida qaida cease~ceas+ceasefire fire");
    check_tokens("en", "al\xE2\x80\x90Qaida al\xE2\x80\x91Qaida",
                 "al+alqaida qaida al+alqaida qaida");
    check_tokens("en", "state-of-the-art", "state+stateoftheart of the art");
    check_tokens("en", "Kerry's-son", "kerry~kerri+kerryson son");
}

static void chains_of_five_are_not_joined(void **state)
{
    (void)state;
    check_tokens("en", "a-b-c-d-e f", "a b c d e f");
    check_tokens("en", "a-b-c-d-e-f-g-h-i", "a b c d e f g h i");
}

static void dashes_and_loose_hyphens_join_nothing(void **state)
{
    (void)state;
    check_tokens("en", "war\xE2\x80\x93peace war\xE2\x80\x94peace war--peace",
                 "war peace~peac war peace~peac war peace~peac");
    check_tokens("en", "off- and -on war - peace- ",
                 "off and on war peace~peac");
}

static void letters_before_digits_are_joined_and_not_the_reverse(void **state)
{
    (void)state;
    check_tokens("en", "F-16 Covid-19", "f+f16 16 covid+covid19 19");
    check_tokens("en", "48-hour 2016-09-12", "48 hour 2016 09 12");
}

static void dotted_acronyms_are_one_word_with_a_mark(void **state)
{
    (void)state;
    check_tokens("en", "the U.S. and U.N. and U.S.A",
                 "the us^us and un^un and usa^usa");
    check_tokens("en", "the U.S.to the U.N.in", "the us^us to the un^un in");
    check_tokens("en", "a U.S.-backed plan", "a us^us backed~back plan");
    check_tokens("en", "the U.S.\xE2\x80\x99s U.S.'s role",
                 "the us^us us^us role");
    check_tokens("en", "at 9 a.m. today", "at 9 am^am today");
    check_tokens("ru", "С.Ш.А. и", "сша^сша и");
}

static void initials_are_not_acronyms(void **state)
{
    (void)state;
    check_tokens("en", "J. Edgar and John F. Kennedy, John F.Kennedy",
                 "j edgar and john f kennedy~kennedi john f kennedy~kennedi");
}

static void capitals_among_small_letters_are_marked(void **state)
{
    (void)state;
    check_tokens("en", "He said the US would help us",
                 "he said the us^us would help us");
    check_tokens("en", "so the UN's envoy", "so the un^un envoy");
    check_tokens("en", "the ISLAMIC state", "the islamic~islam state");
}

static void capitals_among_capitals_are_not_marked(void **state)
{
    (void)state;
    check_tokens("en", "THE US WOULD HELP", "the us would help");
    check_tokens("en", "US", "us");
    check_tokens("en", "US AND THEM\nthe rest in small letters of the US",
                 "us and them the rest in small letters~letter of the us^us");
}

static void apostrophes_of_all_kinds_are_one(void **state)
{
    static const char *const texts[] = {"Syria's",
                                        "Syria\xE2\x80\x99s",
                                        "Syria\xCA\xBCs",
                                        "Syria\xEF\xBC\x87s",
                                        "Syria\xE2\x80\x98s",
                                        "SYRIA'S"};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        check_tokens("en", texts[i], "syria");
}

static void possessives_go_and_names_stay_whole(void **state)
{
    (void)state;
    check_tokens("en", "Kerry's Russians' Russians\xE2\x80\x99 home",
                 "kerry~kerri russians~russian russians~russian home");
    check_tokens("en", "O'Brien's don\xE2\x80\x99t rock'n'roll",
                 "obrien dont rocknroll~rocknrol");
    check_tokens("en",
                 "'yes' 'tis \xE2\x80\x99"
                 "90s it'",
                 "yes tis 90s it");
}

static void elided_words_are_parted_in_languages_that_elide(void **state)
{
    (void)state;
    check_tokens("fr", "l'homme qu\xE2\x80\x99il d'Aix aujourd'hui",
                 "l homme~homm qu il d aix aujourdhui");
    check_tokens("it", "dell'arte L'Aquila", "dell arte l aquila~aquil");
    check_tokens("en", "l'homme", "lhomme~lhomm");
}

static void turkish_suffixes_after_an_apostrophe_go(void **state)
{
    (void)state;
    check_tokens("tr", "Ankara'da Türkiye'nin dedi",
                 "ankara~ankar turkiye~turki dedi");
}

static void turkish_has_two_letters_i(void **state)
{
    (void)state;
    check_tokens("tr", "İstanbul ISPARTA Isparta ısparta",
                 "istanbul isparta~ispar isparta~ispar isparta~ispar");
}

static void numbers_are_one_word_however_grouped(void **state)
{
    (void)state;
    check_tokens("en", "1,200 1200 12,345,678 $300 3.5% 1,200.50",
                 "1200 1200 12345678 300 3.5 1200.50");
    check_tokens("en", "1,2,3 1234,567 12,34 1,2345",
                 "1 2 3 1234 567 12 34 1 2345");
    check_tokens("en", "12.09.2016 10.4.1 3. 4", "12 09 2016 10 4 1 3 /4");
    check_tokens("en", "10th 1990s F16 1,500m", "10th 1990s f16 1500m");
}

static void numbers_follow_the_language(void **state)
{
    (void)state;
    check_tokens("de", "1.200 1.200,50 3,5 3.5", "1200 1200.50 3.5 3.5");
    check_tokens("de", "12.09.2016 1.2.3", "12 09 2016 1 2 3");
}

static void runs_are_pairs_of_characters(void **state)
{
    (void)state;
    check_tokens("zh", "中東和平", "中東 東和 和平 平");
    check_tokens("en", "in 中 and 中東.", "in 中 and 中東 東");
    check_tokens("ja", "タワーは", "タワ ワー ーは は");
    check_tokens("ko", "한국", "한국 국");
    check_tokens("th", "ที่นี่", "ที่นี่ นี่");
    check_tokens("ja", "2016年9月", "2016 年 9 月");
}

static void some_words_have_signs_in_them(void **state)
{
    (void)state;
    check_tokens("ca", "col·legi a·b", "collegi~colleg a b");
    check_tokens("he", "צה״ל צה\"ל \"צהל\" ג׳ורג׳", "צהל צהל צהל גורג");
}

static void a_quoted_letter_in_brackets_belongs_to_its_word(void **state)
{
    (void)state;
    check_tokens("en", "\xE2\x80\x9C[S]omeone [might be]",
                 "someone~someon might be");
    check_tokens("en", "see [a] or x]y", "see a or x y");
}

typedef struct place_line {
    char line[256];
} place_line;

static int write_place(const nx_token *token, void *user)
{
    place_line *places = user;
    const size_t used = strlen(places->line);

    snprintf(places->line + used, sizeof places->line - used, "[%u,%u)",
             (unsigned)token->start, (unsigned)token->end);
    return 0;
}

static void tokens_know_where_they_stand(void **state)
{
    nx_analyzer *analyzer = analyzer_of("fr");
    place_line places = {""};

    (void)state;
    assert_int_equal(nx_analyze(analyzer,
                                nx_str("l'or, Kerry\xE2\x80\x99s U.S. 1,2 "
                                       "中東 e\xCC\x81t"),
                                write_place, &places, NULL),
                     NEWSIDX_OK);
    assert_string_equal(places.line, "[0,1)[2,4)[6,11)[16,20)[21,24)[25,31)"
                                     "[28,31)[32,36)");
    nx_analyzer_free(analyzer);
}

static int stop_at_once(const nx_token *token, void *user)
{
    int *count = user;

    (void)token;
    (*count)++;
    return *count == 2;
}

static void a_callback_can_stop_the_analysis(void **state)
{
    nx_analyzer *analyzer = analyzer_of("en");
    newsidx_error err;
    int count = 0;

    (void)state;
    assert_int_equal(nx_analyze(analyzer, nx_str("one two three"), stop_at_once,
                                &count, &err),
                     NEWSIDX_ERR_CANCELLED);
    assert_int_equal(count, 2);
    nx_analyzer_free(analyzer);
}

static void any_bytes_may_come(void **state)
{
    const char bytes[] = "a\0b\xFF"
                         "c\xC3 d\xE2\x80 e\xF0\x9F\x98\x80"
                         "f\x80";
    nx_analyzer *analyzer = analyzer_of("en");
    token_line tokens =
        tokens_of(analyzer, nx_str_slice(bytes, sizeof bytes - 1));

    (void)state;
    assert_string_equal(tokens.line.bytes, "a b c d e f");
    nx_buf_finish(&tokens.line);
    tokens = tokens_of(analyzer, nx_str_slice(NULL, 0));
    assert_int_equal(tokens.position, 0);
    nx_buf_finish(&tokens.line);
    nx_analyzer_free(analyzer);
}

static void long_words_are_cut_and_not_stemmed(void **state)
{
    char text[1000];
    char expected[129];
    nx_analyzer *analyzer = analyzer_of("en");
    token_line tokens;

    (void)state;
    memset(text, 'a', sizeof text);
    memcpy(text + sizeof text - 3, "ing", 3);
    tokens = tokens_of(analyzer, nx_str_slice(text, sizeof text));
    memset(expected, 'a', 128);
    expected[128] = '\0';
    assert_string_equal(tokens.line.bytes, expected);
    nx_buf_finish(&tokens.line);

    /* 127 bytes and a character of two: it is left out whole. */
    memset(text, 'a', 127);
    memcpy(text + 127, "ё", 2);
    tokens = tokens_of(analyzer, nx_str_slice(text, 129));
    expected[127] = '\0';
    assert_string_equal(tokens.line.bytes, expected);
    nx_buf_finish(&tokens.line);
    nx_analyzer_free(analyzer);
}

static void every_listed_language_has_an_analyzer(void **state)
{
    const char *const *codes = nx_analyzer_languages();
    size_t count = 0;

    (void)state;
    for (; codes[count] != NULL; count++) {
        nx_analyzer *analyzer = analyzer_of(codes[count]);

        assert_string_equal(nx_analyzer_language(analyzer), codes[count]);
        assert_true(count == 0 || strcmp(codes[count - 1], codes[count]) < 0);
        nx_analyzer_free(analyzer);
    }
    assert_int_equal(count, 30);
}

/* More words than the first cache holds, and again: the same terms. */
static void the_cache_changes_nothing(void **state)
{
    nx_analyzer *analyzer = analyzer_of("en");
    nx_buf text;
    token_line first;
    token_line second;

    (void)state;
    nx_buf_init(&text, 1 << 24);
    for (unsigned i = 0; i < 50000; i++)
        nx_buf_add_format(&text, "%cword%c%cings ", (int)('A' + i % 26),
                          (int)('a' + i / 26 % 26), (int)('a' + i / 676 % 26));
    first = tokens_of(analyzer, nx_buf_text(&text));
    second = tokens_of(analyzer, nx_buf_text(&text));
    assert_int_equal(first.position, 50000);
    assert_string_equal(first.line.bytes, second.line.bytes);
    assert_memory_equal(first.line.bytes, "awordaaings~awordaa bwordaa", 27);
    nx_buf_finish(&first.line);
    nx_buf_finish(&second.line);
    nx_buf_finish(&text);
    nx_analyzer_free(analyzer);
}

/* ---------------------------------------------------------------- places -- */

/* Tokens as nx_analyze() gives them, to be held against those of places. */
typedef struct places {
    nx_analyzer *analyzer;
    newsidx_text text;
    nx_skips skips;
    nx_buf tokens; /* of nx_analyze(), as lines */
    nx_buf found;  /* of nx_analyze_places(), by position */
    uint64_t random;
    uint32_t count;
} places;

static void write_token(nx_buf *out, const nx_token *token)
{
    const newsidx_text forms[] = {token->exact, token->stem, token->joined,
                                  token->joined_stem, token->mark};

    nx_buf_add_format(
        out, "%u %u-%u %u %d", token->position, token->start, token->end,
        token->joined.length > 0 ? token->joined_end : 0, (int)token->kind);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        nx_buf_add_string(out, " ");
        nx_buf_add_text(out, forms[i]);
    }
    nx_buf_add_string(out, "\n");
}

static int take_whole(const nx_token *token, void *user)
{
    places *with = user;

    write_token(&with->tokens, token);
    with->count++;
    return 0;
}

/* Finds the line that nx_analyze() had for the token, and skips some words. */
static int take_place(const nx_token *place, void *user)
{
    places *with = user;
    nx_token token = *place;
    const bool has_forms = token.exact.length > 0;
    nx_buf line;

    nx_buf_init(&line, 4096);
    if (!has_forms)
        assert_int_equal(
            nx_analyze_forms(with->analyzer, with->text, &token, NULL),
            NEWSIDX_OK);
    write_token(&line, &token);
    nx_buf_add_byte(&line, '\0');
    if (strstr(with->tokens.bytes, line.bytes) == NULL)
        fail_msg("not of the text: %s", line.bytes);
    nx_buf_finish(&line);
    with->found.bytes[token.position] = 1;
    with->random = with->random * 6364136223846793005U + 1;
    if (!has_forms && with->skips.places != NULL && with->random >> 62 != 0)
        nx_skips_add(&with->skips, with->text, token.start, token.end);
    if (with->skips.except == token.position)
        with->skips.except += 1 + (uint32_t)(with->random >> 40) % 9;
    return 0;
}

/* The same tokens without skips; with them, all but some, and none is moved. */
static void check_places(const char *language, newsidx_text text)
{
    places with = {.analyzer = analyzer_of(language), .text = text};
    uint32_t handed = 0;

    nx_buf_init(&with.tokens, (size_t)1 << 30);
    nx_buf_init(&with.found, (size_t)1 << 30);
    assert_int_equal(nx_analyze(with.analyzer, text, take_whole, &with, NULL),
                     NEWSIDX_OK);
    nx_buf_add_byte(&with.tokens, '\0');
    for (uint32_t i = 0; i <= with.count; i++)
        nx_buf_add_byte(&with.found, '\0');
    assert_int_equal(
        nx_analyze_places(with.analyzer, text, NULL, take_place, &with, NULL),
        NEWSIDX_OK);
    for (uint32_t i = 0; i < with.count; i++)
        handed += with.found.bytes[i] == 1;
    assert_int_equal(handed, with.count);
    assert_true(nx_skips_begin(&with.skips));
    for (int round = 0; round < 3; round++) {
        with.skips.except = 0;
        memset(with.found.bytes, 0, with.count);
        assert_int_equal(nx_analyze_places(with.analyzer, text, &with.skips,
                                           take_place, &with, NULL),
                         NEWSIDX_OK);
        assert_int_equal(with.skips.position, with.count);
        if (with.count > 0)
            assert_int_equal(with.found.bytes[0], 1);
        assert_true(with.count == 0 || with.skips.except >= with.count);
    }
    nx_skips_finish(&with.skips);
    nx_buf_finish(&with.tokens);
    nx_buf_finish(&with.found);
    nx_analyzer_free(with.analyzer);
}

/* What may be a part of a word or not, beside what may be one. */
static const char *const pieces[] = {"a",
                                     "I",
                                     "US",
                                     "WHO",
                                     "talks",
                                     "Talking",
                                     "l",
                                     "qu",
                                     "1",
                                     "200",
                                     "2016",
                                     "F16",
                                     "s",
                                     "S",
                                     "\u00E9t\u00E9",
                                     "\u4E2D\u6771",
                                     "\u0130",
                                     "internationalization",
                                     "fifteenletters1",
                                     "sixteenletters12",
                                     " ",
                                     " ",
                                     " ",
                                     " ",
                                     " ",
                                     "\n",
                                     "\n\n",
                                     "'",
                                     "\u2019",
                                     "\u201C",
                                     "\u201D",
                                     "-",
                                     "\u2010",
                                     "--",
                                     ".",
                                     ". ",
                                     ",",
                                     ", ",
                                     ";",
                                     "!",
                                     "?",
                                     "[",
                                     "]",
                                     "(",
                                     "\"",
                                     "/",
                                     "_",
                                     "@",
                                     "\u00AD",
                                     "\u0301",
                                     "\xFF",
                                     "\xC3",
                                     "\u00B7",
                                     "\u2013",
                                     "\t",
                                     "\r\n",
                                     "%"};

static void places_are_those_of_the_whole_analysis(void **state)
{
    static const char *const languages[] = {"en", "fr", "de", "tr", "xx"};
    uint64_t random = 3;
    nx_buf text;

    (void)state;
    nx_buf_init(&text, 1 << 16);
    for (unsigned round = 0; round < 3000; round++) {
        nx_buf_clear(&text);
        for (unsigned i = 0; i < 120; i++) {
            random = random * 6364136223846793005U + 1442695040888963407U;
            nx_buf_add_string(
                &text,
                pieces[(random >> 33) % (sizeof pieces / sizeof *pieces)]);
        }
        check_places(languages[round % 5], nx_buf_text(&text));
    }
    nx_buf_finish(&text);
    check_places("en", nx_str(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stems_are_given_only_where_they_differ),
        cmocka_unit_test(languages_without_stemmer_have_exact_forms),
        cmocka_unit_test(three_letter_codes_are_the_same_languages),
        cmocka_unit_test(codes_that_are_none_are_refused),
        cmocka_unit_test(a_known_code_is_named_by_its_two_letters),
        cmocka_unit_test(hyphens_part_words_and_join_them_too),
        cmocka_unit_test(chains_of_five_are_not_joined),
        cmocka_unit_test(dashes_and_loose_hyphens_join_nothing),
        cmocka_unit_test(letters_before_digits_are_joined_and_not_the_reverse),
        cmocka_unit_test(dotted_acronyms_are_one_word_with_a_mark),
        cmocka_unit_test(initials_are_not_acronyms),
        cmocka_unit_test(capitals_among_small_letters_are_marked),
        cmocka_unit_test(capitals_among_capitals_are_not_marked),
        cmocka_unit_test(apostrophes_of_all_kinds_are_one),
        cmocka_unit_test(possessives_go_and_names_stay_whole),
        cmocka_unit_test(elided_words_are_parted_in_languages_that_elide),
        cmocka_unit_test(turkish_suffixes_after_an_apostrophe_go),
        cmocka_unit_test(turkish_has_two_letters_i),
        cmocka_unit_test(numbers_are_one_word_however_grouped),
        cmocka_unit_test(numbers_follow_the_language),
        cmocka_unit_test(runs_are_pairs_of_characters),
        cmocka_unit_test(some_words_have_signs_in_them),
        cmocka_unit_test(a_quoted_letter_in_brackets_belongs_to_its_word),
        cmocka_unit_test(tokens_know_where_they_stand),
        cmocka_unit_test(a_callback_can_stop_the_analysis),
        cmocka_unit_test(any_bytes_may_come),
        cmocka_unit_test(long_words_are_cut_and_not_stemmed),
        cmocka_unit_test(every_listed_language_has_an_analyzer),
        cmocka_unit_test(the_cache_changes_nothing),
        cmocka_unit_test(places_are_those_of_the_whole_analysis),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
