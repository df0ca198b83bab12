/* How the host raises and passes up failures. See include/engram/status.h for what the caller sees. */
#ifndef ENGRAM_CORE_STATUS_H
#define ENGRAM_CORE_STATUS_H
#include <engram/status.h>

struct failure {
    const char *what, *where, *why, *hint;
};

/* Formatted text owned by the status, valid until the next failure is raised in it. */
const char *status_text(engram_status *status, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Record a failure; yields `code`. NULL slots become "". A NULL status is allowed: only the code survives. */
engram_code status_fail(engram_status *status, engram_code code, const struct failure *failure);
/* Forget an earlier failure. */
void status_clear(engram_status *status);

#define TEXT(...) status_text(status, __VA_ARGS__)
/* The comma tells compilers and clang-tidy that the value is never ENGRAM_OK. */
#define FAIL(code_, ...) (status_fail(status, (code_), &(struct failure){__VA_ARGS__}), (code_))
/* The only way to pass a failure up: needs `engram_code code` and a label `cleanup` in the function. */
#define TRY(call)                                                                                            \
    do {                                                                                                     \
        code = (call);                                                                                       \
        if (code != ENGRAM_OK)                                                                               \
            goto cleanup;                                                                                    \
    } while (0)
#endif
