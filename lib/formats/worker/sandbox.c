#include "formats/worker/sandbox.h"

#include "formats/charset/charset.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <pthread.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

/* A sanitizer maps terabytes, and reads files for its reports. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define IS_WATCHED true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) ||     \
    __has_feature(memory_sanitizer)
#define IS_WATCHED true
#endif
#endif
#ifndef IS_WATCHED
#define IS_WATCHED false
#endif

#define OPEN_FILES 16

/* Names in archives want it (archive/unpack.c); the C library keeps what it
 * has loaded while somebody has it. Volatile, for nobody reads it. */
static volatile locale_t kept;

static void prepare(void)
{
    nx_charset_preload();
    kept = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
}

void nx_sandbox_prepare(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, prepare);
}

/* How much address space there is already; 0 if that can't be told. */
static uint64_t count_mapped(void)
{
    const int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    const long page_bytes = sysconf(_SC_PAGESIZE);
    char text[32];
    uint64_t pages = 0;
    ssize_t length;

    if (file < 0)
        return 0;
    length = read(file, text, sizeof text);
    close(file);
    for (ssize_t i = 0; i < length && text[i] >= '0' && text[i] <= '9'; i++)
        pages = pages * 10 + (uint64_t)(text[i] - '0');
    return pages * (uint64_t)page_bytes;
}

static bool set_limit(int resource, uint64_t most)
{
    const struct rlimit limit = {(rlim_t)most, (rlim_t)most};

    return setrlimit(resource, &limit) == 0;
}

static bool set_limits(uint64_t memory_bytes)
{
    const uint64_t mapped_bytes = count_mapped();
    bool is_set = set_limit(RLIMIT_CORE, 0) && set_limit(RLIMIT_FSIZE, 0) &&
                  set_limit(RLIMIT_NOFILE, OPEN_FILES);

    if (IS_WATCHED)
        return is_set;
    if (mapped_bytes == 0)
        return false;
    return set_limit(RLIMIT_AS, mapped_bytes + memory_bytes) && is_set;
}

/* Of those that take protections, only without the right to execute. */
static bool allow_memory(scmp_filter_ctx filter)
{
    const struct scmp_arg_cmp is_data = {2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0};

    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
                            is_data) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
                            is_data) == 0;
}

/* So that abort() ends as what it is. */
static bool allow_own_end(scmp_filter_ctx filter)
{
    const struct scmp_arg_cmp is_own = {0, SCMP_CMP_EQ, (scmp_datum_t)getpid(),
                                        0};

    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
                            is_own) == 0;
}

static bool add_rules(scmp_filter_ctx filter)
{
    static const int allowed[] = {
        SCMP_SYS(read),           SCMP_SYS(recvmsg),
        SCMP_SYS(sendmsg),        SCMP_SYS(poll),
        SCMP_SYS(ppoll),          SCMP_SYS(close),
        SCMP_SYS(lseek),          SCMP_SYS(brk),
        SCMP_SYS(munmap),         SCMP_SYS(mremap),
        SCMP_SYS(madvise),        SCMP_SYS(futex),
        SCMP_SYS(clock_gettime),  SCMP_SYS(gettimeofday),
        SCMP_SYS(getrandom),      SCMP_SYS(rt_sigreturn),
        SCMP_SYS(rt_sigprocmask), SCMP_SYS(restart_syscall),
        SCMP_SYS(sched_yield),    SCMP_SYS(getpid),
        SCMP_SYS(gettid),         SCMP_SYS(exit),
        SCMP_SYS(exit_group)};
    /* A library that looks for a file of its own can do without it. */
    static const int denied[] = {SCMP_SYS(open),     SCMP_SYS(openat),
                                 SCMP_SYS(access),   SCMP_SYS(faccessat),
                                 SCMP_SYS(stat),     SCMP_SYS(newfstatat),
                                 SCMP_SYS(readlink), SCMP_SYS(readlinkat)};

    for (size_t i = 0; i < sizeof allowed / sizeof allowed[0]; i++) {
        const int code =
            seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);

        /* EDOM: this machine doesn't have the call. */
        if (code != 0 && code != -EDOM)
            return false;
    }
    for (size_t i = 0; i < sizeof denied / sizeof denied[0]; i++) {
        const int code =
            seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), denied[i], 0);

        if (code != 0 && code != -EDOM)
            return false;
    }
    return allow_memory(filter) && allow_own_end(filter);
}

/* It also sees to it that no program ever gets more rights. */
static bool set_filter(void)
{
    const scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    bool is_set;

    if (filter == NULL)
        return false;
    is_set = add_rules(filter) && seccomp_load(filter) == 0;
    seccomp_release(filter);
    return is_set;
}

bool nx_sandbox_enter(uint64_t memory_bytes)
{
    const bool is_limited = set_limits(memory_bytes);

    return is_limited && !IS_WATCHED && set_filter();
}
