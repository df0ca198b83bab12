#include "common/normal.h"
#include "common/philox.h"
#include "core/memory.h"
#include "network/neuron_state.h"
#include "reference/builtin.h"
#include "reference/parts.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

/* ---- Poisson trains ---- */

static engram_code train_fill(struct train *t, const struct population *p, uint32_t i, double rate,
                              double dt_ms, engram_status *status)
{
    double mean = poisson_mean(rate, dt_ms);
    if (!(mean >= 0 && mean <= POISSON_MAX_MEAN))
        return FAIL(ENGRAM_E_USAGE, .what = "a Poisson rate is out of range",
                    .where = TEXT("population '%s', neuron %" PRIu32, p->name, i),
                    .why = TEXT("%g Hz is a mean of %g events per step; between 0 and %g are possible", rate,
                                mean, POISSON_MAX_MEAN),
                    .hint = "lower the rate, or use several drives");
    t->n_thresholds[i] = poisson_thresholds(mean, t->thresholds[i], POISSON_MAX_THRESHOLDS);
    return ENGRAM_OK;
}

/* Rates as they are in the step that ends at `stamp`. */
static engram_code train_set_rates(struct train *t, const struct network *net, const struct population *p,
                                   uint64_t stamp, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (uint32_t i = 0; i < (t->varies ? p->n : 1); i++)
        TRY(train_fill(t, p, i, drive_rate(net, p, t->drive, i, stamp), net->dt_ms, status));
cleanup:
    return code;
}

static engram_code train_create(struct train *t, const struct network *net, const struct population *p,
                                const struct drive *drive, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    t->drive = drive;
    t->receptor = drive ? drive->receptor : 0;
    t->varies = drive_rate_varies(p, drive);
    uint32_t rows = t->varies ? p->n : 1;
    TRY(memory_new(&t->thresholds, rows, sizeof *t->thresholds, "Poisson thresholds", status));
    TRY(memory_new(&t->n_thresholds, rows, sizeof *t->n_thresholds, "Poisson thresholds", status));
    TRY(memory_new(&t->weight, p->n, sizeof *t->weight, "drive weights", status));
    for (uint32_t i = 0; drive && i < p->n; i++)
        t->weight[i] = drive_weight(p, net->seed, drive, i);
    TRY(train_set_rates(t, net, p, 1, status));
cleanup:
    return code;
}

static int32_t train_count(const struct train *t, const struct network *net, const struct population *p,
                           uint64_t stamp, uint32_t i)
{
    philox_block counter = {{(uint32_t)stamp >> 2, i, p->owner, (STREAM_POISSON + t->receptor) << 24}};
    philox_block block = philox(counter, (uint32_t)net->seed, (uint32_t)(net->seed >> 32));
    uint32_t u = block.v[stamp & 3u], row = t->varies ? i : 0;
    int32_t count = 0;
    for (uint32_t k = 0; k < t->n_thresholds[row]; k++)
        count += u >= t->thresholds[row][k];
    return count;
}

/* ---- build ---- */

static engram_code create_trains(struct neurons *n, const struct network *net, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct population *p = n->p;
    size_t n_trains = p->n_drives + (p->model->generator == GENERATOR_POISSON);
    TRY(memory_new(&n->trains, n_trains, sizeof *n->trains, "Poisson trains", status));
    n->n_trains = n_trains;
    for (size_t d = 0; d < p->n_drives; d++)
        TRY(train_create(&n->trains[d], net, p, &p->drives[d], status));
    if (p->model->generator == GENERATOR_POISSON)
        TRY(train_create(&n->trains[p->n_drives], net, p, NULL, status));
cleanup:
    return code;
}

static engram_code create_lists(struct neurons *n, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct spike_list *list = &n->p->spikes;
    uint64_t k = 0;
    TRY(memory_new(&n->next_listed, n->p->n, sizeof *n->next_listed, "spike lists", status));
    for (uint32_t i = 0; i < n->p->n; i++) {
        n->next_listed[i] = k;
        while (k < list->n && list->neuron[k] == i)
            k++;
    }
cleanup:
    return code;
}

