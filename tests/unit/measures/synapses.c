/* Numbers of synapses that come and go, from looks made by hand. */
#include "network/synapses.h"
#include "core/memory.h"
#include "measures/measures.h"
#include "network/structure.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

/* One projection of 3 neurons onto themselves, with a tick of 10 steps. */
struct world {
    struct model rule;
    struct population population;
    struct structure structure;
    struct projection projection;
    struct measure measure;
    struct network net;
    struct measures *measures;
    uint64_t step; /* not looked at yet */
    engram_status *status;
};

static struct world world;

static void begin(const struct measure *measure)
{
    world = (struct world){.population = {.n = 3}, .structure = {.tick = 10}, .measure = *measure};
    world.projection = (struct projection){.rule = &world.rule, .structure = &world.structure};
    world.measure.choice.from.fraction = world.measure.choice.to.fraction = 1;
    world.net = (struct network){.dt_ms = 0.1,
                                 .n_steps = 100,
                                 .populations = &world.population,
                                 .n_populations = 1,
                                 .projections = &world.projection,
                                 .n_projections = 1,
                                 .measures = &world.measure,
                                 .n_measures = 1};
    world.status = engram_status_create();
    cr_assert_eq(measures_create(&world.net, &world.measures, world.status), ENGRAM_OK);
}

static double end(void)
{
    engram_number number = {0};
    measures_numbers(world.measures, world.net.n_steps, &number);
    measures_free(world.measures);
    engram_status_free(world.status);
    return number.value;
}

/* End the run; the number must be this. */
static void expect(double value, const char *why)
{
    double found = end();
    cr_expect_float_eq(found, value, 1e-6, "%g, not %g: %s", found, value, why);
}

/* The measure looks at `step` next, and sees synapses "source target weight", all of one length, in canonical order. */
struct synapse {
    uint32_t source, target;
    float weight;
};

static void look(uint64_t step, const struct synapse *synapses, uint64_t n)
{
    enum { MOST = 16 };
    uint32_t source[MOST], target[MOST];
    uint16_t length[MOST] = {0};
    float weight[MOST];
    for (uint64_t i = 0; i < n; i++) {
        source[i] = synapses[i].source;
        target[i] = synapses[i].target;
        weight[i] = synapses[i].weight;
    }
    struct synapse_table table = {
        .n = n, .source = source, .target = target, .length = length, .weight = weight};
    cr_assert_eq(measures_next_look(world.measures, world.step), step);
    cr_expect(measures_look_at(world.measures, 0, step));
    cr_assert_eq(measures_synapses(world.measures, 0, step, &table, world.status), ENGRAM_OK);
    measures_synapses_end(world.measures, 0, step);
    world.step = step + 1;
}

#define LOOK(step, ...)                                                                                      \
    look(step, (const struct synapse[]){__VA_ARGS__},                                                        \
         sizeof((const struct synapse[]){__VA_ARGS__}) / sizeof(struct synapse))

Test(synapse_measures, of_several_alike_the_first_is_the_first)
{
    begin(&(struct measure){.kind = MEASURE_TURNOVER, .begin = 5, .end = 25});
    LOOK(5, {0, 1, 1}, {0, 2, 1}, {0, 2, 2}, {0, 2, 3}, {2, 1, 1});
    LOOK(25, {0, 2, 1}, {0, 2, 2}, {1, 1, 1}, {2, 1, 1}, {2, 1, 2}, {2, 2, 1});
    expect((2 + 3) / 11.0, "two of five are gone, three of six are new");
}

Test(synapse_measures, survivors_are_those_that_were_there_whatever_is_new)
{
    begin(&(struct measure){.kind = MEASURE_SURVIVAL, .begin = 0, .end = 100});
    LOOK(0, {0, 1, 1}, {0, 2, 1}, {1, 0, 1}, {2, 0, 1});
    LOOK(100, {0, 0, 1}, {0, 2, 1}, {1, 0, 1}, {1, 1, 1}, {2, 0, 1}, {2, 0, 1});
    expect(0.75, "01 is gone");
}

