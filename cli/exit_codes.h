/* What newsq's exit status says. They are promised: newsq.1 lists them. */
#ifndef NEWSQ_EXIT_CODES_H
#define NEWSQ_EXIT_CODES_H

typedef enum nq_exit_code {
    CODE_OK = 0,           /**< Hits, or the command did what it should. */
    CODE_NOTHING = 1,      /**< Nothing found. */
    CODE_USAGE = 2,        /**< Arguments or query can't be understood. */
    CODE_NO_INDEX = 3,     /**< No index there, or not one we can use. */
    CODE_BUSY = 4,         /**< Another process is writing. */
    CODE_CORRUPT = 5,      /**< The index contradicts itself. */
    CODE_SKIPPED = 6,      /**< Some inputs, or some of a damaged index. */
    CODE_PARTIAL = 7,      /**< Only with --fail-partial. */
    CODE_FORMAT_OLD = 20,  /**< --format-version is no longer written. */
    CODE_FORMAT_NEW = 21,  /**< --format-version is not known yet. */
    CODE_INTERNAL = 70,    /**< A bug, or no memory. */
    CODE_IO = 74,          /**< Reading or writing failed, or a full disk. */
    CODE_INTERRUPTED = 130 /**< Ctrl-C. */
} nq_exit_code;

#endif