engram_code neurons_create(const struct network *net, uint32_t population, uint32_t n_slots,
                           struct neurons *n, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct population *p = &net->populations[population];
    const struct model *m = p->model;
    n->p = p;
    n->n_slots = n_slots;
    n->max_spikes = network_max_multiplicity(net, population);
    TRY(reference_neuron_entry(m, &n->entry, status));
    TRY(fixed_scales(net, population, &n->scale, status));
    TRY(memory_new(&n->input, (uint64_t)n_slots * m->n_receptors * p->n, sizeof *n->input, "input sums",
                   status));
    TRY(memory_new(&n->state, (uint64_t)m->n_variables * p->n, sizeof *n->state, "neuron states", status));
    TRY(memory_new(&n->state_copy, (uint64_t)population_n_states(net, population) * p->n,
                   sizeof *n->state_copy, "neuron states", status));
    TRY(memory_new(&n->values, (uint64_t)m->n_values * p->n, sizeof *n->values, "neuron parameters", status));
    TRY(memory_new(&n->current, p->n, sizeof *n->current, "input currents", status));
    TRY(memory_new(&n->fired, p->n, sizeof *n->fired, "spikes", status));
    TRY(memory_new(&n->count, p->n, sizeof *n->count, "spikes", status));
    TRY(memory_new(&n->is_silent, p->n, sizeof *n->is_silent, "silent neurons", status));
    for (uint32_t i = 0; i < p->n; i++) {
        for (size_t k = 0; k < m->n_variables; k++)
            n->state[i * m->n_variables + k] = (float)population_state(p, net->seed, k, i);
        for (size_t k = 0; k < m->n_values; k++)
            n->values[i * m->n_values + k] = population_value(p, net->seed, k, i, net->dt_ms);
    }
    TRY(create_trains(n, net, status));
    TRY(create_lists(n, status));
    TRY(past_create(n, net, population, status));
    TRY(calcium_create(n, status));
    TRY(scaled_create(n, status));
    TRY(slots_create(n, status));
cleanup:
    return code;
}

void neurons_free(struct neurons *n)
{
    for (size_t t = 0; t < n->n_trains; t++) {
        free(n->trains[t].thresholds);
        free(n->trains[t].n_thresholds);
        free(n->trains[t].weight);
    }
    free(n->trains);
    free(n->input);
    free(n->state);
    free(n->state_copy);
    free(n->values);
    free(n->current);
    free(n->next_listed);
    free(n->fired);
    free(n->past);
    free(n->count);
    calcium_free(n);
    scaled_free(n);
    free(n->born);
    free(n->freed);
    free(n->is_silent);
}

/* ---- one step ---- */

/* Currents only change where one begins or ends. */
static void update_currents(struct neurons *n, const struct network *net, uint64_t stamp)
{
    bool changes = stamp == 1;
    for (size_t c = 0; c < n->p->n_currents; c++)
        changes = changes || n->p->currents[c].begin + 1 == stamp || n->p->currents[c].end + 1 == stamp;
    for (uint32_t i = 0; changes && i < n->p->n; i++)
        n->current[i] = population_current(n->p, net->seed, stamp, i);
}

static engram_code update_events(struct neurons *n, const struct network *net, uint64_t stamp,
                                 engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint32_t n_changed = silence_changes(net, n->p, stamp - 1) ? n->p->n : 0;
    size_t n_trains = drives_change(net, n->p, stamp - 1) ? n->n_trains : 0;
    for (uint32_t i = 0; i < n_changed; i++)
        n->is_silent[i] = neuron_is_silent(net, n->p, i, stamp);
    for (size_t t = 0; t < n_trains; t++)
        TRY(train_set_rates(&n->trains[t], net, n->p, stamp, status));
cleanup:
    return code;
}

