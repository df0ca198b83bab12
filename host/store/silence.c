/* Which neurons stand still, told to the device when an event of the schedule falls due. */
#include "core/memory.h"
#include "device/bank.h"
#include "store/store.h"

engram_code silence_create(struct store *s, struct store_cohort *cohort, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    bool any = cohort->layout->variant.falls_silent;
    uint32_t n = any ? cohort->layout->n_pad : 1u;
    TRY(bank_alloc_zero(s->dev, n * sizeof(uint32_t), "silent neurons", &cohort->silent, status));
    if (any)
        TRY(memory_new(&cohort->host_silent, n, sizeof(uint32_t), "silent neurons", status));
cleanup:
    return code;
}

/* The host writes whole buffers, see cohorts_set_currents(). */
static engram_code cohort_silence(struct store *s, struct store_cohort *cohort, uint64_t step,
                                  engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct layout_cohort *c = cohort->layout;
    bool any = false;
    for (uint32_t m = 0; m < c->n_members; m++) {
        const struct population *p = member_of(s, c, m);
        if (!silence_changes(s->net, p, step))
            continue;
        silence_apply(s->net, p, step, cohort->host_silent + s->layout->populations[c->members[m]].place);
        any = true;
    }
    if (any)
        TRY(bank_write(s->dev, cohort->silent, 0, cohort->host_silent, c->n_pad * sizeof(uint32_t), status));
cleanup:
    return code;
}

engram_code silence_set(struct store *s, uint64_t step, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (uint32_t c = 0; c < s->layout->n_cohorts; c++)
        if (s->cohorts[c].host_silent)
            TRY(cohort_silence(s, &s->cohorts[c], step, status));
cleanup:
    return code;
}
