/* For dl_iterate_phdr(), which is everywhere that has ELF, but in no standard.
 */
#define _GNU_SOURCE

#include "text/identity.h"

#include "base/hash.h"

#ifdef __ELF__
#include <elf.h>
#include <libstemmer.h>
#include <link.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <utf8proc.h>

/* Of this folder, of what it is made with and of data/: see CMakeLists.txt. */
static const char sources[] =
#include "generated/analysis_sources.inc"
    ;

/* A loaded object, named by some data that lies in it. A function would not do:
 * its address may be that of a jump in the program's own file. */
typedef struct object {
    uintptr_t address;
    uint64_t hash; /* of its build id; 0: not found */
} object;

/* Where a segment lies, as seen from the table that names it. */
static const unsigned char *place(const struct dl_phdr_info *info,
                                  const ElfW(Phdr) * segment)
{
    const uintptr_t table = (uintptr_t)info->dlpi_phdr;

    return (const unsigned char *)info->dlpi_phdr +
           (ptrdiff_t)(info->dlpi_addr + segment->p_vaddr - table);
}

static bool contains(const struct dl_phdr_info *info, uintptr_t address)
{
    for (size_t i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &info->dlpi_phdr[i];

        if (segment->p_type == PT_LOAD &&
            address - (uintptr_t)place(info, segment) < segment->p_memsz)
            return true;
    }
    return false;
}

static size_t round_up(size_t length, size_t unit)
{
    return (length + unit - 1) / unit * unit;
}

/* The build id among the notes of a segment, hashed; 0: none. The notes are
 * those of a file that the system has loaded and runs. */
static uint64_t find_build_id(const unsigned char *notes, size_t length,
                              size_t unit)
{
    ElfW(Nhdr) note;

    while (length >= sizeof note) {
        memcpy(&note, notes, sizeof note);
        const size_t id_at = round_up(sizeof note + note.n_namesz, unit);
        const size_t end = id_at + round_up(note.n_descsz, unit);

        if (end > length)
            break;
        if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 &&
            memcmp(notes + sizeof note, "GNU", 4) == 0)
            return nx_hash64(notes + id_at, note.n_descsz, 1);
        notes += end;
        length -= end;
    }
    return 0;
}

static int look_at(struct dl_phdr_info *info, size_t size, void *user)
{
    object *wanted = user;

    (void)size;
    if (!contains(info, wanted->address))
        return 0;
    for (size_t i = 0; i < info->dlpi_phnum && wanted->hash == 0; i++) {
        const ElfW(Phdr) *segment = &info->dlpi_phdr[i];

        if (segment->p_type == PT_NOTE)
            wanted->hash = find_build_id(place(info, segment), segment->p_memsz,
                                         segment->p_align == 8 ? 8 : 4);
    }
    return 1;
}

uint64_t nx_identity(void)
{
    const void *const inside[] = {sb_stemmer_list(), utf8proc_version()};
    uint64_t hash = nx_hash64(sources, sizeof sources, 0);

    for (size_t i = 0; i < sizeof inside / sizeof inside[0]; i++) {
        object wanted = {(uintptr_t)inside[i], 0};

        (void)dl_iterate_phdr(look_at, &wanted);
        if (wanted.hash == 0)
            return 0;
        hash = nx_hash64(&wanted.hash, sizeof wanted.hash, hash);
    }
    return hash;
}
#else
uint64_t nx_identity(void)
{
    return 0;
}
#endif
