/* Walk through the allocations of loading an experiment. Reading the built-in models takes thousands of them, each of which the model room's own tests
 * fail; here only every 23rd of those is, and every other allocation of the load. */
#ifndef ENGRAM_TEST_EVERY_ALLOCATION_H
#define ENGRAM_TEST_EVERY_ALLOCATION_H
#include "core/memory.h"
#include "model/model.h"

struct allocations {
    uint64_t models_begin, models_end; /* the k for which the models are being read */
};

/* `before`: how many allocations come before the models are read. */
static inline struct allocations allocations_around_models(uint64_t before, engram_status *status)
{
    struct registry *registry = NULL;
    memory_fail_at(0);
    engram_code code = registry_create(&registry, status);
    uint64_t n = memory_fail_at(0);
    registry_free(registry);
    return code == ENGRAM_OK ? (struct allocations){before, before + n} : (struct allocations){0};
}

static inline uint64_t allocations_next(const struct allocations *a, uint64_t k)
{
    bool inside = k > a->models_begin + 8 && k + 31 < a->models_end;
    return k + (inside ? 23 : 1);
}
#endif
