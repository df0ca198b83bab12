#include "io/file.h"

#include "core/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char what[] = "a file cannot be read";

engram_code file_check(const char *path, engram_status *status)
{
    struct stat facts;
    if (stat(path, &facts))
        return FAIL(ENGRAM_E_INPUT, .what = what, .where = path, .why = strerror(errno),
                    .hint = "check the path; relative paths start at the file that names them");
    if (S_ISDIR(facts.st_mode))
        return FAIL(ENGRAM_E_INPUT, .what = what, .where = path, .why = "it is a directory",
                    .hint = "name a file in it");
    if (!S_ISREG(facts.st_mode))
        return FAIL(ENGRAM_E_INPUT, .what = what, .where = path, .why = "it is not a regular file",
                    .hint = "copy the data into one");
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return FAIL(ENGRAM_E_INPUT, .what = what, .where = path, .why = strerror(errno),
                    .hint = "check its permissions");
    close(descriptor);
    return ENGRAM_OK;
}

engram_code file_read(const char *path, uint64_t limit, char **text, uint64_t *n, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    FILE *file = NULL;
    struct stat facts = {0};
    *text = NULL;
    TRY(file_check(path, status));
    file = fopen(path, "rbe");
    if (!file || fstat(fileno(file), &facts))
        TRY(FAIL(ENGRAM_E_INPUT, .what = what, .where = path, .why = strerror(errno),
                 .hint = "check its permissions"));
    if ((uint64_t)facts.st_size > limit)
        TRY(FAIL(ENGRAM_E_INPUT, .what = what, .where = path, .hint = "is this the right file?",
                 .why = TEXT("it has %" PRIu64 " bytes; more than %" PRIu64 " are not expected here",
                             (uint64_t)facts.st_size, limit)));
    TRY(memory_new(text, (uint64_t)facts.st_size + 1, 1, path, status));
    *n = fread(*text, 1, (size_t)facts.st_size, file);
    if (ferror(file))
        TRY(FAIL(ENGRAM_E_INPUT, .what = what, .where = path, .why = strerror(errno),
                 .hint = "check the disk"));
cleanup:
    if (file)
        fclose(file);
    if (code != ENGRAM_OK) {
        free(*text);
        *text = NULL;
    }
    return code;
}
