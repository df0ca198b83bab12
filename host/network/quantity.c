#include "core/memory.h"
#include "network/draw.h"
#include "network/elementary.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    MAX_ATTEMPTS = 1000
}; /* then the value is clipped: an interval that far out in the tail is no distribution any more */

struct quantity quantity_constant(double value)
{
    return (struct quantity){.kind = QUANTITY_CONSTANT, .a = value, .min = -INFINITY, .max = INFINITY};
}

bool quantity_is_constant(const struct quantity *q)
{
    return q->kind == QUANTITY_CONSTANT;
}

static double inside(const struct quantity *q, double x)
{
    return x < q->min ? q->min : x > q->max ? q->max : x;
}

/* n values from n uniform numbers, in place. */
enum { PART = 256 };

static double chosen(const struct quantity *q, double u)
{
    uint64_t i = 0;
    while (i + 1 < q->n_list && u >= q->up_to[i])
        i++;
    return q->list[i];
}

static void transform(const struct quantity *q, double *values, size_t n)
{
    double normals[PART];
    for (size_t i = 0; q->kind == QUANTITY_CHOICE && i < n; i++)
        values[i] = chosen(q, values[i]);
    if (q->kind == QUANTITY_CHOICE)
        return;
    if (q->kind == QUANTITY_UNIFORM) {
        for (size_t i = 0; i < n; i++)
            values[i] = q->a + (q->b - q->a) * values[i];
        return;
    }
    elementary_normals(values, normals, n);
    for (size_t i = 0; i < n; i++)
        values[i] = q->a + q->b * normals[i];
    for (size_t i = 0; q->kind == QUANTITY_LOGNORMAL && i < n; i++)
        values[i] = elementary_exp(values[i]);
}

static double drawn_once(const struct quantity *q, const struct draw_key *key, uint32_t attempt)
{
    philox_block block = draw_block(key, attempt);
    double x = draw_uniform(block.v[0], block.v[1]);
    transform(q, &x, 1);
    return x;
}

/* Draws `attempt`, attempt + 1, ... until one lies inside. */
static double drawn(const struct quantity *q, const struct draw_key *key, uint32_t attempt)
{
    for (; attempt < MAX_ATTEMPTS; attempt++) {
        double x = drawn_once(q, key, attempt);
        if (q->clip || (x >= q->min && x <= q->max))
            return inside(q, x);
    }
    return inside(q, drawn_once(q, key, MAX_ATTEMPTS));
}

double quantity_value(const struct quantity *q, const struct draw_key *key, uint64_t item)
{
    if (q->kind == QUANTITY_CONSTANT)
        return q->a;
    if (q->kind == QUANTITY_LIST)
        return q->list[item];
    return drawn(q, key, 0);
}

/* Uniform numbers for a part of the keys: several independent blocks at once keep the multipliers busy. */
enum { LANES = DRAW_LANES };

static void uniforms(const struct draw_key *key, const uint32_t *entity, const uint32_t *index, size_t n,
                     double *u)
{
    if (n == 1) { /* as the reference asks: not worth all lanes */
        philox_block block =
            draw_block(&(struct draw_key){key->seed, key->owner, key->stream, *entity, *index}, 0);
        *u = draw_uniform(block.v[0], block.v[1]);
        return;
    }
    for (size_t i = 0; i < n; i += LANES) {
        size_t m = n - i < LANES ? n - i : LANES;
        philox_lanes lanes;
        for (size_t l = 0; l < LANES; l++) {
            size_t at = i + (l < m ? l : 0);
            lanes.v[0][l] = index[at];
            lanes.v[1][l] = entity[at];
            lanes.v[2][l] = key->owner;
            lanes.v[3][l] = key->stream << 24;
        }
        draw_lanes(&lanes, key->seed);
        for (size_t l = 0; l < m; l++)
            u[i + l] = draw_uniform(lanes.v[0][l], lanes.v[1][l]);
    }
}

void quantity_values(const struct quantity *q, const struct draw_key *key, const uint32_t *entity,
                     const uint32_t *index, const uint64_t *items, size_t n, double *values)
{
    if (q->kind == QUANTITY_CONSTANT || q->kind == QUANTITY_LIST) {
        for (size_t i = 0; i < n; i++)
            values[i] = q->kind == QUANTITY_LIST ? q->list[items ? items[i] : 0] : q->a;
        return;
    }
    for (size_t done = 0; done < n; done += PART) {
        size_t m = n - done < PART ? n - done : PART;
        uniforms(key, entity + done, index + done, m, values + done);
        transform(q, values + done, m);
        for (size_t i = done; i < done + m; i++) {
            if (!q->clip && !(values[i] >= q->min && values[i] <= q->max)) {
                struct draw_key own = *key;
                own.entity = entity[i];
                own.index = index[i];
                values[i] = drawn(q, &own, 1);
            }
            values[i] = inside(q, values[i]);
        }
    }
}

