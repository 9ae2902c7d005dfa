/* What a disk may hold after the power was cut. */
#ifndef NX_TESTS_RECORDED_DISK_H
#define NX_TESTS_RECORDED_DISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Between begin and end all that SQLite does to its files is written down, by
 * way of faulty_vfs.h. Then the files may be had as they could be after a power
 * cut at any moment. What was synced is there. Of what was written since, each
 * sector of 512 bytes is there or is not, whatever the order; a file that grew
 * has zeros where nothing arrived. A file that was made or deleted since its
 * folder was synced last is there or is not.
 *
 * SQLite syncs the folder with the first sync of a journal or log that it made,
 * and with a deletion if it is told to.
 */

/* Everything else in the folder has to be durable. With `keeps_syncs` false the
 * disk says that it has synced, and has not. */
void recorded_disk_begin(bool keeps_syncs);

/* All until here was acknowledged as the step `number`. */
void recorded_disk_mark(unsigned number);

/* How many events there are to cut before. */
size_t recorded_disk_end(void);

/*
 * Make the files in `folder` as they may be after a cut before the event `at`;
 * calls for one record go forward. Returns the last mark before it, or 0.
 */
unsigned recorded_disk_cut(size_t at, uint64_t *random, const char *folder);

/* Give the record's memory back. */
void recorded_disk_forget(void);

/* For faulty_vfs.c; `recorded_disk_opens` comes before the opening. */
void recorded_disk_opens(const char *path);
void recorded_disk_wrote(const char *path, const void *bytes, size_t length,
                         size_t offset);
void recorded_disk_cut_off(const char *path, size_t length);
void recorded_disk_synced(const char *path, bool with_folder);
void recorded_disk_deleted(const char *path, bool with_folder);

#endif
