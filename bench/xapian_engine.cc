extern "C" {
#include "measure.h"
#include "xapian_engine.h"
}

#include <xapian.h>

#include <string>
#include <vector>

namespace
{

const Xapian::doccount batch_articles = 4096;
const size_t passage_bytes = 500;

struct opened {
    Xapian::Database database;
    Xapian::Stem stemmer;
    Xapian::Enquire enquire;

    explicit opened(const char *path)
        : database(path), stemmer("en"), enquire(database)
    {
    }
};

/*
 * Words in small letters, which only have to be cut at the blanks: those of a
 * phrase are unstemmed and positional, all others stems ("Z" before them).
 */
std::vector<std::string> cut(const char *text)
{
    std::vector<std::string> words(1);

    for (; *text != '\0'; text++) {
        if (*text == ' ')
            words.push_back(std::string());
        else
            words.back() += *text;
    }
    return words;
}

Xapian::Query make_query(const opened &from, bench_task task, const char *text)
{
    std::vector<std::string> words = cut(text);

    if (task == BENCH_PHRASE_IDS)
        return Xapian::Query(Xapian::Query::OP_PHRASE, words.begin(),
                             words.end());
    /* The window counts the words themselves. */
    if (task == BENCH_NEAR_IDS)
        return Xapian::Query(Xapian::Query::OP_NEAR, words.begin(), words.end(),
                             BENCH_NEAR_DISTANCE + 1);
    for (std::string &word : words)
        word = "Z" + from.stemmer(word);
    if (task == BENCH_AND_IDS || task == BENCH_AND_PASSAGES)
        return Xapian::Query(Xapian::Query::OP_AND, words.begin(), words.end());
    return Xapian::Query(Xapian::Query::OP_OR, words.begin(), words.end());
}

char *spell(const bench_query *query, bench_task task)
{
    size_t count = query->word_count;

    if (task == BENCH_AND_IDS || task == BENCH_AND_PASSAGES)
        count = BENCH_AND_WORDS;
    else if (task == BENCH_PHRASE_IDS || task == BENCH_NEAR_IDS)
        count = BENCH_PHRASE_WORDS;
    return bench_query_spell(query, count, "", " ", "");
}

uint64_t search(void *state, bench_task task, const char *text)
{
    opened *from = static_cast<opened *>(state);
    uint64_t count = 0;

    try {
        from->enquire.set_query(make_query(*from, task, text));
        if (task == BENCH_COUNT) {
            Xapian::doccount all = from->database.get_doccount();

            return from->enquire.get_mset(0, 0, all).get_matches_estimated();
        }
        Xapian::MSet hits = from->enquire.get_mset(0, BENCH_HITS);

        for (Xapian::MSetIterator hit = hits.begin(); hit != hits.end();
             ++hit) {
            if (task == BENCH_ANY_PASSAGES || task == BENCH_AND_PASSAGES)
                hits.snippet(hit.get_document().get_data(), passage_bytes,
                             from->stemmer);
            count++;
        }
    } catch (const Xapian::Error &error) {
        bench_die("xapian: %s", error.get_msg().c_str());
    }
    return count;
}

void close_engine(void *state)
{
    delete static_cast<opened *>(state);
}

void add_article(Xapian::WritableDatabase &database,
                 Xapian::TermGenerator &terms, const bench_article &article)
{
    Xapian::Document document;

    terms.set_document(document);
    terms.set_termpos(0);
    terms.index_text(std::string(article.title.bytes, article.title.length));
    terms.increase_termpos();
    terms.index_text(std::string(article.text.bytes, article.text.length));
    document.set_data(std::string(article.text.bytes, article.text.length));
    database.add_document(document);
}

} /* namespace */

uint64_t bench_xapian_load(const char *path, const bench_articles *articles)
{
    try {
        Xapian::WritableDatabase database(path, Xapian::DB_CREATE_OR_OVERWRITE);
        Xapian::TermGenerator terms;

        terms.set_stemmer(Xapian::Stem("en"));
        for (size_t i = 0; i < articles->count; i++) {
            add_article(database, terms, articles->items[i]);
            if ((i + 1) % batch_articles == 0)
                database.commit();
        }
        database.commit();
    } catch (const Xapian::Error &error) {
        bench_die("xapian: %s", error.get_msg().c_str());
    }
    return articles->count;
}

void bench_xapian_open(const char *path, bench_engine *engine)
{
    engine->name = "Xapian";
    try {
        engine->state = new opened(path);
    } catch (const Xapian::Error &error) {
        bench_die("xapian: %s", error.get_msg().c_str());
    }
    engine->spell = spell;
    engine->search = search;
    engine->close = close_engine;
}
