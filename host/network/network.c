#include "network/growth.h"
#include "network/structure.h"
#include "network/volleys.h"

#include <stdlib.h>

static void population_clear(struct population *p)
{
    size_t n_params = p->model ? p->model->n_params : 0, n_states = p->model ? p->model->n_variables : 0;
    for (size_t i = 0; p->params && i < n_params; i++)
        quantity_free(&p->params[i]);
    for (size_t i = 0; p->states && i < n_states; i++)
        quantity_free(&p->states[i]);
    for (size_t i = 0; i < p->n_drives; i++) {
        quantity_free(&p->drives[i].rate);
        quantity_free(&p->drives[i].weight);
    }
    for (size_t i = 0; i < p->n_currents; i++) {
        quantity_free(&p->currents[i].amplitude);
        selection_free(&p->currents[i].which);
    }
    for (size_t i = 0; i < p->n_events; i++)
        selection_free(&p->events[i].which);
    free(p->events);
    free(p->name);
    free(p->params);
    free(p->states);
    free(p->drives);
    free(p->currents);
    free(p->spikes.neuron);
    free(p->spikes.step);
    volleys_clear(&p->volleys);
    free(p->positions);
    free(p->calcium);
    for (size_t i = 0; i < p->n_scalings; i++) {
        free(p->scalings[i].factor_name);
        free(p->scalings[i].activity_name);
    }
    free(p->scalings);
    if (p->neurogenesis) {
        free(p->neurogenesis->targets);
        free(p->neurogenesis->creations);
    }
    free(p->neurogenesis);
}

static void projection_clear(struct projection *p)
{
    structure_free_description(p->structure);
    free(p->short_term);
    quantity_free(&p->weight);
    quantity_free(&p->axonal);
    quantity_free(&p->velocity);
    quantity_free(&p->axon.diameter);
    quantity_free(&p->axon.g_ratio);
    free(p->name);
    free(p->params);
    free(p->myelin_params);
    free(p->damages);
    free(p->connect.sources);
    free(p->connect.targets);
}

void network_free(struct network *network)
{
    if (!network)
        return;
    for (size_t i = 0; i < network->n_populations; i++)
        population_clear(&network->populations[i]);
    for (size_t i = 0; i < network->n_projections; i++)
        projection_clear(&network->projections[i]);
    for (size_t i = 0; i < network->n_state_records; i++)
        free(network->state_records[i].neurons);
    for (size_t i = 0; i < network->n_axon_records; i++)
        free(network->axon_records[i].axons);
    for (size_t i = 0; i < network->n_delay_records; i++) {
        free(network->delay_records[i].name);
        free(network->delay_records[i].projections);
    }
    for (size_t i = 0; i < network->n_measures; i++) {
        free(network->measures[i].name);
        free(network->measures[i].populations);
        free(network->measures[i].rewards);
        selection_free(&network->measures[i].which);
        synapse_choice_free(&network->measures[i].choice);
    }
    for (size_t i = 0; i < network->n_rewards; i++)
        reward_clear(&network->rewards[i]);
    free(network->rewards);
    for (size_t i = 0; i < network->n_baselines; i++)
        free(network->baselines[i].name);
    free(network->baselines);
    free(network->measures);
    free(network->populations);
    free(network->projections);
    for (size_t i = 0; i < network->n_gates; i++) {
        free(network->gates[i].name);
        free(network->gates[i].events);
    }
    free(network->gates);
    free(network->weight_records);
    free(network->axon_records);
    free(network->delay_records);
    free(network->topology_records);
    free(network->state_records);
    free(network->rests);
    free(network->source_text);
    free(network->name);
    registry_free(network->registry); /* last: the models were borrowed from it */
    free(network);
}
