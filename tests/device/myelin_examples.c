/* The worked examples of the myelin rules as networks: what the device's axons come to is what the examples say, and what the reference says. */
#include "engine/simulation.h"
#include "store/axons.h"
#include "support/science.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static void put_times(const struct model_times *times, FILE *out)
{
    for (size_t i = 0; i < times->n; i++)
        fprintf(out, "%s%.17g", i ? ", " : "", times->ms[i]);
}

/* An axon whose neuron fires so often in every tick, in steps of its own. */
static void put_regular(const struct myelin_example *e, double tick_ms, double dt_ms, FILE *out)
{
    const char *comma = "";
    for (size_t tick = 0; tick < e->n_ticks; tick++)
        for (size_t k = 1; k <= (size_t)e->spikes_per_tick; k++, comma = ", ")
            fprintf(out, "%s%.17g", comma, (double)tick * tick_ms + (double)k * dt_ms);
}

/* Arrivals at the first cell are spikes, as it begins at the soma. */
static char *network_of(const struct model *rule, const struct myelin_example *e)
{
    char *text = NULL;
    size_t size = 0, n_axons = rule->delay_state < 0 ? 1 : e->n_axons;
    double tick_ms = e->params[rule->tick_param];
    double dt_ms = rule->delay_state < 0 ? tick_ms / 10 : 0.1;
    FILE *out = open_memstream(&text, &size);
    fprintf(out, "dt: %.17g ms\nduration: %.17g ms\npopulations:\n", dt_ms,
            (double)e->n_ticks * tick_ms + dt_ms);
    fprintf(out, "  S: {model: spike_generator, size: %zu, spike_times: [", n_axons);
    for (size_t axon = 0; axon < n_axons; axon++) {
        fputs(axon ? ", [" : "[", out);
        if (rule->delay_state < 0)
            put_regular(e, tick_ms, dt_ms, out);
        else
            put_times(&e->arrivals[axon], out);
        fputs("]", out);
    }
    fprintf(out,
            "]}\n  P: {model: parrot, size: %zu}\nprojections:\n"
            "  A: {source: S, target: P, connect: one_to_one, weight: 1, length: 10 mm, dendritic_delay: "
            "%.17g ms, myelin: {%s: {",
            n_axons, dt_ms, rule->name);
    for (size_t k = 0; k < rule->n_params; k++)
        fprintf(out, "%s%s: %.17g", k ? ", " : "", rule->params[k].name, e->params[k]);
    fprintf(out, "}}");
    if (rule->delay_state < 0)
        fprintf(out, ", velocity: %.17g m/s", e->velocity);
    fprintf(out, "}\n");
    fclose(out);
    return text;
}

static void expect_example(const struct model *rule, const struct myelin_example *e, size_t number)
{
    struct trial t;
    struct axon_table axons = {0};
    char *text = network_of(rule, e);
    trial_open(&t, text, NULL);
    trial_run(&t, -1);
    cr_assert_eq(store_axons(t.sim->store, 0, &axons, t.status), ENGRAM_OK, "%s",
                 engram_status_what(t.status));
    size_t state = (size_t)(rule->delay_state < 0 ? rule->velocity_state : rule->delay_state);
    size_t axon = rule->delay_state < 0 ? 0 : e->axon;
    double got = (double)axons.states[state * axons.n_segments * axons.n + axon];
    cr_expect(fabs(got - e->expect) <= e->within, "%s, example %zu: %.9g, not %.9g (%s)", rule->name, number,
              got, e->expect, e->why);
    must_validate(text);
    axon_table_free(&axons);
    trial_close(&t);
    free(text);
}

Test(myelin_examples, hold_on_the_device_and_in_the_reference, .timeout = 300)
{
    engram_status *status = engram_status_create();
    struct registry *registry = NULL;
    const struct model *rule = NULL;
    cr_assert_eq(registry_create(&registry, status), ENGRAM_OK);
    for (size_t r = 0; (rule = registry_at(registry, MODEL_MYELIN, r)); r++)
        for (size_t i = 0; i < rule->n_myelin_examples; i++)
            expect_example(rule, &rule->myelin_examples[i], i);
    registry_free(registry);
    engram_status_free(status);
}
