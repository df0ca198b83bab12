#include "io/file.h"

#include <errno.h>
#include <fcntl.h>
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
