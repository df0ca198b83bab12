/* C1 and C2 by the engine, examples/spines.yaml and examples/spines_learn.yaml: spines at rest as imaging sees them, in learning and under stress. The examples state the bands, and hold
 * their controls. */
#include "support/science_example.h"

#include <stdlib.h>

Test(spines, at_rest_look_like_imaging_data)
{
    struct trial t;
    trial_example(&t, EXAMPLE("spines.yaml"), NULL);
    expect_bands(&t, 14);
    trial_close(&t);
}

enum { AXONS = 5000, NEURONS = 500 };

/* How many synapses each pair of neurons has; free() it. */
static uint8_t *pairs_of(struct trial *t, const char *projection)
{
    uint64_t n = 0;
    uint32_t *source = NULL, *target = NULL;
    uint8_t *pairs = calloc((size_t)AXONS * NEURONS, 1);
    cr_assert(pairs, "out of memory");
    free(trial_synapses(t, projection, &n, &source, &target));
    for (uint64_t k = 0; k < n; k++)
        pairs[(size_t)source[k] * NEURONS + target[k]]++;
    free(source), free(target);
    return pairs;
}

/* Synapses that there were not before; frees `before`. */
static double n_new(struct trial *t, const char *projection, uint8_t *before)
{
    double n = 0;
    uint8_t *now = pairs_of(t, projection);
    for (size_t i = 0; i < (size_t)AXONS * NEURONS; i++)
        n += now[i] > before[i] ? now[i] - before[i] : 0;
    free(now), free(before);
    return n;
}

Test(spines, new_ones_stay_after_learning_and_stress_loses_them)
{
    struct trial t;
    trial_open_file(&t, EXAMPLE("spines_learn.yaml"), NULL);
    trial_run(&t, 400e3);
    uint8_t *rest = pairs_of(&t, "rest"), *trained = pairs_of(&t, "trained");
    trial_run(&t, 2e3);
    double gained = n_new(&t, "trained", trained) / n_new(&t, "rest", rest);
    between("new spines, trained / rest", gained, 1.8, 2.2, "C2");
    trial_run(&t, -1);
    (void)trial_number(&t, "density"); /* ends the run */
    expect_bands(&t, 4);
    trial_close(&t);
}
