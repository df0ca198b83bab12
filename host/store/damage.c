/* What the schedule does to axons, told to the device: how many times slower they conduct than their rule says, or how slow they are where no rule changes them. */
#include "core/memory.h"
#include "device/bank.h"
#include "device/clerror.h"
#include "device/launch.h"
#include "store/myelin.h"

#include <stdlib.h>

engram_code damage_create(struct store *s, struct store_myelin *m, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint32_t *slowdown = NULL, n = myelin_projection(s, m)->n_damages ? m->plan.n : 1u;
    TRY(memory_new(&slowdown, n, sizeof *slowdown, "myelin", status));
    for (uint32_t i = 0; i < n; i++)
        slowdown[i] = SLOWDOWN_ONE;
    TRY(bank_alloc_copy(s->dev, slowdown, n * sizeof *slowdown, "myelin", &m->slowdown, status));
cleanup:
    free(slowdown);
    return code;
}

engram_code damage_write(struct store *s, struct store_myelin *m, uint64_t step, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct projection *p = myelin_projection(s, m);
    uint32_t *values = NULL;
    if (!damage_changes(p, &m->plan, step))
        return ENGRAM_OK;
    TRY(memory_new(&values, m->plan.n, sizeof *values, "myelin", status));
    for (uint32_t i = 0; i < m->plan.n; i++)
        values[i] =
            p->myelin ? axon_slowdown(s->net, p, i, step) : damaged_slowness(s->net, p, &m->plan, i, step);
    TRY(bank_write(s->dev, m->slowdown, 0, values, m->plan.n * sizeof *values, status));
cleanup:
    free(values);
    return code;
}

engram_code damage_enqueue(struct store *s, struct store_myelin *m, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct device *dev = s->dev;
    cl_int err = CL_SUCCESS;
    cl_uint first = myelin_first_axon(s, m), n = m->plan.n;
    size_t group = s->work_group ? s->work_group : 1;
    CL_TRY(clSetKernelArg(m->kernel, 0, sizeof s->speeds, &s->speeds));
    CL_TRY(clSetKernelArg(m->kernel, 1, sizeof first, &first));
    CL_TRY(clSetKernelArg(m->kernel, 2, sizeof n, &n));
    CL_TRY(clSetKernelArg(m->kernel, 3, sizeof m->slowdown, &m->slowdown));
    TRY(launch(dev, m->kernel, (n + group - 1) / group * group, group, "set_speeds", status));
cleanup:
    return code;
}
