#include "support/pairing.h"

#include "network/distance.h"
#include "network/words.h"
#include "support/structure.h"

#include <stdlib.h>
#include <string.h>

static struct words random_words(const struct pairing_task *task, uint32_t what)
{
    return words_begin((struct draw_key){task->request.seed, what, 0, 0, 0}, 0);
}

static float *random_positions(const struct pairing_task *task, uint32_t n, uint32_t what)
{
    struct words words = random_words(task, what);
    float *positions = calloc(3 * (size_t)n + 1, sizeof *positions);
    for (uint32_t i = 0; i < n; i++)
        for (int k = 0; k < 3; k++)
            positions[3 * (size_t)i + (size_t)k] =
                (float)(task->side_um[k] * (words_uniform(&words) - 0.3)); /* the corner need not be 0 */
    return positions;
}

static uint32_t *random_counts(const struct pairing_task *task, uint32_t n, uint32_t most, uint32_t what)
{
    struct words words = random_words(task, what);
    uint32_t *counts = calloc(n + 1u, sizeof *counts);
    for (uint32_t i = 0; i < n; i++)
        counts[i] = task->even ? most : draw_below(words_next(&words), most + 1);
    return counts;
}

void pairing_open(const struct pairing_task *task, struct pairing *p)
{
    struct matching_request request = task->request;
    uint32_t n = request.n_sources, n_targets = request.n_targets;
    *p = (struct pairing){.source_positions = random_positions(task, n, 1),
                          .vacant_axons = random_counts(task, n, task->most_axonal, 2),
                          .vacant_dendrites = random_counts(task, n_targets, task->most_dendritic, 3),
                          .in_degree = random_counts(task, n_targets, 3, 4)};
    if (!request.same_population)
        p->target_positions = random_positions(task, n_targets, 5);
    request.name = task->name;
    request.source_positions = p->source_positions;
    request.target_positions = request.same_population ? p->source_positions : p->target_positions;
    structure_must(matching_plan_create(&request, &p->plan, structure_status));
}

void pairing_close(struct pairing *p)
{
    matching_plan_free(&p->plan);
    free(p->source_positions);
    free(p->target_positions);
    free(p->vacant_axons);
    free(p->vacant_dendrites);
    free(p->in_degree);
}

static uint32_t *copy_of(const uint32_t *counts, uint32_t n)
{
    uint32_t *copy = calloc(n + 1u, sizeof *copy);
    return memcpy(copy, counts, n * sizeof *copy);
}

void pairing_begin(const struct pairing *p, struct pairing_outcome *o)
{
    *o = (struct pairing_outcome){.vacant_axons = copy_of(p->vacant_axons, p->plan.n_sources),
                                  .vacant_dendrites = copy_of(p->vacant_dendrites, p->plan.n_targets)};
}

void pairing_by_reference(const struct pairing *p, uint64_t step, struct pairing_outcome *o)
{
    pairing_begin(p, o);
    structure_must(reference_match(&p->plan, step, o->vacant_axons, o->vacant_dendrites, p->in_degree,
                                   &o->pairs, &o->n_pairs, structure_status));
}

void pairing_end(struct pairing_outcome *o)
{
    free(o->pairs);
    free(o->vacant_axons);
    free(o->vacant_dendrites);
}

void pairing_check(const struct pairing_task *task, const struct pairing *p, const struct pairing_outcome *o)
{
    const struct matching_plan *plan = &p->plan;
    uint32_t *axons = copy_of(o->vacant_axons, plan->n_sources),
             *dendrites = copy_of(o->vacant_dendrites, plan->n_targets);
    for (uint32_t i = 0; i < o->n_pairs; i++) {
        cr_assert(o->pairs[i].source < plan->n_sources && o->pairs[i].target < plan->n_targets);
        axons[o->pairs[i].source]++;
        dendrites[o->pairs[i].target]++;
        cr_assert(!plan->law.skips_self || o->pairs[i].source != o->pairs[i].target, "%s: an autapse",
                  task->name);
    }
    cr_assert_arr_eq(axons, p->vacant_axons, plan->n_sources * sizeof *axons, "%s: axons", task->name);
    cr_assert_arr_eq(dendrites, p->vacant_dendrites, plan->n_targets * sizeof *dendrites, "%s: dendrites",
                     task->name);
    for (uint32_t j = 0; j < plan->n_targets; j++) {
        uint32_t taken = p->vacant_dendrites[j] - o->vacant_dendrites[j];
        cr_assert(taken == 0 || p->in_degree[j] + (uint64_t)taken <= plan->max_in_degree,
                  "%s: target %u has %u and takes %u", task->name, j, p->in_degree[j], taken);
    }
    free(axons);
    free(dendrites);
}

double pairing_mean_square(const struct pairing_task *task, const struct pairing *p,
                           const struct pairing_outcome *o)
{
    double sum = 0, sigma = task->request.sigma_um;
    const float *targets = p->target_positions ? p->target_positions : p->source_positions;
    for (uint32_t i = 0; i < o->n_pairs; i++) {
        double d = distance_um(p->source_positions + 3 * (size_t)o->pairs[i].source,
                               targets + 3 * (size_t)o->pairs[i].target, task->request.period);
        sum += d * d / (sigma * sigma);
    }
    return sum / o->n_pairs;
}
