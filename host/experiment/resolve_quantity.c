#include "experiment/resolve_quantity.h"

#include "core/memory.h"

#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

struct wanted wanted_any(const char *name, const char *unit)
{
    return (struct wanted){.name = name, .unit = unit, .min = -INFINITY, .max = INFINITY, .why = ""};
}

struct wanted wanted_row(const struct schema_row *row)
{
    struct wanted w = wanted_any(schema_key(row), row->unit);
    if (row->has_range) {
        w.min = row->min;
        w.max = row->max < DBL_MAX ? row->max : (double)INFINITY;
        w.min_excluded = row->above;
    }
    w.why = row->doc;
    return w;
}

struct wanted wanted_param(const struct model_param *param, const char *unit)
{
    return (struct wanted){.name = param->name,
                           .unit = unit,
                           .min = param->min,
                           .max = param->max,
                           .min_excluded = param->min_excluded,
                           .max_excluded = param->max_excluded,
                           .why = param->doc ? param->doc : ""};
}

static bool inside(const struct wanted *w, double value)
{
    bool low = w->min_excluded ? value > w->min : value >= w->min;
    bool high = w->max_excluded ? value < w->max : value <= w->max;
    return low && high;
}

static const char *allowed(const struct wanted *w, engram_status *status)
{
    const char *unit = strcmp(w->unit, "1") == 0 ? "" : w->unit;
    const char *low =
        isinf(w->min) ? "" : TEXT("%s %g %s", w->min_excluded ? "above" : "at least", w->min, unit);
    const char *high =
        isinf(w->max) ? "" : TEXT("%s %g %s", w->max_excluded ? "below" : "at most", w->max, unit);
    return TEXT("%s%s%s", low, low[0] && high[0] ? " and " : "", high);
}

static engram_code out_of_range(const struct node *node, const struct wanted *w, double value,
                                engram_status *status)
{
    const char *unit = strcmp(w->unit, "1") == 0 ? "" : TEXT(" %s", w->unit);
    return FAIL(
        ENGRAM_E_USAGE, .what = TEXT("%s is out of range", w->name), .where = node_where(status, node),
        .why = TEXT("%g%s is not allowed; it must be %s", value, unit, allowed(w, status)),
        .hint = w->why[0] ? TEXT("%s: %s", w->name, w->why) : TEXT("choose a value %s", allowed(w, status)));
}

/* Kernels compute in 32-bit floats. */
static engram_code check_float(const struct node *node, const struct wanted *w, double value,
                               engram_status *status)
{
    if (fabs(value) <= (double)FLT_MAX)
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s is too large", w->name), .where = node_where(status, node),
                .why = TEXT("%g does not fit a 32-bit float", value),
                .hint = "check the unit and the exponent");
}

engram_code resolve_constant(const struct node *node, const struct wanted *w, double *out,
                             engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(node_quantity(node, w->name, w->unit, out, status));
    TRY(check_float(node, w, *out, status));
    if (!inside(w, *out))
        TRY(out_of_range(node, w, *out, status));

cleanup:
    return code;
}

static engram_code read_list(const struct node *node, const struct wanted *w, struct quantity *out,
                             engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (w->n_list == 0)
        TRY(FAIL(ENGRAM_E_USAGE, .what = TEXT("%s cannot be a list here", w->name),
                 .where = node_where(status, node),
                 .why = "there is nothing whose number and order the list could follow",
                 .hint = "give one number or a distribution"));
    if (node->n != w->n_list)
        TRY(FAIL(ENGRAM_E_USAGE, .what = TEXT("%s has the wrong number of values", w->name),
                 .where = node_where(status, node),
                 .why = TEXT("there are %zu values for %" PRIu64 " %ss", node->n, w->n_list, w->list_of),
                 .hint = TEXT("give one value for each %s", w->list_of)));
    TRY(memory_new(&out->list, node->n, sizeof(double), w->name, status));
    out->kind = QUANTITY_LIST;
    out->n_list = node->n;
    for (size_t i = 0; i < node->n; i++)
        TRY(resolve_constant(node->items[i], w, &out->list[i], status));

cleanup:
    return code;
}

/* Numbers of a distribution are read with the unit of the quantity; their own ranges (sd >= 0) are in the schema table. */
static engram_code read_number(const struct node *map, const char *path, const struct wanted *w, double *out,
                               engram_status *status)
{
    struct schema_row row = *schema_find(path);
    if (strcmp(row.unit, UNIT_OF_PARAMETER) == 0)
        row.unit = w->unit;
    const struct node *node = node_get(map, schema_key(&row));
    engram_code code = schema_number_here(node, &row, out, status);
    return code == ENGRAM_OK ? check_float(node, w, *out, status) : code;
}

