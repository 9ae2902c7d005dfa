/* What the files salvage*.c share. */
#ifndef NX_STORE_SALVAGE_PARTS_H
#define NX_STORE_SALVAGE_PARTS_H

#include "disk/frame.h"
#include "store/salvage.h"

/* A row that may be a version's. */
typedef struct nx_find {
    int64_t id;
    uint32_t page;
    uint16_t offset;
    uint8_t rank; /* the lowest of an id is the best */
} nx_find;

enum {
    NX_FIND_PROVEN,  /* its checksum is right */
    NX_FIND_DAMAGED, /* it is not */
    NX_FIND_OLD      /* and the page is free, so it may be of before */
};

/* A line of the index of keys: which version has which id, said once more. */
typedef struct nx_key_line {
    uint64_t hash; /* of the key */
    int64_t version;
    int64_t id;
    uint32_t page;
    uint16_t offset;
    bool is_met; /* a version of that key and number was found */
} nx_key_line;

typedef struct nx_hidden_line {
    int64_t id;
    int64_t state;
} nx_hidden_line;

/* Dictionaries that the file may have, with copies. */
#define NX_SALVAGE_DICTIONARIES 4

struct nx_salvage {
    nx_raw_pages pages;
    nx_arena arena; /* of the page that is looked at */
    unsigned char *page;
    uint32_t page_number;  /* of `page`; 0: none */
    unsigned char *owners; /* by page: NX_OWNER_ */
    uint64_t pages_left;   /* of what runs over: so many may be read */
    bool is_ours;          /* the header says so, or an article was there */
    char language[16];
    nx_dictionary *dictionaries[NX_SALVAGE_DICTIONARIES];
    size_t dictionary_count;

    nx_find *finds; /* by id and rank, once all is read */
    size_t find_count;
    size_t find_capacity;
    nx_key_line *keys; /* by key and version */
    size_t key_count;
    size_t key_capacity;
    nx_key_line *ids; /* the same by id */
    nx_hidden_line *hidden;
    size_t hidden_count;
    size_t hidden_capacity;
    bool has_all_hidden;   /* who isn't there is not hidden */
    unsigned char *states; /* by id, as the row chunks have them */
    int64_t last_state;
    size_t chunk_count;

    int64_t last_id; /* all ids up to this one were given */
    int64_t id;      /* that was handed out last */
    size_t next_find;
    size_t next_line; /* of `ids` */
};

enum { NX_OWNER_UNKNOWN, NX_OWNER_FREE, NX_OWNER_HIDDEN, NX_OWNER_ROWS };

/* --------------------------------------------------- salvage_scan.c ----- */

/* Read all pages: what is found, not yet in order. */
newsidx_status nx_salvage_scan(nx_salvage *salvage,
                               newsidx_progress_fn progress, void *user,
                               newsidx_error *err);

/* Make `page` that page. False if it can't be read. */
bool nx_salvage_turn_to(nx_salvage *salvage, uint32_t number);

/* The row at a place of a page, all of it, into `arena`. What kind of page it
 * is, the page says if NX_RAW_OTHER. NEWSIDX_NOT_FOUND if there is none. */
newsidx_status nx_salvage_row(nx_salvage *salvage, nx_raw_kind kind,
                              uint32_t page, uint32_t offset, nx_arena *arena,
                              int64_t *out_id, nx_raw_row *out,
                              newsidx_error *err);

/* Could a row of that shape be a version's? */
bool nx_salvage_is_article(const nx_raw_row *row);

/* The version that a row is, but for its body, borrowed from the row. */
void nx_salvage_decode(const nx_raw_row *row, int64_t id, nx_stored *out);

/* -------------------------------------------------- salvage_trees.c ----- */

/* Set `owners` and `has_all_hidden` by the schema, the trees of two tables and
 * the list of free pages. */
newsidx_status nx_salvage_find_owners(nx_salvage *salvage, newsidx_error *err);

/* Read the rows' states. */
newsidx_status nx_salvage_read_states(nx_salvage *salvage, newsidx_error *err);

#endif
