/* Poisson input: thresholds and weights of a cohort's drives and generators. Where a schedule changes rates, thresholds are kept on the host too, and written
 * anew when an event falls due. */
#include "core/memory.h"
#include "device/bank.h"
#include "store/store.h"

#include <stdlib.h>

/* Drives of a population, and the train of a Poisson generator, which is NULL as a drive. */
static size_t n_trains(const struct population *p)
{
    return p->n_drives + (p->model->generator == GENERATOR_POISSON);
}

static const struct drive *train_of(const struct population *p, size_t k)
{
    return k < p->n_drives ? &p->drives[k] : NULL;
}

/* ---- places ---- */

/* As many thresholds as any neuron can ever need. A scheduled rate gets one more: rates below the largest round on their own. */
static uint32_t thresholds_needed(const struct store *s, const struct population *p,
                                  const struct drive *drive)
{
    uint32_t most = 0, thresholds[POISSON_MAX_THRESHOLDS];
    for (uint32_t i = 0; i < (drive_rate_varies(p, drive) ? p->n : 1); i++) {
        double mean = poisson_mean(drive_largest_rate(s->net, p, drive, i), s->net->dt_ms);
        uint32_t n = mean > 0 ? poisson_thresholds(mean, thresholds, POISSON_MAX_THRESHOLDS) : 0;
        most = n > most ? n : most;
    }
    most += drive_is_scheduled(p, drive ? drive->receptor : 0);
    return (most + 3u) / 4u * 4u; /* see poisson_count() in fast/neurons.cl */
}

struct drive_sizes {
    uint64_t thresholds, weights;
};

static void place_train(struct store *s, uint32_t population, const struct drive *drive,
                        struct drive_sizes *sizes)
{
    const struct population *p = &s->net->populations[population];
    population_record *r = &s->layout->populations[population];
    uint32_t receptor = drive ? drive->receptor : 0;
    r->thresholds[receptor] = (uint32_t)sizes->thresholds;
    r->n_thresholds[receptor] = thresholds_needed(s, p, drive);
    r->thresholds_vary[receptor] = drive_rate_varies(p, drive);
    sizes->thresholds += (uint64_t)r->n_thresholds[receptor] * (r->thresholds_vary[receptor] ? r->n_pad : 1u);
    if (!drive)
        return;
    r->drive_weight[receptor] = (uint32_t)sizes->weights;
    r->drive_weight_varies[receptor] = !quantity_is_constant(&drive->weight);
    sizes->weights += r->drive_weight_varies[receptor] ? r->n_pad : 1u;
}

/* ---- values ---- */

/* Those of one train in the step that ends at `stamp`. */
static void fill_thresholds(const struct store *s, uint32_t population, const struct drive *drive,
                            uint64_t stamp, uint32_t *pool)
{
    const struct population *p = &s->net->populations[population];
    const population_record *r = &s->layout->populations[population];
    uint32_t receptor = drive ? drive->receptor : 0, own[POISSON_MAX_THRESHOLDS];
    bool varies = r->thresholds_vary[receptor];
    uint32_t stride = varies ? r->n_pad : 1u, *out = pool + r->thresholds[receptor];
    for (uint32_t i = 0; i < stride; i++) {
        bool is_neuron = !varies || i < p->n; /* the rest is padding */
        double mean = is_neuron ? poisson_mean(drive_rate(s->net, p, drive, i, stamp), s->net->dt_ms) : 0;
        uint32_t n = mean > 0 ? poisson_thresholds(mean, own, POISSON_MAX_THRESHOLDS) : 0;
        for (uint32_t k = 0; k < r->n_thresholds[receptor]; k++)
            out[(uint64_t)k * stride + i] =
                k < n ? own[k] - 1u : UINT32_MAX; /* compared with >, see fast/neurons.cl */
    }
}

