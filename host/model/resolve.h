/* Join kernel files into one text: OpenCL drivers differ in how they find an included file, so includes are resolved here. */
#ifndef ENGRAM_MODEL_RESOLVE_H
#define ENGRAM_MODEL_RESOLVE_H
#include "core/text.h"

enum { RESOLVE_MAX_FILES = 64 };

/* Files that are in the text already; each goes in once. Zero at the beginning. */
struct resolved {
    const char *paths[RESOLVE_MAX_FILES];
    size_t n;
};

/* Add a kernel file (path as for kernel_text_find), once. */
engram_code resolve_file(struct text *out, struct resolved *done, const char *kernel_path,
                         engram_status *status);
/* Add a text that is called `path` in messages: its lines unchanged, but for  #include "..."  lines, which become the file, once. Compilers are
 * told file and line by #line. Included names are looked up beside the including file, then from the top of kernels/. */
engram_code resolve_text(struct text *out, struct resolved *done, const char *path, const char *text,
                         engram_status *status);
/* Only the files that a text includes. */
engram_code resolve_includes(struct text *out, struct resolved *done, const char *path, const char *text,
                             engram_status *status);
#endif
