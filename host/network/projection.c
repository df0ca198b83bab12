#include "fast/delay.h"
#include "network/axon.h"
#include "network/decay.h"
#include "network/distance.h"
#include "network/draw.h"
#include "network/myelin.h"
#include "network/structure.h"

#include <math.h>
#include <string.h>

enum { PART = 256 };

static struct draw_key edge_key(const struct network *net, const struct projection *p, uint32_t stream,
                                const struct edge *e)
{
    return (struct draw_key){net->seed, p->owner, stream, e->key[1], e->key[0]};
}

/* Values of a quantity for n <= PART edges. */
static void edge_values(const struct network *net, const struct projection *p, uint32_t stream,
                        const struct quantity *q, const struct edge *edges, size_t n, double *values)
{
    struct draw_key key = edge_key(net, p, stream, edges);
    uint32_t entity[PART], index[PART];
    uint64_t items[PART];
    for (size_t i = 0; i < n; i++) {
        entity[i] = edges[i].key[1];
        index[i] = edges[i].key[0];
        items[i] = edges[i].item;
    }
    quantity_values(q, &key, entity, index, items, n, values);
}

static void draw_weights(const struct network *net, const struct projection *p, uint32_t stream,
                         const struct quantity *q, const struct edge *edges, size_t n, float *weights)
{
    double values[PART];
    if (quantity_is_constant(q)) {
        for (size_t i = 0; i < n; i++)
            weights[i] = (float)q->a;
        return;
    }
    for (size_t done = 0; done < n; done += PART) {
        size_t m = n - done < PART ? n - done : PART;
        edge_values(net, p, stream, q, edges + done, m, values);
        for (size_t i = 0; i < m; i++)
            weights[done + i] = (float)values[i];
    }
}

void projection_weights(const struct network *net, const struct projection *p, const struct edge *edges,
                        size_t n, float *weights)
{
    draw_weights(net, p, STREAM_WEIGHT, &p->weight, edges, n, weights);
    weights_round(&p->storage, weights, n);
}

void projection_born_weights(const struct network *net, const struct projection *p, const struct edge *edges,
                             size_t n, float *weights)
{
    draw_weights(net, p, STREAM_BORN_WEIGHT, &p->structure->weight, edges, n, weights);
    weights_round(&p->storage, weights, n);
}

float projection_weight(const struct network *net, const struct projection *p, const struct edge *e)
{
    float weight = 0;
    projection_weights(net, p, e, 1, &weight);
    return weight;
}

/* ---- length codes ---- */

static double code_unit(const struct network *net, const struct projection *p)
{
    return p->by_length ? p->length_unit_um : net->dt_ms;
}

static uint16_t length_code(double x, double unit)
{
    double code = x / unit + 0.5; /* rounded down by the conversion: it is not negative then */
    return code >= LENGTH_CODE_MAX + 1 ? LENGTH_CODE_MAX : code >= 1 ? (uint16_t)code : 0;
}

static double edge_distance(const struct network *net, const struct projection *p, const struct edge *e)
{
    const struct population *source = &net->populations[p->source], *target = &net->populations[p->target];
    return distance_um(source->positions + 3 * (size_t)e->source, target->positions + 3 * (size_t)e->target,
                       source->period);
}

bool projection_has_one_length(const struct network *net, const struct projection *p, uint16_t *code)
{
    if (p->from_distance || !quantity_is_constant(&p->axonal))
        return false;
    *code = length_code(p->axonal.a, code_unit(net, p));
    return true;
}

static void draw_length_codes(const struct network *net, const struct projection *p, uint32_t stream,
                              const struct edge *edges, size_t n, uint16_t *codes)
{
    double unit = code_unit(net, p), values[PART];
    if (p->from_distance) {
        for (size_t i = 0; i < n; i++)
            codes[i] = length_code(edge_distance(net, p, &edges[i]) * p->axonal.a, unit);
        return;
    }
    uint16_t code = 0;
    if (projection_has_one_length(net, p, &code)) {
        for (size_t i = 0; i < n; i++)
            codes[i] = code;
        return;
    }
    for (size_t done = 0; done < n; done += PART) {
        size_t m = n - done < PART ? n - done : PART;
        edge_values(net, p, stream, &p->axonal, edges + done, m, values);
        for (size_t i = 0; i < m; i++)
            codes[done + i] = length_code(values[i], unit);
    }
}

