/* Networks built in code, from the built-in models, and run by the reference. */
#ifndef TESTS_REFERENCE_BUILT_H
#define TESTS_REFERENCE_BUILT_H
#include "reference/reference.h"

#include <criterion/criterion.h>

/* An empty network with the built-in models; freed with network_free. */
struct network *built_begin(double dt_ms);
/* A population with the model's defaults. Pointers to populations are good until the next one is added. */
struct population *built_population(struct network *net, const char *name, const char *model, uint32_t n);
void built_param(struct population *p, const char *name, double value);
/* Spikes of a spike_generator: n of them at times_ms, of one neuron; neurons in ascending order, call by call. */
void built_spikes(const struct network *net, struct population *p, uint32_t neuron, const double *times_ms,
                  size_t n);
/* A projection with weight 1, no axonal delay, and a dendritic delay of `dendritic` steps; the limit is the rule's bound, or 1. */
struct projection *built_projection(struct network *net, const char *name, const char *source,
                                    const char *target, const char *rule, struct connect connect,
                                    uint32_t dendritic);
void built_rule_param(struct projection *p, const char *name, double value);

/* The code must be ENGRAM_OK; prints the failure. */
void built_must(engram_code code, const engram_status *status);
struct reference *built_reference(const struct network *net);
void built_run(struct reference *r, uint64_t n_steps);
/* Weights after n_steps of a fresh run, in canonical order; the caller frees them. */
float *built_weights(const struct network *net, uint64_t n_steps, uint32_t projection, uint64_t *n);

/* Spikes in the order in which they were reported. */
struct spikes {
    struct spike {
        uint32_t population, neuron, n;
        uint64_t step;
    } * spike;
    size_t n;
};
void built_record(struct reference *r, struct spikes *spikes);
#endif
