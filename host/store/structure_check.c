/* What is always true of rows whose synapses come and go, checked against a copy: a defect of the engine is found where it happens, not where it shows. */
#include "core/memory.h"
#include "device/bank.h"
#include "store/growth.h"
#include "store/structure.h"
#include "structure/growth.h"

#include <inttypes.h>
#include <stdlib.h>

/* Copies of what belongs to one projection. */
struct copy {
    struct store *store;
    struct store_structure *st;
    const struct projection *p;
    uint32_t n_sources, n_targets, first_axon;
    row_record *rows; /* of the class: [tiles][axons] */
    uint32_t *target; /* of a bank */
    uint16_t *length;
    uint32_t *out_degree, *in_degree;   /* as the device has them */
    uint32_t *out_counted, *in_counted; /* and as they are */
};

static engram_code broken(const struct copy *c, const char *what, uint64_t where, engram_status *status)
{
    return FAIL(ENGRAM_E_RUN, .what = TEXT("rows of synapses are broken: %s", what),
                .where = TEXT("projection '%s', %" PRIu64, c->p->name, where),
                .why = "something that is always true does not hold after a structural tick",
                .hint = "this is a defect of the engine: report the experiment file");
}

static uint32_t room_end(const struct copy *c, const struct store_bank *bank, uint64_t r)
{
    uint64_t n_axons = c->st->class->layout->n_axons;
    if ((r + 1) % n_axons)
        return c->rows[r + 1].begin;
    return r + 1 == (bank->first_tile + bank->n_tiles) * n_axons ? (uint32_t)bank->n
                                                                 : c->rows[r + 1].begin - BANK_SPARE;
}

static engram_code check_row(const struct copy *c, const struct store_bank *bank, uint64_t r, uint32_t source,
                             engram_status *status)
{
    row_record row = c->rows[r];
    uint32_t limit = room_end(c, bank, r);
    if (row.begin > row.end || row.end > limit || limit > bank->n)
        return broken(c, "a row reaches into the next one; source", source, status);
    for (uint32_t i = row.begin; i < row.end; i++) {
        if (c->target[i] >= c->n_targets)
            return broken(c, "a synapse ends nowhere; source", source, status);
        bool is_after = i == row.begin || c->length[i - 1] < c->length[i] ||
                        (c->length[i - 1] == c->length[i] && c->target[i - 1] <= c->target[i]);
        if (!is_after)
            return broken(c, "a row is not sorted; source", source, status);
        c->in_counted[c->target[i]]++;
    }
    for (uint32_t i = row.end; i < limit; i++)
        if (c->target[i] != 0)
            return broken(c, "free elements are not clear; source", source, status);
    c->out_counted[source] += row.end - row.begin;
    return ENGRAM_OK;
}

static engram_code check_bank(struct copy *c, const struct store_bank *bank, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct device *dev = c->store->dev;
    uint64_t n_axons = c->st->class->layout->n_axons;
    TRY(memory_resize(&c->target, bank->n, sizeof *c->target, "check of rows", status));
    TRY(memory_resize(&c->length, bank->n, sizeof *c->length, "check of rows", status));
    TRY(bank_read(dev, bank->target, 0, c->target, bank->n * sizeof *c->target, status));
    TRY(bank_read(dev, bank->length, 0, c->length, bank->n * sizeof *c->length, status));
    for (uint64_t tile = bank->first_tile; tile < (uint64_t)bank->first_tile + bank->n_tiles; tile++)
        for (uint32_t source = 0; source < c->n_sources; source++)
            TRY(check_row(c, bank, tile * n_axons + c->first_axon + source, source, status));
cleanup:
    return code;
}