void projection_length_codes(const struct network *net, const struct projection *p, const struct edge *edges,
                             size_t n, uint16_t *codes)
{
    draw_length_codes(net, p, STREAM_DELAY, edges, n, codes);
}

void projection_born_length_codes(const struct network *net, const struct projection *p,
                                  const struct edge *edges, size_t n, uint16_t *codes)
{
    draw_length_codes(net, p, STREAM_BORN_DELAY, edges, n, codes);
}

uint64_t projection_rule_tick(const struct network *net, const struct projection *p)
{
    return p->rule->on_tick ? (uint64_t)fmax(1, floor(p->params[p->rule->tick_param] / net->dt_ms + 0.5)) : 0;
}

const struct model_receptor *projection_receptor(const struct network *net, const struct projection *p)
{
    static const struct model_receptor none = {.name = (char *)"none", .unit = (char *)"pA"};
    const struct model *target = net->populations[p->target].model;
    return target->n_receptors ? &target->receptors[p->receptor] : &none;
}

uint16_t projection_length_code(const struct network *net, const struct projection *p, const struct edge *e)
{
    uint16_t code = 0;
    projection_length_codes(net, p, e, 1, &code);
    return code;
}

double projection_longest(const struct network *net, const struct projection *p)
{
    double low = 0, high = 0;
    if (!p->from_distance) {
        quantity_range(&p->axonal, &low, &high);
        return high;
    }
    high = distance_longest(&net->populations[p->source], &net->populations[p->target]);
    if (p->connect.kind == CONNECT_DISTANCE && p->connect.max_distance_um < high)
        high = p->connect.max_distance_um;
    return high * p->axonal.a;
}

/* ---- delays ---- */

double projection_velocity(const struct network *net, const struct projection *p, uint32_t source)
{
    return p->by_length ? axon_velocity(net, p, source) : 1;
}

double projection_lowest_velocity(const struct projection *p)
{
    return fmax(lowest_velocity(p), p->conduction_block);
}

bool projection_changes_speed(const struct projection *p)
{
    return p->myelin || p->n_damages > 0;
}

/* um / (m/s) is 1e-3 ms. */
uint32_t projection_slowness_at(const struct network *net, const struct projection *p, double velocity)
{
    if (!p->by_length)
        return SLOWNESS_ONE;
    double slowness = floor(p->length_unit_um * 1e-3 / velocity / net->dt_ms * SLOWNESS_ONE + 0.5);
    return slowness < (double)UINT32_MAX ? (uint32_t)slowness : UINT32_MAX;
}

uint32_t projection_slowness(const struct network *net, const struct projection *p, uint32_t source)
{
    return projection_slowness_at(net, p, projection_velocity(net, p, source));
}

uint32_t projection_axonal_steps(const struct projection *p, uint32_t code, uint32_t slowness)
{
    return axonal_steps(code, slowness, p->axonal_min, p->axonal_shift);
}

uint32_t projection_longest_code(const struct network *net, const struct projection *p)
{
    return length_code(projection_longest(net, p), code_unit(net, p));
}

bool projection_draws(const struct projection *p)
{
    return p->rule->asks_xi && (p->rule->xi_param < 0 || p->params[p->rule->xi_param] != 0);
}

uint32_t projection_late_steps(const struct network *net, const struct projection *p)
{
    return p->rule->late_param < 0 ? 0 : (uint32_t)llround(p->params[p->rule->late_param] / net->dt_ms);
}

