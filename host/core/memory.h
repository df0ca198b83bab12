/* Memory that reports its failure instead of crashing, and that a test can make fail at will. */
#ifndef ENGRAM_CORE_MEMORY_H
#define ENGRAM_CORE_MEMORY_H
#include "core/status.h"

#include <stddef.h>
#include <stdint.h>

/* Allocate n elements of `size` bytes, all zero; *out is owned by the caller (free()). n = 0 gives a valid pointer.
 * Fails with ENGRAM_E_RESOURCES, also when n * size overflows; `purpose` is shown to the user ("weights of E_to_E"). */
engram_code memory_new(void *out, uint64_t n, size_t size, const char *purpose, engram_status *status);
/* Grow or shrink *block (NULL at first) to n elements; contents are kept, new bytes are undefined. On failure *block is unchanged. */
engram_code memory_resize(void *block, uint64_t n, size_t size, const char *purpose, engram_status *status);
/* A copy of a string, owned by the caller. */
engram_code memory_string(char **out, const char *text, engram_status *status);
/* Tests: let the k-th allocation from now on fail (0: never). Returns how many were made since the last call. */
uint64_t memory_fail_at(uint64_t k);
#endif
