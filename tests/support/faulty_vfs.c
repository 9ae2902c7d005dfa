#define _POSIX_C_SOURCE 200809L

#include "faulty_vfs.h"

#include "recorded_disk.h"

#include <signal.h>
#include <sqlite3.h>
#include <string.h>

/* The file of "unix" follows it in memory. */
typedef struct faulty_file {
    sqlite3_file base;
    const char *path;  /* of what the disk keeps; NULL: a temporary file */
    bool syncs_folder; /* with its first sync */
    sqlite3_file *real;
} faulty_file;

static sqlite3_vfs *real_vfs;

/* What is to be done to which call. */
static struct {
    enum { NOTHING, FAIL, KILL } what;
    faulty_way way;
    bool and_on;
    bool is_half;
    size_t number;
    size_t calls;
    const char *failed;
} plan;

static sqlite3_file *real_of(sqlite3_file *file)
{
    return ((faulty_file *)file)->real;
}

/* Is it this call's turn? Counts. */
static bool is_due(const char *call)
{
    plan.calls++;
    if (plan.calls < plan.number ||
        (plan.calls > plan.number && !plan.and_on) || plan.number == 0)
        return false;
    if (plan.failed == NULL)
        plan.failed = call;
    return true;
}

/* A call that fails or not; only writes do so in other ways. */
static bool fails(const char *call)
{
    return plan.what == FAIL && plan.way == FAULTY_ERROR && is_due(call);
}

/* The same for one that changes a file, and may be the last there is. */
static bool change_fails(const char *call)
{
    if (plan.what == KILL && is_due(call))
        raise(SIGKILL);
    return fails(call);
}

/* ---------------------------------------------------------------- files -- */

static int close_file(sqlite3_file *file)
{
    return real_of(file)->pMethods->xClose(real_of(file));
}

static int read_file(sqlite3_file *file, void *bytes, int length,
                     sqlite3_int64 offset)
{
    if (fails("read"))
        return SQLITE_IOERR_READ;
    return real_of(file)->pMethods->xRead(real_of(file), bytes, length, offset);
}

static int write_through(sqlite3_file *file, const void *bytes, int length,
                         sqlite3_int64 offset)
{
    const char *path = ((faulty_file *)file)->path;
    const int code =
        real_of(file)->pMethods->xWrite(real_of(file), bytes, length, offset);

    if (code == SQLITE_OK && path != NULL)
        recorded_disk_wrote(path, bytes, (size_t)length, (size_t)offset);
    return code;
}

static int write_file(sqlite3_file *file, const void *bytes, int length,
                      sqlite3_int64 offset)
{
    if (plan.what == FAIL && plan.way == FAULTY_ERROR && is_due("write"))
        return SQLITE_IOERR_WRITE;
    if (plan.what == FAIL && plan.way != FAULTY_ERROR && is_due("write")) {
        (void)write_through(file, bytes, length / 2, offset);
        return plan.way == FAULTY_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    }
    if (plan.what == KILL && is_due("write")) {
        if (plan.is_half)
            (void)write_through(file, bytes, length / 2, offset);
        raise(SIGKILL);
    }
    return write_through(file, bytes, length, offset);
}

static int truncate_file(sqlite3_file *file, sqlite3_int64 length)
{
    const char *path = ((faulty_file *)file)->path;

    if (change_fails("truncate"))
        return SQLITE_IOERR_TRUNCATE;
    if (path != NULL)
        recorded_disk_cut_off(path, (size_t)length);
    return real_of(file)->pMethods->xTruncate(real_of(file), length);
}

static int sync_file(sqlite3_file *file, int flags)
{
    faulty_file *mine = (faulty_file *)file;

    (void)flags;
    if (change_fails("sync"))
        return SQLITE_IOERR_FSYNC;
    if (mine->path != NULL)
        recorded_disk_synced(mine->path, mine->syncs_folder);
    mine->syncs_folder = false;
    return SQLITE_OK;
}

static int length_of_file(sqlite3_file *file, sqlite3_int64 *out_length)
{
    if (fails("file size"))
        return SQLITE_IOERR_FSTAT;
    return real_of(file)->pMethods->xFileSize(real_of(file), out_length);
}

static int lock_file(sqlite3_file *file, int level)
{
    if (fails("lock"))
        return SQLITE_IOERR_LOCK;
    return real_of(file)->pMethods->xLock(real_of(file), level);
}