uint32_t projection_max_axonal(const struct network *net, const struct projection *p)
{
    uint32_t code = projection_longest_code(net, p);
    if (projection_changes_speed(p))
        return projection_axonal_steps(p, code,
                                       projection_slowness_at(net, p, projection_lowest_velocity(p)));
    uint32_t slowest = 0;
    uint32_t n_axons = p->by_length && !axons_are_alike(p) ? net->populations[p->source].n : 1;
    for (uint32_t i = 0; i < n_axons; i++) {
        uint32_t slowness = projection_slowness(net, p, i);
        slowest = slowness > slowest ? slowness : slowest;
    }
    return projection_axonal_steps(p, code, slowest);
}

uint32_t projection_shortest_path(const struct network *net, const struct projection *p)
{
    double shortest = 0, longest = 0, slowest = 0, fastest = 0;
    if (p->from_distance)
        return 0;
    quantity_range(&p->axonal, &shortest, &longest);
    axon_velocity_range(p, &slowest, &fastest);
    uint32_t slowness = p->myelin ? projection_myelin(net, p).fast : projection_slowness_at(net, p, fastest);
    return axonal_steps(length_code(shortest, code_unit(net, p)), slowness, 0, 0);
}

/* ---- traces ---- */

double projection_trace_tau(const struct projection *p, size_t k)
{
    return p->params[p->rule->traces[k].tau_param];
}

uint32_t projection_slow_traces(const struct network *net, const struct projection *p, size_t first, size_t n)
{
    uint32_t slow = 0;
    for (size_t k = 0; k < n; k++)
        slow |= (uint32_t)!decay_table_fits(projection_trace_tau(p, first + k), net->dt_ms) << k;
    return slow;
}

float projection_trace_start(const struct projection *p, size_t k)
{
    int rate = p->rule->traces[k].rate_param;
    return rate < 0 ? 0.0f : (float)(p->params[rate] * projection_trace_tau(p, k) / 1000.0);
}

/* ---- columns ---- */

static const struct model *turnover_of(const struct projection *p)
{
    return p->structure ? p->structure->turnover : NULL;
}

uint32_t projection_n_columns(const struct projection *p)
{
    return (uint32_t)(p->rule->n_variables + (turnover_of(p) ? turnover_of(p)->n_variables : 0));
}

/* Columns of the plasticity rule come first; *is_turnover: it is one of the other. */
static const struct model_variable *column_of(const struct projection *p, size_t k, bool *is_turnover)
{
    *is_turnover = k >= p->rule->n_variables;
    return *is_turnover ? &turnover_of(p)->variables[k - p->rule->n_variables] : &p->rule->variables[k];
}

const char *projection_column_name(const struct projection *p, size_t k)
{
    bool is_turnover = false;
    return column_of(p, k, &is_turnover)->name;
}

const char *projection_column_unit(const struct network *net, const struct projection *p, size_t k)
{
    bool is_turnover = false;
    const char *unit = column_of(p, k, &is_turnover)->unit;
    return strcmp(unit, "weight") == 0 ? projection_receptor(net, p)->unit : unit;
}

float projection_column(const struct projection *p, size_t k)
{
    bool is_turnover = false;
    const struct model_variable *column = column_of(p, k, &is_turnover);
    if (is_turnover)
        return (float)model_initial(turnover_of(p), column, p->structure->turnover_params,
                                    p->structure->tick_ms);
    return (float)(column->initial_param >= 0 ? p->params[column->initial_param] : column->initial);
}

float projection_neuron_state(const struct projection *p, size_t k)
{
    const struct model_variable *state = &p->rule->cells[k];
    return (float)(state->initial_param >= 0 ? p->params[state->initial_param] : state->initial);
}

float projection_born_column(const struct projection *p, size_t k)
{
    bool is_turnover = false;
    const struct model_variable *column = column_of(p, k, &is_turnover);
    return is_turnover ? (float)model_born(turnover_of(p), column, p->structure->turnover_params,
                                           p->structure->tick_ms)
                       : projection_column(p, k);
}