static void fill_weights(const struct store *s, uint32_t population, const struct drive *drive, float *pool)
{
    const struct population *p = &s->net->populations[population];
    const population_record *r = &s->layout->populations[population];
    uint32_t n = r->drive_weight_varies[drive->receptor] ? r->n_pad : 1u;
    for (uint32_t i = 0; i < n; i++)
        pool[r->drive_weight[drive->receptor] + i] =
            drive_weight(p, s->net->seed, drive, i < r->n ? i : r->n - 1u);
}

/* ---- life ---- */

static engram_code place_trains(struct store *s, const struct layout_cohort *c, struct drive_sizes *sizes,
                                engram_status *status)
{
    for (uint32_t m = 0; m < c->n_members; m++)
        for (size_t k = 0; k < n_trains(member_of(s, c, m)); k++)
            place_train(s, c->members[m], train_of(member_of(s, c, m), k), sizes);
    if (sizes->thresholds <= UINT32_MAX && sizes->weights <= UINT32_MAX)
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_RESOURCES, .what = "too many different rates",
                .where = TEXT("model '%s'", c->model->name),
                .why = "thresholds of the Poisson input of all its populations are numbered with 32 bits",
                .hint = "give the neurons the same rate and weight, or make the populations smaller");
}

static bool drives_are_scheduled(const struct store *s, const struct layout_cohort *c)
{
    for (uint32_t m = 0; m < c->n_members; m++)
        for (uint32_t r = 0; r < MODEL_MAX_RECEPTORS; r++)
            if (drive_is_scheduled(member_of(s, c, m), r))
                return true;
    return false;
}

engram_code drives_create(struct store *s, struct store_cohort *cohort, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct layout_cohort *c = cohort->layout;
    struct drive_sizes n = {0};
    uint32_t *thresholds = NULL;
    float *weights = NULL;
    TRY(place_trains(s, c, &n, status));
    TRY(memory_new(&thresholds, n.thresholds, sizeof *thresholds, "Poisson thresholds", status));
    TRY(memory_new(&weights, n.weights, sizeof *weights, "drive weights", status));
    for (uint32_t m = 0; m < c->n_members; m++)
        for (size_t k = 0; k < n_trains(member_of(s, c, m)); k++) {
            const struct drive *drive = train_of(member_of(s, c, m), k);
            fill_thresholds(s, c->members[m], drive, 1, thresholds);
            if (drive)
                fill_weights(s, c->members[m], drive, weights);
        }
    TRY(bank_alloc_copy(s->dev, thresholds, n.thresholds * sizeof *thresholds, "Poisson thresholds",
                        &cohort->thresholds, status));
    TRY(bank_alloc_copy(s->dev, weights, n.weights * sizeof *weights, "drive weights", &cohort->drive_weights,
                        status));
    if (drives_are_scheduled(s, c)) {
        cohort->host_thresholds = thresholds;
        cohort->n_thresholds = n.thresholds;
        thresholds = NULL;
    }
cleanup:
    free(thresholds);
    free(weights);
    return code;
}

/* The host writes whole buffers, see cohorts_set_currents(). */
static engram_code cohort_drives(struct store *s, struct store_cohort *cohort, uint64_t step,
                                 engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct layout_cohort *c = cohort->layout;
    bool any = false;
    for (uint32_t m = 0; m < c->n_members; m++) {
        const struct population *p = member_of(s, c, m);
        bool changes = drives_change(s->net, p, step);
        for (size_t k = 0; changes && k < n_trains(p); k++)
            fill_thresholds(s, c->members[m], train_of(p, k), step + 1, cohort->host_thresholds);
        any = any || changes;
    }
    if (any)
        TRY(bank_write(s->dev, cohort->thresholds, 0, cohort->host_thresholds,
                       cohort->n_thresholds * sizeof(uint32_t), status));
cleanup:
    return code;
}

engram_code drives_set(struct store *s, uint64_t step, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (uint32_t c = 0; c < s->layout->n_cohorts; c++)
        if (s->cohorts[c].host_thresholds)
            TRY(cohort_drives(s, &s->cohorts[c], step, status));
cleanup:
    return code;
}