static int unlock_file(sqlite3_file *file, int level)
{
    return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

static int check_lock(sqlite3_file *file, int *out_is_reserved)
{
    if (fails("check lock"))
        return SQLITE_IOERR_CHECKRESERVEDLOCK;
    return real_of(file)->pMethods->xCheckReservedLock(real_of(file),
                                                       out_is_reserved);
}

static int control_file(sqlite3_file *file, int operation, void *argument)
{
    return real_of(file)->pMethods->xFileControl(real_of(file), operation,
                                                 argument);
}

static int sector_bytes(sqlite3_file *file)
{
    return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int characteristics(sqlite3_file *file)
{
    return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

static int map_shared(sqlite3_file *file, int page, int length, int extend,
                      void volatile **out)
{
    if (fails("map shared memory"))
        return SQLITE_IOERR_SHMMAP;
    return real_of(file)->pMethods->xShmMap(real_of(file), page, length, extend,
                                            out);
}

/* To give a lock back can't fail, nor would SQLite look. */
static int lock_shared(sqlite3_file *file, int offset, int count, int flags)
{
    if ((flags & SQLITE_SHM_LOCK) != 0 && fails("lock shared memory"))
        return SQLITE_IOERR_SHMLOCK;
    return real_of(file)->pMethods->xShmLock(real_of(file), offset, count,
                                             flags);
}

static void fence_shared(sqlite3_file *file)
{
    real_of(file)->pMethods->xShmBarrier(real_of(file));
}

static int unmap_shared(sqlite3_file *file, int and_delete)
{
    return real_of(file)->pMethods->xShmUnmap(real_of(file), and_delete);
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = length_of_file,
    .xLock = lock_file,
    .xUnlock = unlock_file,
    .xCheckReservedLock = check_lock,
    .xFileControl = control_file,
    .xSectorSize = sector_bytes,
    .xDeviceCharacteristics = characteristics,
    .xShmMap = map_shared,
    .xShmLock = lock_shared,
    .xShmBarrier = fence_shared,
    .xShmUnmap = unmap_shared,
};

/* --------------------------------------------------------------- folder -- */

static int open_file(sqlite3_vfs *vfs, const char *path, sqlite3_file *file,
                     int flags, int *out_flags)
{
    const int kept =
        SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL;
    faulty_file *mine = (faulty_file *)file;
    int code;

    (void)vfs;
    memset(mine, 0, sizeof *mine);
    mine->real = (sqlite3_file *)(mine + 1);
    if (change_fails("open"))
        return SQLITE_CANTOPEN;
    if (path != NULL && (flags & kept) != 0) {
        mine->path = path;
        recorded_disk_opens(path);
    }
    code = real_vfs->xOpen(real_vfs, path, mine->real, flags, out_flags);
    if (code != SQLITE_OK)
        return code;
    mine->syncs_folder = (flags & SQLITE_OPEN_CREATE) != 0 &&
                         (flags & (kept & ~SQLITE_OPEN_MAIN_DB)) != 0;
    mine->base.pMethods = &methods;
    return code;
}

static int delete_file(sqlite3_vfs *vfs, const char *path, int and_sync)
{
    (void)vfs;
    if (change_fails("delete"))
        return SQLITE_IOERR_DELETE;
    recorded_disk_deleted(path, and_sync != 0);
    return real_vfs->xDelete(real_vfs, path, 0);
}

static int look_at_file(sqlite3_vfs *vfs, const char *path, int flags,
                        int *out_is_so)
{
    (void)vfs;
    if (fails("access"))
        return SQLITE_IOERR_ACCESS;
    return real_vfs->xAccess(real_vfs, path, flags, out_is_so);
}

static int sleep_not(sqlite3_vfs *vfs, int duration_us)
{
    (void)vfs;
    return duration_us;
}

bool faulty_vfs_install(void)
{
    static sqlite3_vfs mine;

    real_vfs = sqlite3_vfs_find("unix");
    if (real_vfs == NULL)
        return false;
    mine = *real_vfs;
    mine.zName = "faulty";
    mine.pNext = NULL;
    mine.szOsFile = (int)sizeof(faulty_file) + real_vfs->szOsFile;
    mine.xOpen = open_file;
    mine.xDelete = delete_file;
    mine.xAccess = look_at_file;
    mine.xSleep = sleep_not;
    return sqlite3_vfs_register(&mine, 1) == SQLITE_OK;
}

void faulty_vfs_fail(faulty_way way, size_t number, bool and_on)
{
    memset(&plan, 0, sizeof plan);
    plan.what = FAIL;
    plan.way = way;
    plan.number = number;
    plan.and_on = and_on;
}

void faulty_vfs_kill(size_t number, bool is_half)
{
    memset(&plan, 0, sizeof plan);
    plan.what = KILL;
    plan.number = number;
    plan.is_half = is_half;
}

bool faulty_vfs_end(void)
{
    plan.what = NOTHING;
    return plan.failed != NULL;
}

size_t faulty_vfs_calls(void)
{
    return plan.calls;
}

const char *faulty_vfs_failed(void)
{
    return plan.failed != NULL ? plan.failed : "nothing";
}
