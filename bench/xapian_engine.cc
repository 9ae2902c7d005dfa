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

const Xapian::valueno date_value = 0;
const char *const source_prefix = "XS";

struct opened {
    Xapian::Database database;
    Xapian::Stem stemmer;

    explicit opened(const char *path) : database(path), stemmer("en")
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

Xapian::Query make_words(const opened &from, bench_logic logic,
                         const char *text)
{
    std::vector<std::string> words = cut(text);

    if (logic == BENCH_PHRASE)
        return Xapian::Query(Xapian::Query::OP_PHRASE, words.begin(),
                             words.end());
    /* The window counts the words themselves. */
    if (logic == BENCH_NEAR)
        return Xapian::Query(Xapian::Query::OP_NEAR, words.begin(), words.end(),
                             BENCH_NEAR_DISTANCE + 1);
    for (std::string &word : words)
        word = "Z" + from.stemmer(word);
    return Xapian::Query(logic == BENCH_AND || logic == BENCH_PLAIN
                             ? Xapian::Query::OP_AND
                             : Xapian::Query::OP_OR,
                         words.begin(), words.end());
}

Xapian::Query make_query(const opened &from, const bench_question &question,
                         const char *text)
{
    Xapian::Query words = make_words(from, question.task->logic, text);

    if (question.from == NULL)
        return words;
    /* 'U' comes after the T behind the last day. */
    Xapian::Query filter(Xapian::Query::OP_VALUE_RANGE, date_value,
                         question.from, std::string(question.last) + "U");
    if (question.source != NULL)
        filter &= Xapian::Query(source_prefix + std::string(question.source));
    return Xapian::Query(Xapian::Query::OP_FILTER, words, filter);
}

char *spell(const bench_question *question)
{
    return bench_question_spell(question, "", " ", "");
}

uint64_t read_hits(const opened &from, const Xapian::MSet &hits,
                   bool has_passages)
{
    uint64_t count = 0;

    for (Xapian::MSetIterator hit = hits.begin(); hit != hits.end(); ++hit) {
        if (has_passages)
            hits.snippet(hit.get_document().get_data(), passage_bytes,
                         from.stemmer);
        count++;
    }
    return count;
}

uint64_t search(void *state, const bench_question *question, const char *text)
{
    const opened *from = static_cast<opened *>(state);

    try {
        Xapian::Enquire enquire(from->database);

        enquire.set_query(make_query(*from, *question, text));
        if (question->task->want != BENCH_BEST)
            enquire.set_weighting_scheme(Xapian::BoolWeight());
        if (question->task->want == BENCH_COUNT) {
            Xapian::doccount all = from->database.get_doccount();

            return enquire.get_mset(0, 0, all).get_matches_estimated();
        }
        if (question->task->want == BENCH_NEWEST)
            enquire.set_sort_by_value(date_value, true);
        return read_hits(*from, enquire.get_mset(0, BENCH_HITS),
                         question->has_passages);
    } catch (const Xapian::Error &error) {
        bench_die("xapian: %s", error.get_msg().c_str());
    }
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
    document.add_value(date_value, article.date.bytes);
    if (article.source.length > 0)
        document.add_boolean_term(source_prefix +
                                  std::string(article.source.bytes));
    database.add_document(document);
}

} /* namespace */

void bench_xapian_load(const char *path, bench_articles *articles)
{
    try {
        Xapian::WritableDatabase database(path, Xapian::DB_CREATE_OR_OVERWRITE);
        Xapian::TermGenerator terms;
        bench_article article;

        terms.set_stemmer(Xapian::Stem("en"));
        while (bench_articles_next(articles, &article)) {
            add_article(database, terms, article);
            if (articles->count % batch_articles == 0)
                database.commit();
        }
        database.commit();
    } catch (const Xapian::Error &error) {
        bench_die("xapian: %s", error.get_msg().c_str());
    }
}

void bench_xapian_open(const char *path, bench_engine *engine)
{
    engine->name = "Xapian";
    try {
        engine->state = new opened(path);
    } catch (const Xapian::Error &error) {
        bench_die("xapian: %s", error.get_msg().c_str());
    }
    engine->has_total = false;
    engine->spell = spell;
    engine->search = search;
    engine->close = close_engine;
}