static int32_t listed_count(struct neurons *n, uint64_t stamp, uint32_t i)
{
    const struct spike_list *list = &n->p->spikes;
    int32_t count = 0;
    for (uint64_t *next = &n->next_listed[i];
         *next < list->n && list->neuron[*next] == i && list->step[*next] <= stamp; ++*next)
        count += list->step[*next] == stamp; /* earlier ones would have come while the network rested */
    return count;
}

/* The uniform number of neuron i in this step. */
static float drawn(const struct network *net, const struct population *p, uint64_t stamp, uint32_t i)
{
    philox_block counter = {{(uint32_t)stamp >> 2, i, p->owner, STREAM_NEURON << 24}};
    philox_block block = philox(counter, (uint32_t)net->seed, (uint32_t)(net->seed >> 32));
    return uniform_(block.v[stamp & 3u]);
}

/* Take the sums out of the slot of this stamp; those for a silent neuron are lost. */
static void take_input(struct neurons *n, uint64_t stamp, uint32_t i, float *input)
{
    size_t n_receptors = n->p->model->n_receptors;
    for (size_t r = 0; r < n_receptors; r++) {
        int64_t *sum = &n->input[((stamp % n->n_slots) * n_receptors + r) * n->p->n + i];
        n->n_dropped += (n->is_silent[i] || slot_is_empty(n, i)) && *sum != 0;
        input[r] = (float)*sum * ldexpf(1.0f, -n->scale.exponent[r]) * scaled_factor(n, (uint32_t)r, i);
        *sum = 0;
    }
}

static engram_code check_count(const struct neurons *n, uint64_t stamp, uint32_t i, engram_status *status)
{
    if (n->fired[i] >= 0 && (uint32_t)n->fired[i] <= n->max_spikes)
        return ENGRAM_OK;
    return FAIL(
        ENGRAM_E_RUN, .what = "a neuron emitted an impossible number of spikes",
        .where = TEXT("population '%s', neuron %" PRIu32 ", step %" PRIu64, n->p->name, i, stamp),
        .why = TEXT("%" PRId32 " in one step; sums are sized for 0 to %" PRIu32, n->fired[i], n->max_spikes),
        .hint = "correct the model: on_step returns the number of spikes of this step");
}

engram_code neurons_step(struct neurons *n, const struct network *net, uint64_t stamp, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct model *m = n->p->model;
    float input[MODEL_MAX_RECEPTORS + 1 + MODEL_MAX_PAST] = {0};
    update_currents(n, net, stamp);
    TRY(update_events(n, net, stamp, status));
    for (uint32_t i = 0; i < n->p->n; i++) {
        int32_t generated = m->generator == GENERATOR_LIST ? listed_count(n, stamp, i) : 0;
        take_input(n, stamp, i, input);
        n->fired[i] = 0;
        if (n->is_silent[i] || slot_is_empty(n, i)) {
            past_keep(n, stamp, i);
            continue;
        }
        for (size_t t = 0; t < n->n_trains; t++) {
            int32_t count = train_count(&n->trains[t], net, n->p, stamp, i);
            if (m->generator == GENERATOR_POISSON)
                generated = count;
            else
                input[n->trains[t].receptor] += (float)count * n->trains[t].weight[i];
        }
        for (size_t r = 0; n->born && r < m->n_receptors; r++)
            input[r] *= slot_gain(n, stamp, i);
        if (m->draws)
            input[m->n_receptors] = drawn(net, n->p, stamp, i);
        for (size_t k = 0; k < m->n_past; k++)
            input[m->n_receptors + m->draws + k] = *past_at(n, stamp - n->past_age[k], k, i);
        n->fired[i] = n->entry->step(n->state + i * m->n_variables, input, n->current[i], generated,
                                     n->values + i * m->n_values);
        past_keep(n, stamp, i);
        TRY(check_count(n, stamp, i, status));
    }
cleanup:
    return code;
}
