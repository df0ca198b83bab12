/* Copy a network's state back to the host. */
#include "core/memory.h"
#include "device/bank.h"
#include "network/neuron_state.h"
#include "store/axons.h"
#include "store/growth.h"
#include "structure/growth.h"

#include <stdlib.h>

/* All elements, those that are bound, or those that are vacant. */
static engram_code read_elements(struct store *s, const struct neuron_state *state, uint32_t n, float *values,
                                 engram_status *status)
{
    engram_code code = ENGRAM_OK;
    int64_t *z = NULL;
    uint32_t *bound = NULL;
    TRY(memory_new(&z, n, sizeof *z, "copy of elements", status));
    TRY(memory_new(&bound, n, sizeof *bound, "copy of degrees", status));
    TRY(store_elements(s, state->projection, state->side, z, status));
    TRY(store_degrees(s, state->projection, state->side, bound, status));
    for (uint32_t i = 0; i < n; i++)
        values[i] = state->kind == NEURON_ELEMENTS ? (float)elements_value(z[i])
                    : state->kind == NEURON_BOUND  ? (float)bound[i]
                                                   : (float)elements_vacant(z[i], bound[i]);
cleanup:
    free(z);
    free(bound);
    return code;
}

engram_code store_state(struct store *s, uint32_t population, uint32_t state, float *values,
                        engram_status *status)
{
    const population_record *r = &s->layout->populations[population];
    const struct neuron_state what = population_state_at(s->net, population, state);
    if (what.kind >= NEURON_ELEMENTS)
        return read_elements(s, &what, r->n, values, status);
    if (what.kind == NEURON_CALCIUM)
        return bank_read(s->dev, s->growth.calcium, r->counted * sizeof(float), values, r->n * sizeof(float),
                         status);
    if (what.kind == NEURON_FACTOR || what.kind == NEURON_ACTIVITY) {
        uint64_t first = r->factor[s->net->populations[population].scalings[what.scaling].receptor];
        return bank_read(s->dev, what.kind == NEURON_FACTOR ? s->scaling.factor : s->scaling.activity,
                         first * sizeof(float), values, r->n * sizeof(float), status);
    }
    return bank_read(s->dev, s->cohorts[s->layout->member_of[population].cohort].states,
                     (r->state + (uint64_t)state * r->n_pad) * sizeof(float), values, r->n * sizeof(float),
                     status);
}

uint64_t store_n_synapses(const struct store *s, uint32_t projection)
{
    uint32_t place = 0;
    const struct layout_class *lc = layout_class_of(s->layout, projection, &place);
    return s->classes[lc - s->layout->classes].per_projection[place];
}

/* ---- digests ---- */

/* Digest and number of the spikes of one population: the sums of its work-items. */
static engram_code population_sums(struct store *s, uint32_t population, uint64_t *digest, uint64_t *n_spikes,
                                   engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t *sums = NULL;
    const struct layout_member *at = &s->layout->member_of[population];
    const struct store_cohort *cohort = &s->cohorts[at->cohort];
    uint64_t first = cohort->first_item[at->member], n = cohort->first_item[at->member + 1u] - first;
    *digest = *n_spikes = 0;
    TRY(memory_new(&sums, 2 * n, sizeof *sums, "spike digests", status));
    TRY(bank_read(s->dev, cohort->sums, first * 16, sums, n * 16, status));
    for (uint64_t k = 0; k < n; k++) {
        *digest += sums[2 * k];
        *n_spikes += sums[2 * k + 1];
    }
cleanup:
    free(sums);
    return code;
}

static engram_code digest_spikes(struct store *s, uint64_t *digest, uint64_t *n_spikes, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    *digest = *n_spikes = 0;
    for (uint32_t i = 0; i < s->net->n_populations; i++) {
        uint64_t part = 0, n = 0;
        TRY(population_sums(s, i, &part, &n, status));
        *digest += part;
        *n_spikes += n;
    }
cleanup:
    return code;
}

engram_code store_population_spikes(struct store *s, uint32_t population, uint64_t *out,
                                    engram_status *status)
{
    uint64_t digest = 0;
    return population_sums(s, population, &digest, out, status);
}