static engram_code check_degrees(const struct copy *c, engram_status *status)
{
    uint64_t n = 0;
    for (uint32_t i = 0; i < c->n_sources; i++) {
        if (c->out_degree[i] != c->out_counted[i])
            return broken(c, "an out-degree is wrong; source", i, status);
        n += c->out_counted[i];
    }
    for (uint32_t i = 0; i < c->n_targets; i++) {
        if (c->in_degree[i] != c->in_counted[i])
            return broken(c, "an in-degree is wrong; target", i, status);
        if (c->in_degree[i] > c->p->structure->max_in_degree)
            return broken(c, "an in-degree is above max_in_degree; target", i, status);
    }
    if (n != c->st->class->per_projection[c->st->place])
        return broken(c, "the number of synapses is wrong; counted", n, status);
    return ENGRAM_OK;
}

/* After a tick no neuron has fewer elements than synapses. */
static engram_code check_elements(const struct copy *c, enum side side, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    int64_t *z = NULL;
    const uint32_t *bound = side == SIDE_AXON ? c->out_degree : c->in_degree;
    uint32_t n = side == SIDE_AXON ? c->n_sources : c->n_targets;
    if (!projection_growth(c->p) ||
        c->p->structure->formation.rate > 0) /* formation does not ask for elements */
        return ENGRAM_OK;
    TRY(memory_new(&z, n, sizeof *z, "check of rows", status));
    TRY(store_elements(c->store, c->st->projection, side, z, status));
    for (uint32_t i = 0; i < n; i++)
        if (elements_surplus(z[i], bound[i]))
            TRY(broken(c,
                       side == SIDE_AXON ? "a synapse without axonal element; source"
                                         : "a synapse without dendritic element; target",
                       i, status));
cleanup:
    free(z);
    return code;
}

static engram_code copy_open(struct copy *c, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct store *s = c->store;
    uint64_t n_rows = (uint64_t)s->layout->n_tiles * c->st->class->layout->n_axons;
    c->p = &s->net->projections[c->st->projection];
    c->n_sources = s->net->populations[c->p->source].n;
    c->n_targets = s->net->populations[c->p->target].n;
    c->first_axon = structure_first_axon(s, c->st);
    TRY(memory_new(&c->rows, n_rows, sizeof *c->rows, "check of rows", status));
    TRY(memory_new(&c->out_degree, c->n_sources, sizeof *c->out_degree, "check of rows", status));
    TRY(memory_new(&c->out_counted, c->n_sources, sizeof *c->out_counted, "check of rows", status));
    TRY(memory_new(&c->in_degree, c->n_targets, sizeof *c->in_degree, "check of rows", status));
    TRY(memory_new(&c->in_counted, c->n_targets, sizeof *c->in_counted, "check of rows", status));
    TRY(bank_read(s->dev, c->st->class->rows, 0, c->rows, n_rows * sizeof *c->rows, status));
    TRY(bank_read(s->dev, c->st->out_degree, 0, c->out_degree, c->n_sources * sizeof *c->out_degree, status));
    TRY(bank_read(s->dev, c->st->in_degree, 0, c->in_degree, c->n_targets * sizeof *c->in_degree, status));
cleanup:
    return code;
}

static void copy_close(struct copy *c)
{
    free(c->rows);
    free(c->target);
    free(c->length);
    free(c->out_degree);
    free(c->out_counted);
    free(c->in_degree);
    free(c->in_counted);
}

static engram_code check_one(struct store *s, struct store_structure *st, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct copy c = {.store = s, .st = st};
    TRY(copy_open(&c, status));
    for (uint32_t b = 0; b < st->class->n_banks; b++)
        TRY(check_bank(&c, &st->class->banks[b], status));
    TRY(check_degrees(&c, status));
    for (enum side side = 0; side < N_SIDES; side++)
        TRY(check_elements(&c, side, status));
cleanup:
    copy_close(&c);
    return code;
}

engram_code structure_check(struct store *s, uint64_t step, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (uint32_t i = 0; i < s->n_structures; i++)
        if (step % s->net->projections[s->structures[i].projection].structure->tick == 0)
            TRY(check_one(s, &s->structures[i], status));
cleanup:
    return code;
}
