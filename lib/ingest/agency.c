#include "ingest/agency.h"

#include "base/str.h"

/* Names in full are compared without regard to case, short ones with it. */
static const char *const names[] = {"AFP-JIJI",
                                    "Agence France-Presse",
                                    "Agence France Presse",
                                    "Agencia EFE",
                                    "Al Jazeera",
                                    "Anadolu Agency",
                                    "Anadolu",
                                    "ANSA",
                                    "Asian News International",
                                    "Associated Press",
                                    "Australian Associated Press",
                                    "Belga",
                                    "Bloomberg",
                                    "Bloomberg News",
                                    "Canadian Press",
                                    "Deutsche Presse-Agentur",
                                    "Deutsche Welle",
                                    "Indo-Asian News Service",
                                    "Inter Press Service",
                                    "Interfax",
                                    "ITAR-TASS",
                                    "Jiji Press",
                                    "Kyodo",
                                    "Kyodo News",
                                    "McClatchy",
                                    "PA Media",
                                    "Press Association",
                                    "Press Trust of India",
                                    "Reuters",
                                    "RIA Novosti",
                                    "Sputnik",
                                    "Tribune News Service",
                                    "United Press International",
                                    "Voice of America",
                                    "Xinhua",
                                    "Xinhua News Agency",
                                    "Yonhap",
                                    "Yonhap News Agency"};

static const char *const short_names[] = {
    "AA",  "AAP", "AFP",  "ANI", "AP",   "APA", "BBC",  "CNN",
    "CP",  "DPA", "dpa",  "EFE", "IANS", "IPS", "KUNA", "PA",
    "PTI", "SPA", "TASS", "UPI", "VOA",  "WAM"};

static const char *const suffixes[] = {" writers",  " writer",
                                       " staff",    " correspondent",
                                       " reporter", " news service"};

static bool ends_with(newsidx_text text, newsidx_text suffix)
{
    return text.length > suffix.length &&
           nx_str_equal_ascii(
               nx_str_slice(text.bytes + text.length - suffix.length,
                            suffix.length),
               suffix);
}

static bool is_name(newsidx_text text)
{
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (nx_str_equal_ascii(text, nx_str(names[i])))
            return true;
    }
    for (size_t i = 0; i < sizeof short_names / sizeof short_names[0]; i++) {
        if (nx_str_equal(text, nx_str(short_names[i])))
            return true;
    }
    return false;
}

bool nx_agency_find(newsidx_text text, newsidx_text *out_name)
{
    newsidx_text name = nx_str_trim(text);

    if (name.length > 4 &&
        nx_str_equal_ascii(nx_str_slice(name.bytes, 4), nx_str("the "))) {
        name.bytes += 4;
        name.length -= 4;
    }
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        const newsidx_text suffix = nx_str(suffixes[i]);

        if (!is_name(name) && ends_with(name, suffix))
            name.length -= suffix.length;
    }
    if (!is_name(name))
        return false;
    *out_name = name;
    return true;
}

/* Words that name what an organisation does; nobody is called so. */
static bool is_trade(newsidx_text word)
{
    static const char *const trades[] = {
        "agence",    "agencia",    "agency",  "agentur",  "agenzia",
        "bureau",    "chronicle",  "courier", "dispatch", "gazette",
        "guardian",  "herald",     "journal", "media",    "network",
        "news",      "newspapers", "post",    "press",    "pressedienst",
        "telegraph", "times",      "tribune", "wire"};

    for (size_t i = 0; i < sizeof trades / sizeof trades[0]; i++) {
        if (nx_str_equal_ascii(word, nx_str(trades[i])))
            return true;
    }
    return false;
}

bool nx_agency_guess(newsidx_text text)
{
    newsidx_text rest = nx_str_trim(text);
    size_t words = 0;
    bool has_trade = false;

    while (rest.length > 0) {
        size_t length = 0;

        while (length < rest.length && !nx_is_space(rest.bytes[length]))
            length++;
        if (!nx_is_upper(rest.bytes[0]) && (unsigned char)rest.bytes[0] < 0x80)
            return false;
        if (++words > 6 || rest.bytes[length - 1] == ',')
            return false;
        has_trade = has_trade || is_trade(nx_str_slice(rest.bytes, length));
        rest.bytes += length;
        rest.length -= length;
        rest = nx_str_trim(rest);
    }
    return has_trade && words > 1;
}