Test(synapse_measures, of_those_that_are_chosen_others_are_not_followed)
{
    struct column_range heavy = {.column = 0, .low = 2, .high = 3};
    begin(&(struct measure){
        .kind = MEASURE_SURVIVAL, .begin = 0, .end = 50, .choice = {.where = &heavy, .n_where = 1}});
    LOOK(0, {0, 1, 1}, {0, 1, 2}, {0, 2, 3}, {1, 0, 3.5F});
    LOOK(50, {0, 1, 1}, {1, 0, 1});
    expect(0, "the second of two alike is gone, and that at 3; what is left was not chosen");
}

Test(synapse_measures, all_births_count_also_of_those_that_die_at_once)
{
    begin(&(struct measure){.kind = MEASURE_SURVIVAL, .begin = 5, .born_until = 30, .end = 50});
    LOOK(5, {0, 1, 1});
    LOOK(10, {0, 1, 1}, {0, 2, 1}, {1, 2, 1});
    LOOK(20, {0, 0, 1}, {1, 2, 1});
    LOOK(30, {0, 0, 1}, {0, 1, 1}, {1, 2, 1});
    LOOK(50, {0, 0, 1}, {0, 1, 1}, {0, 2, 1}, {2, 2, 1});
    expect(0.5, "born: 02, 12, 00, and 01 anew; there at the end: 00 and 01, 02 is another one");
}

Test(synapse_measures, a_persistent_synapse_has_a_long_life_around_the_time)
{
    begin(&(struct measure){.kind = MEASURE_PERSISTENCE, .end = 45, .lifetime = 25});
    LOOK(20, {0, 1, 1}, {0, 2, 1});
    LOOK(30, {0, 1, 1}, {0, 2, 1}, {1, 0, 1}, {1, 2, 1}, {2, 0, 1});
    LOOK(40, {0, 1, 1}, {1, 0, 1}, {1, 2, 1}, {2, 1, 1});
    LOOK(45, {0, 1, 1}, {1, 0, 1}, {1, 2, 1}, {2, 1, 1});
    LOOK(50, {1, 0, 1}, {2, 0, 1}, {2, 1, 1});
    LOOK(60, {1, 0, 1}, {2, 0, 1}, {2, 1, 1});
    LOOK(70, {2, 1, 1});
    expect(0.75, "of four 12 lived 20 only; 01 was old, 10 lived 40, 21 lives on; 20 came later");
}

Test(synapse_measures, changes_are_of_the_same_synapses)
{
    struct measure measure = {.kind = MEASURE_CHANGE, .begin = 0, .end = 10};
    const double e = exp(1);
    for (size_t of = CHANGE_CORRELATION; of <= CHANGE_LOST_OVER_KEPT; of++) {
        measure.of = of;
        begin(&measure);
        LOOK(0, {0, 0, 1}, {0, 1, (float)e}, {0, 2, (float)(e * e)}, {1, 0, 4}, {1, 1, 2});
        LOOK(10, {0, 0, (float)e}, {0, 1, 1}, {0, 2, (float)(e * e)}, {2, 2, 9});
        double mean = (1 + e + e * e) / 3;
        const double expected[] = {[CHANGE_CORRELATION] = 0.5,
                                   [CHANGE_RELATIVE_SD] = (e - 1) * sqrt(2.0 / 3) / mean,
                                   [CHANGE_LOST_OVER_KEPT] = 3 / mean};
        expect(expected[of], "by hand");
    }
}

Test(synapse_measures, a_run_that_ends_before_has_no_number)
{
    begin(&(struct measure){.kind = MEASURE_TURNOVER, .begin = 0, .end = 50});
    LOOK(0, {0, 1, 1});
    cr_expect(isnan(end()));
    begin(&(struct measure){.kind = MEASURE_PERSISTENCE, .end = 20, .lifetime = 15});
    cr_expect_eq(measures_next_look(world.measures, 0), 5);
    cr_expect(isnan(end()));
}