/* A list is given as it is; what is chosen from one may be clipped. */
static double listed(const struct quantity *q, uint64_t i)
{
    return q->kind == QUANTITY_CHOICE ? inside(q, q->list[i]) : q->list[i];
}

static void list_range(const struct quantity *q, double *low, double *high)
{
    *low = INFINITY;
    *high = -INFINITY;
    for (uint64_t i = 0; i < q->n_list; i++) {
        double value = listed(q, i);
        *low = value < *low ? value : *low;
        *high = value > *high ? value : *high;
    }
}

void quantity_range(const struct quantity *q, double *low, double *high)
{
    switch (q->kind) {
    case QUANTITY_CONSTANT:
        *low = *high = q->a;
        return;
    case QUANTITY_LIST:
    case QUANTITY_CHOICE:
        list_range(q, low, high);
        return;
    case QUANTITY_UNIFORM:
        *low = inside(q, q->a);
        *high = inside(q, q->b);
        return;
    case QUANTITY_NORMAL:
        *low = q->b == 0 ? inside(q, q->a) : q->min;
        *high = q->b == 0 ? inside(q, q->a) : q->max;
        return;
    case QUANTITY_LOGNORMAL:
        *low = q->min > 0 ? q->min : 0;
        *high = q->max;
        return;
    }
}

static double list_mean(const struct quantity *q, bool magnitude)
{
    double sum = 0;
    for (uint64_t i = 0; i < q->n_list; i++) {
        double value = magnitude ? fabs(listed(q, i)) : listed(q, i);
        sum += q->up_to ? (q->up_to[i] - (i ? q->up_to[i - 1] : 0)) * value : value;
    }
    return q->up_to || !q->n_list ? sum : sum / (double)q->n_list;
}

double quantity_mean(const struct quantity *q)
{
    switch (q->kind) {
    case QUANTITY_LIST:
    case QUANTITY_CHOICE:
        return list_mean(q, false);
    case QUANTITY_UNIFORM:
        return 0.5 * (inside(q, q->a) + inside(q, q->b));
    case QUANTITY_LOGNORMAL:
        return inside(q, elementary_exp(q->a + 0.5 * q->b * q->b));
    default:
        return q->kind == QUANTITY_CONSTANT ? q->a : inside(q, q->a);
    }
}

double quantity_mean_magnitude(const struct quantity *q)
{
    double low = 0, high = 0;
    if (q->kind == QUANTITY_LIST || q->kind == QUANTITY_CHOICE)
        return list_mean(q, true);
    if (q->kind == QUANTITY_CONSTANT || q->kind == QUANTITY_LOGNORMAL)
        return fabs(quantity_mean(q));
    quantity_range(q, &low, &high);
    if (q->kind == QUANTITY_UNIFORM && low < 0 && high > 0)
        return 0.5 * (low * low + high * high) / (high - low);
    if (q->kind == QUANTITY_UNIFORM)
        return fabs(0.5 * (low + high));
    /* E|x| is between the larger of |a|, 0.8 b and their sum; the smaller number is the careful one here. */
    double magnitude = fabs(q->a) > 0.8 * q->b ? fabs(q->a) : 0.8 * q->b;
    double most = fabs(low) > fabs(high) ? fabs(low) : fabs(high);
    return magnitude < most ? magnitude : most;
}

static engram_code copy_values(const double *from, uint64_t n, double **out, engram_status *status)
{
    engram_code code = from ? memory_new(out, n, sizeof **out, "a distribution", status) : ENGRAM_OK;
    if (from && code == ENGRAM_OK)
        memcpy(*out, from, n * sizeof **out);
    return code;
}

engram_code quantity_copy(const struct quantity *q, struct quantity *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    *out = *q;
    out->list = out->up_to = NULL;
    TRY(copy_values(q->list, q->n_list, &out->list, status));
    TRY(copy_values(q->up_to, q->n_list, &out->up_to, status));
cleanup:
    return code;
}

void quantity_free(struct quantity *q)
{
    free(q->list);
    free(q->up_to);
    q->list = q->up_to = NULL;
    q->n_list = 0;
}