#define PATH(rest) SCHEMA_DISTRIBUTION_ROOT "." rest

/* {values: [...], chances: [...]}; without chances all are equally likely. */
static engram_code read_choice(const struct node *choice, const struct wanted *w, struct quantity *out,
                               engram_status *status)
{
    const struct node *values = node_get(choice, "values"), *chances = node_get(choice, "chances");
    double sum = 0;
    engram_code code = ENGRAM_OK;
    out->kind = QUANTITY_CHOICE;
    if (values->n == 0 || (chances && chances->n != values->n))
        TRY(FAIL(ENGRAM_E_USAGE, .what = TEXT("%s: a choice needs values, and a chance for each", w->name),
                 .where = node_where(status, values->n ? chances : values),
                 .why = TEXT("there are %zu values and %zu chances", values->n, chances ? chances->n : 0),
                 .hint = "give as many of both, or leave out chances: all are then equally likely"));
    TRY(memory_new(&out->list, values->n, sizeof(double), w->name, status));
    TRY(memory_new(&out->up_to, values->n, sizeof(double), w->name, status));
    for (; out->n_list < values->n; out->n_list++) {
        double chance = 1 / (double)values->n;
        TRY(resolve_constant(values->items[out->n_list], w, &out->list[out->n_list], status));
        if (chances)
            TRY(node_number(chances->items[out->n_list], "chance", &chance, status));
        out->up_to[out->n_list] = sum += chance;
    }
    if (fabs(sum - 1) > 1e-6)
        TRY(FAIL(ENGRAM_E_USAGE, .what = TEXT("%s: the chances of a choice do not add up", w->name),
                 .where = node_where(status, chances), .why = TEXT("their sum is %g, not 1", sum),
                 .hint = "change one of them"));
    out->up_to[out->n_list - 1] = 1;

cleanup:
    return code;
}

static engram_code read_kind(const struct node *node, const struct wanted *w, struct quantity *out,
                             engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct node *uniform = node_get(node, "uniform"), *normal = node_get(node, "normal");
    const struct node *lognormal = node_get(node, "lognormal"), *choice = node_get(node, "choice");
    if (choice) {
        TRY(read_choice(choice, w, out, status));
    } else if (uniform) {
        out->kind = QUANTITY_UNIFORM;
        TRY(read_number(uniform, PATH("uniform.low"), w, &out->a, status));
        TRY(read_number(uniform, PATH("uniform.high"), w, &out->b, status));
        if (out->a > out->b)
            TRY(FAIL(ENGRAM_E_USAGE, .what = TEXT("%s: low is above high", w->name),
                     .where = node_where(status, uniform), .why = TEXT("%g > %g", out->a, out->b),
                     .hint = "exchange low and high"));
    } else if (normal) {
        out->kind = QUANTITY_NORMAL;
        TRY(read_number(normal, PATH("normal.mean"), w, &out->a, status));
        TRY(read_number(normal, PATH("normal.sd"), w, &out->b, status));
    } else if (lognormal) {
        out->kind = QUANTITY_LOGNORMAL;
        TRY(read_number(lognormal, PATH("lognormal.mu"), w, &out->a, status));
        TRY(read_number(lognormal, PATH("lognormal.sigma"), w, &out->b, status));
    } else {
        TRY(read_number(node, PATH("constant"), w, &out->a, status));
    }

cleanup:
    return code;
}

static engram_code read_bounds(const struct node *node, const struct wanted *w, struct quantity *out,
                               engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct node *min = node_get(node, "min"), *max = node_get(node, "max");
    if (min) {
        TRY(read_number(node, PATH("min"), w, &out->min, status));
        if (!inside(w, out->min))
            TRY(out_of_range(min, w, out->min, status));
    }
    if (max) {
        TRY(read_number(node, PATH("max"), w, &out->max, status));
        if (!inside(w, out->max))
            TRY(out_of_range(max, w, out->max, status));
    }
    if (out->min > out->max)
        TRY(FAIL(ENGRAM_E_USAGE, .what = TEXT("%s: min is above max", w->name),
                 .where = node_where(status, min), .why = TEXT("%g > %g", out->min, out->max),
                 .hint = "exchange min and max"));
    TRY(schema_flag(node, PATH("clip"), &out->clip, status));

cleanup:
    return code;
}

