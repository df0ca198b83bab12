/* Whole text files, and the checks every text passes before it is parsed. */
#ifndef ENGRAM_CONFIG_TEXT_FILE_H
#define ENGRAM_CONFIG_TEXT_FILE_H
#include "core/status.h"

#include <stddef.h>
#include <stdint.h>

/* Read all of `path` as a zero-terminated string, owned by the caller. Fails with ENGRAM_E_INPUT: missing, no permission, a folder or device, empty,
 * larger than max_bytes. The bytes are not looked at; *n is the length and may exceed strlen(). */
engram_code text_file_read(const char *path, uint64_t max_bytes, char **out, size_t *n,
                           engram_status *status);
/* Refuse NUL bytes and bytes that are not UTF-8, at name:line:column (ENGRAM_E_USAGE). */
engram_code text_check(const char *name, const char *text, size_t n, uint32_t first_line,
                       engram_status *status);
/* Length of the UTF-8 byte order mark at the start of a text: 0 or 3. */
size_t text_mark_length(const char *text);
#endif
