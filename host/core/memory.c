#include "core/memory.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static atomic_uint_fast64_t n_allocations, fail_at;

uint64_t memory_fail_at(uint64_t k)
{
    uint64_t made = atomic_exchange(&n_allocations, 0);
    atomic_store(&fail_at, k);
    return made;
}

static int must_fail(void)
{
    return atomic_fetch_add(&n_allocations, 1) + 1 == atomic_load(&fail_at);
}

static engram_code exhausted(uint64_t n, size_t size, const char *purpose, engram_status *status)
{
    return FAIL(ENGRAM_E_RESOURCES, .what = "out of memory", .where = purpose,
                .why = TEXT("%" PRIu64 " elements of %zu bytes could not be allocated", n, size),
                .hint = "make the network smaller, or see where the bytes go: engram plan FILE");
}

engram_code memory_resize(void *block, uint64_t n, size_t size, const char *purpose, engram_status *status)
{
    void **target = block;
    size_t bytes = 0;
    if (__builtin_mul_overflow(n, size, &bytes) || must_fail())
        return exhausted(n, size, purpose, status);
    void *grown = realloc(*target, bytes ? bytes : 1);
    if (!grown)
        return exhausted(n, size, purpose, status);
    *target = grown;
    return ENGRAM_OK;
}

engram_code memory_new(void *out, uint64_t n, size_t size, const char *purpose, engram_status *status)
{
    void **target = out;
    *target = NULL;
    if (must_fail())
        return exhausted(n, size, purpose, status);
    *target = calloc(n ? n : 1, size);
    return *target ? ENGRAM_OK : exhausted(n, size, purpose, status);
}

engram_code memory_string(char **out, const char *text, engram_status *status)
{
    size_t bytes = strlen(text) + 1;
    engram_code code = memory_new(out, bytes, 1, "text", status);
    if (code == ENGRAM_OK)
        memcpy(*out, text, bytes);
    return code;
}
