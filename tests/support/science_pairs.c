#include "support/science_pairs.h"

#include <stdio.h>
#include <stdlib.h>

void run_poisson_pairs(struct trial *t, const struct poisson_pairs *p)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    cr_assert(out, "out of memory");
    fprintf(out, "engram: 1\nname: pairs\nseed: %u\ndt: %g ms\nduration: %g s\n", p->seed, p->dt_ms,
            p->duration_s);
    fprintf(out, "populations:\n  pre: {model: poisson_generator, size: %u, params: {rate: %g Hz}}\n",
            p->n_pairs, p->pre_hz);
    fprintf(out, "  post: {model: poisson_generator, size: %u, params: {rate: %g Hz}}\nprojections:\n",
            p->n_pairs, p->post_hz);
    /* The trains are independent, so the delay does not matter; a long one lets the engine take many steps at once. */
    for (unsigned i = 0; p->rules[i]; i++)
        fprintf(out,
                "  rule_%u: {source: pre, target: post, connect: %s, weight: %.9g, weight_limit: %g, "
                "delay: 50 ms, rule: {%s}, weight_storage: %s}\n",
                i, p->all_to_all ? "all_to_all" : "one_to_one", p->weight, p->weight_limit, p->rules[i],
                p->storages ? p->storages[i] : "f32");
    fprintf(out, "record: {spikes: none, rates: 0, weights: none}\n");
    fclose(out);
    trial_whole(t, text);
    free(text);
}

struct moments pair_moments(struct trial *t, unsigned k)
{
    char *name = textf("rule_%u", k);
    uint64_t n = 0;
    float *weights = trial_weights(t, name, &n);
    struct moments m = moments_of(weights, n);
    free(weights);
    free(name);
    return m;
}

/* Weights stay far from both bounds. */
double triplet_drift(double post_hz, unsigned n_pairs, double duration_s, double dt_ms)
{
    static const char *const rules[] = {"stdp_triplet: {set: visual_cortex_minimal, w_max: 1000}", NULL};
    const struct poisson_pairs p = {.n_pairs = n_pairs,
                                    .pre_hz = 10,
                                    .post_hz = post_hz,
                                    .dt_ms = dt_ms,
                                    .duration_s = duration_s,
                                    .weight = 100,
                                    .weight_limit = 1000,
                                    .seed = 1,
                                    .rules = rules};
    struct trial t;
    run_poisson_pairs(&t, &p);
    double drift = (pair_moments(&t, 0).mean - p.weight) / duration_s;
    trial_close(&t);
    return drift;
}
