/* What an outline says is recorded, and how often. */
#include "experiment/outline.h"

#include "network/myelin.h"
#include "network/neuron_state.h"
#include "network/structure.h"

#include <inttypes.h>

static const char *projection_name(const struct outline *o, uint32_t projection)
{
    return o->net->projections[projection].name;
}

static void add_every(struct outline *o, const char *kind, const char *subject, uint64_t interval)
{
    if (interval)
        outline_interval(&outline_add(o, 0, kind, subject)->detail, o->net, interval);
}

static void add_activity(struct outline *o)
{
    const struct network *net = o->net;
    bool any = false;
    for (size_t i = 0; i < net->n_populations; i++)
        if (net->populations[i].record_spikes) {
            outline_add(o, 0, "spikes", net->populations[i].name);
            any = true;
        }
    if (!any)
        outline_add(o, 0, "spikes", "none");
    add_every(o, "rates", "all populations", net->rate_bin);
    for (size_t i = 0; i < net->n_state_records; i++) {
        const struct state_record *r = &net->state_records[i];
        struct outline_row *row = outline_add(o, 0, "states", net->populations[r->population].name);
        text_add(&row->subject, ".%s", population_state_at(net, r->population, r->state).name);
        outline_interval(&row->detail, net, r->interval);
        text_add(&row->detail, ", %" PRIu32 " neuron%s", r->n_neurons, r->n_neurons == 1 ? "" : "s");
    }
}

static void add_synapses(struct outline *o)
{
    const struct network *net = o->net;
    for (size_t i = 0; i < net->n_weight_records; i++) {
        const struct weight_record *r = &net->weight_records[i];
        struct outline_row *row = outline_add(o, 0, "weights", projection_name(o, r->projection));
        outline_interval(&row->detail, net, r->interval);
        if (r->n_sample)
            text_add(&row->detail, ", up to %" PRIu64 " synapses", r->n_sample);
        else
            text_add(&row->detail, ", all synapses");
    }
    for (size_t i = 0; i < net->n_topology_records; i++)
        text_add(
            &outline_add(o, 0, "topology", projection_name(o, net->topology_records[i].projection))->detail,
            "each synapse that comes or goes");
    for (size_t i = 0; i < net->n_projections; i++)
        if (net->projections[i].structure)
            add_every(o, "structure", net->projections[i].name, net->projections[i].structure->tick);
}

static void add_axons(struct outline *o)
{
    const struct network *net = o->net;
    for (size_t i = 0; i < net->n_axon_records; i++) {
        const struct axon_record *r = &net->axon_records[i];
        struct outline_row *row = outline_add(o, 0, "axons", projection_name(o, r->projection));
        outline_interval(&row->detail, net, r->interval);
        text_add(&row->detail, ", %" PRIu32 " axons", r->n_axons);
    }
    for (size_t i = 0; i < net->n_delay_records; i++)
        outline_interval(&outline_add(o, 0, "delays", net->delay_records[i].name)->detail, net,
                         net->delay_records[i].interval);
}

static void add_modulation(struct outline *o)
{
    const struct network *net = o->net;
    for (size_t i = 0; i < net->n_gates; i++)
        text_add(&outline_add(o, 0, "gates", net->gates[i].name)->detail, "whenever they move");
    for (size_t i = 0; i < net->n_projections; i++)
        if (net->projections[i].rule->modulator_tau_param >= 0)
            add_every(o, "modulators", net->projections[i].name, net->modulator_interval);
    for (size_t i = 0; i < net->n_baselines; i++)
        add_every(o, "baselines", net->baselines[i].name, net->baseline_interval);
    for (size_t i = 0; i < net->n_populations; i++)
        if (net->populations[i].neurogenesis)
            add_every(o, "cells", net->populations[i].name, net->populations[i].neurogenesis->day);
}

static void add_measures(struct outline *o)
{
    size_t n_expected = 0;
    for (size_t i = 0; i < o->net->n_measures; i++)
        n_expected += o->net->measures[i].expect.is_set;
    if (o->net->n_measures)
        text_add(&outline_add(o, 0, "measures", NULL)->detail,
                 "%zu numbers, %zu of them with an expected range", o->net->n_measures, n_expected);
}

void outline_records(struct outline *o)
{
    add_activity(o);
    add_synapses(o);
    add_axons(o);
    add_modulation(o);
    add_measures(o);
}
