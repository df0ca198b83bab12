/* Where a compiler's log points: the first error of a build log, in the author's own file and line.
 *
 * Logs seen:   my_rule.h:4:16: error: MESSAGE      clang's form (Oclgrind, NVIDIA, AMD); Intel writes 1:LINE:COL with the number of the source
 *              error: my_rule.h:4:16: MESSAGE      PoCL
 *              "my_rule.h", line 4: error: MESSAGE old AMD
 * A driver may ignore #line (Oclgrind 21.10 does) and name a file nobody wrote; then the line is one of the assembled text, and the #line
 * directives in that text say whose it is. */
#ifndef ENGRAM_DEVICE_BUILDLOG_H
#define ENGRAM_DEVICE_BUILDLOG_H
#include <stdbool.h>

struct build_error {
    char file[256];
    unsigned line, column; /* column 0: not said */
    char message[512];
    char source[512]; /* that line of the text; "" if it is not in there */
};

/* False if the log has no line that can be read as an error; then out->message is the log's first line. */
bool build_error_find(const char *log, const char *text, struct build_error *out);
#endif
