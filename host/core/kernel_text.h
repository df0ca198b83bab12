/* The texts of kernels/ and of the reference's entry points, embedded in the binary by scripts/embed.c.
 * ENGRAM_KERNEL_DIR names a folder laid out like kernels/ whose files take precedence (each is read once), so that a kernel can be
 * edited without building. */
#ifndef ENGRAM_CORE_KERNEL_TEXT_H
#define ENGRAM_CORE_KERNEL_TEXT_H
#include "core/status.h"

#include <stddef.h>

/* Generated: sorted by path, ends with a NULL path. */
struct kernel_text {
    const char *path, *text;
};
extern const struct kernel_text kernel_texts[];

/* The text of "rules/stdp.h" or "reference/entry.h"; borrowed for the life of the process. Fails with ENGRAM_E_INPUT if there is no such file,
 * with ENGRAM_E_USAGE if ENGRAM_KERNEL_DIR is no folder. */
engram_code kernel_text_find(const char *path, const char **text, engram_status *status);
/* `path` itself in memory that lives as long as the process, if there is such a file; else NULL. */
const char *kernel_text_path(const char *path);
/* Walk the embedded paths: i from 0 until NULL. Files that exist only in ENGRAM_KERNEL_DIR are found by name, but not listed. */
const char *kernel_text_at(size_t i);
#endif