static engram_code digest_class(struct store *s, struct store_class *class, struct digest *out,
                                engram_status *status)
{
    engram_code code = ENGRAM_OK;
    size_t n_items = device_fill(s->dev);
    uint64_t *sums = NULL;
    cl_mem buffer = NULL;
    TRY(memory_new(&sums, 2 * n_items, sizeof *sums, "digests", status));
    TRY(bank_alloc(s->dev, n_items * 16, "digests", &buffer, status));
    for (uint32_t b = 0; b < class->n_banks; b++) {
        TRY(kernels_digest(s, class, &class->banks[b], buffer, n_items, status));
        TRY(bank_read(s->dev, buffer, 0, sums, n_items * 16, status));
        for (size_t k = 0; k < n_items; k++) {
            out->topology += sums[2 * k];
            out->weights += sums[2 * k + 1];
        }
    }
cleanup:
    bank_free(s->dev, &buffer);
    free(sums);
    return code;
}

static engram_code digest_growth(struct store *s, struct digest *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    float *calcium = NULL;
    int64_t *z = NULL;
    for (uint32_t i = 0; i < s->net->n_populations; i++) {
        const struct population *p = &s->net->populations[i];
        if (!p->calcium)
            continue;
        TRY(memory_resize(&calcium, p->n, sizeof *calcium, "copy of calcium", status));
        TRY(store_state(s, i, (uint32_t)p->model->n_variables, calcium, status));
        digest_add_calcium(p, calcium, out);
    }
    for (uint32_t k = 0; k < s->growth.n_elements; k++) {
        const struct store_elements *e = &s->growth.elements[k];
        TRY(memory_resize(&z, e->n, sizeof *z, "copy of elements", status));
        TRY(store_elements(s, e->projection, e->side, z, status));
        digest_add_elements(&s->net->projections[e->projection], e->side, z, e->n, out);
    }
cleanup:
    free(calcium);
    free(z);
    return code;
}

static engram_code digest_scaling(struct store *s, struct digest *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    float *factor = NULL;
    for (uint32_t i = 0; i < s->net->n_populations; i++) {
        const struct population *p = &s->net->populations[i];
        for (size_t k = 0; k < p->n_scalings; k++) {
            uint64_t first = s->layout->populations[i].factor[p->scalings[k].receptor];
            TRY(memory_resize(&factor, p->n, sizeof *factor, "copy of factors", status));
            TRY(bank_read(s->dev, s->scaling.factor, first * sizeof *factor, factor, p->n * sizeof *factor,
                          status));
            digest_add_scaling(p, p->scalings[k].receptor, factor, out);
        }
    }
cleanup:
    free(factor);
    return code;
}

engram_code store_digest(struct store *s, struct digest *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t n_spikes = 0;
    uint32_t *slowness = NULL;
    *out = (struct digest){0};
    TRY(digest_spikes(s, &out->spikes, &n_spikes, status));
    for (uint32_t c = 0; c < s->layout->n_classes; c++)
        TRY(digest_class(s, &s->classes[c], out, status));
    TRY(structure_digest(s, out, status));
    for (uint32_t c = 0; c < s->layout->n_classes; c++)
        for (uint32_t k = 0; k < s->layout->classes[c].n_projections; k++) {
            const struct layout_class *lc = &s->layout->classes[c];
            const struct projection *p = &s->net->projections[lc->projections[k]];
            uint32_t n = s->net->populations[p->source].n;
            TRY(memory_resize(&slowness, n, sizeof *slowness, "copy of axons", status));
            TRY(store_slowness(s, lc->projections[k], slowness, status));
            digest_add_axons(p, slowness, n, out);
        }
    TRY(digest_growth(s, out, status));
    TRY(digest_scaling(s, out, status));
    for (size_t j = 0; j < s->net->n_projections; j++)
        digest_add_modulator(&s->net->projections[j], &s->modulators[j], out);
    digest_close(out);
cleanup:
    free(slowness);
    return code;
}

engram_code store_n_spikes(struct store *s, uint64_t *out, engram_status *status)
{
    uint64_t digest = 0;
    return digest_spikes(s, &digest, out, status);
}

engram_code store_n_events(struct store *s, bool only_plastic, uint64_t *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t *events = NULL;
    *out = 0;
    for (uint32_t c = 0; c < s->layout->n_classes; c++) {
        const struct model *rule = s->classes[c].layout->rule;
        uint32_t n = s->classes[c].n_event_slots;
        if (only_plastic && !model_is_plastic(rule))
            continue;
        TRY(memory_resize(&events, n, sizeof *events, "event counts", status));
        TRY(bank_read(s->dev, s->classes[c].events, 0, events, n * sizeof *events, status));
        for (uint32_t k = 0; k < n; k++)
            *out += events[k];
    }
cleanup:
    free(events);
    return code;
}