/* Probability that an untruncated draw is below x. */
static double below(const struct quantity *q, double x)
{
    if (isinf(x))
        return x > 0 ? 1 : 0;
    if (q->kind == QUANTITY_UNIFORM)
        return fmin(fmax((x - q->a) / (q->b - q->a), 0), 1);
    if (q->kind == QUANTITY_LOGNORMAL)
        return x <= 0 ? 0 : 0.5 * erfc((q->a - log(x)) / (q->b * sqrt(2)));
    return 0.5 * erfc((q->a - x) / (q->b * sqrt(2)));
}

/* Probability that a draw is not drawn again. */
static double accepted(const struct quantity *q)
{
    double sum = 0;
    if (q->kind != QUANTITY_CHOICE)
        return below(q, q->max) - below(q, q->min);
    for (uint64_t i = 0; i < q->n_list; i++)
        if (q->list[i] >= q->min && q->list[i] <= q->max)
            sum += q->up_to[i] - (i ? q->up_to[i - 1] : 0);
    return sum;
}

/* Close what the distribution leaves open at the ends of the allowed range, and see that enough of it is left. */
static engram_code hold_inside(const struct node *node, const struct wanted *w, struct quantity *q,
                               engram_status *status)
{
    bool spread = q->kind == QUANTITY_CHOICE || q->b != 0;
    if (q->kind == QUANTITY_CONSTANT || !spread || (q->kind == QUANTITY_UNIFORM && q->a == q->b)) {
        double value = q->kind == QUANTITY_LOGNORMAL ? exp(q->a) : q->a;
        double min = q->min, max = q->max;
        *q = quantity_constant(value);
        bool drawable = value >= min && value <= max;
        if (!drawable || !inside(w, value))
            return out_of_range(node, w, value, status);
        return check_float(node, w, value, status);
    }
    q->min = fmax(q->min, w->min_excluded ? nextafter(w->min, INFINITY) : w->min);
    q->max = fmin(q->max, w->max_excluded ? nextafter(w->max, -INFINITY) : w->max);
    if (q->clip || accepted(q) >= 0.01)
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s: hardly any draw of this distribution is allowed", w->name),
                .where = node_where(status, node),
                .why = TEXT("%.2g %% of its draws lie between %g and %g; at least 1 %% must",
                            100 * accepted(q), q->min, q->max),
                .hint = w->why[0] ? TEXT("%s: %s", w->name, w->why) : "choose another mean or other bounds");
}

/* A uniform distribution says where it ends: ends outside of the allowed range are a mistake, not an open end. */
static engram_code check_uniform(const struct node *node, const struct wanted *w, const struct quantity *q,
                                 engram_status *status)
{
    if (q->kind != QUANTITY_UNIFORM)
        return ENGRAM_OK;
    double low = fmax(q->a, q->min), high = fmin(q->b, q->max);
    if (!inside(w, low))
        return out_of_range(node, w, low, status);
    return high <= w->max ? ENGRAM_OK : out_of_range(node, w, high, status);
}

engram_code resolve_quantity(const struct node *node, const struct wanted *w, struct quantity *out,
                             engram_status *status)
{
    engram_code code = ENGRAM_OK;
    *out = quantity_constant(0);
    if (node->kind == NODE_SCALAR) {
        TRY(resolve_constant(node, w, &out->a, status));
    } else if (node->kind == NODE_LIST) {
        TRY(read_list(node, w, out, status));
    } else {
        TRY(schema_check_map(node, SCHEMA_DISTRIBUTION_ROOT, w->name, status));
        TRY(read_kind(node, w, out, status));
        TRY(read_bounds(node, w, out, status));
        TRY(check_uniform(node, w, out, status));
        TRY(hold_inside(node, w, out, status));
    }

cleanup:
    return code;
}

engram_code resolve_default(const struct model *model, size_t i, const struct model_set *set, const char *of,
                            const struct node *node, double *out, engram_status *status)
{
    const struct model_param *param = &model->params[i];
    *out = model_standard(model, set, i);
    if (!isnan(*out))
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("parameter '%s' is missing", param->name),
                .where = TEXT("%s, %s", node_where(status, node), of), .why = "it has no default",
                .hint = TEXT("add  %s: ... %s   (%s)", param->name,
                             strcmp(param->unit, "1") == 0 ? "" : param->unit, param->doc ? param->doc : ""));
}
