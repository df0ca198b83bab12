/**
 * @file status.h
 * Result codes and the status object.
 *
 * Every function that can fail returns an engram_code and takes a status as its last argument. The text of a failure
 * answers four questions: what went wrong, where, why, and what to do. The status owns that text.
 */
#ifndef ENGRAM_STATUS_H
#define ENGRAM_STATUS_H

#ifdef __cplusplus
extern "C" {
#endif

#define ENGRAM_API __attribute__((visibility("default")))

/** What happened. The command line exits with the number in parentheses. */
typedef enum engram_code {
    ENGRAM_OK = 0,      /**< done (0) */
    ENGRAM_E_RUN,       /**< the run itself failed (1) */
    ENGRAM_E_USAGE,     /**< wrong command line or experiment file (2) */
    ENGRAM_E_INPUT,     /**< input data unusable: HDF5, CSV, spike lists (3) */
    ENGRAM_E_DEVICE,    /**< no such device, driver error, kernel does not compile, self-test failed (4) */
    ENGRAM_E_RESOURCES, /**< memory or disk exhausted, or a file cannot be written (5) */
    ENGRAM_E_MISMATCH, /**< validation found a difference, or a number is not as the experiment expects (6) */
    ENGRAM_E_NAME,     /**< API: no population, projection or variable of that name (2) */
    ENGRAM_E_SHAPE,    /**< API: an array has the wrong number of elements (2) */
    ENGRAM_E_STATE,    /**< API: not possible now, for example reading before building (2) */
    ENGRAM_E_INTERRUPTED /**< stopped by the caller or a signal; what was written is whole (75) */
} engram_code;

/** Why the last call failed. Create one per thread. */
typedef struct engram_status engram_status;

/** A new, empty status; NULL only when memory is exhausted. The caller owns it. */
ENGRAM_API engram_status *engram_status_create(void);
/** Free a status; NULL is fine. */
ENGRAM_API void engram_status_free(engram_status *status);
ENGRAM_API engram_code engram_status_code(const engram_status *status);
/** The four texts, never NULL, possibly empty; borrowed until the next call that takes this status. */
ENGRAM_API const char *engram_status_what(const engram_status *status);
ENGRAM_API const char *engram_status_where(const engram_status *status);
ENGRAM_API const char *engram_status_why(const engram_status *status);
ENGRAM_API const char *engram_status_hint(const engram_status *status);
/** Exit code of the command line for a code, as documented above. */
ENGRAM_API int engram_exit_code(engram_code code);

#ifdef __cplusplus
}
#endif
#endif
