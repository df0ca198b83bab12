#include "config/nearest.h"
#include "config/units.h"
#include "core/memory.h"
#include "model/derive.h"
#include "model/parse.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "parameter 'NAME'" in messages is kept in a buffer: texts of a status last only until eight others have been formatted. */
enum { NAME_MAX_LENGTH = 40, OF_BYTES = 96 };

/* Rules of both kinds have parameters in the unit of their projection's weights. */
static bool has_weights(const struct model *model)
{
    return model->kind == MODEL_RULE || model->kind == MODEL_TURNOVER;
}

/* Words of C11, of OpenCL C, and of kernels/common that cannot be the name of a field. */
static const char *const reserved[] = {
    "auto",     "break",   "case",   "char",   "const",   "constant",  "continue", "default",
    "do",       "double",  "else",   "enum",   "event_t", "extern",    "false",    "float",
    "for",      "global",  "goto",   "half",   "if",      "image2d_t", "inline",   "int",
    "ireal",    "kernel",  "local",  "long",   "pick",    "private",   "real",     "register",
    "restrict", "return",  "short",  "signed", "sizeof",  "static",    "struct",   "switch",
    "true",     "typedef", "u16",    "u32",    "u64",     "uint",      "ulong",    "union",
    "unsigned", "ureal",   "ushort", "uchar",  "void",    "volatile",  "while",
};

engram_code declare_check_word(const struct node *key, const char *thing, engram_status *status)
{
    const char *name = key->text;
    size_t length = strlen(name);
    bool good = length > 0 && length <= NAME_MAX_LENGTH && !isdigit((unsigned char)name[0]) &&
                name[length - 1] != '_';
    for (const char *c = name; *c; c++)
        good = good && (isalnum((unsigned char)*c) || *c == '_');
    if (!good)
        return FAIL(ENGRAM_E_USAGE, .what = TEXT("'%s' cannot be the name of a %s", name, thing),
                    .where = node_where(status, key),
                    .why = "names become identifiers of C: letters, digits and _, not starting with a digit "
                           "and not ending with _",
                    .hint = TEXT("choose a name of at most %d such characters", NAME_MAX_LENGTH));
    return ENGRAM_OK;
}

engram_code declare_check_name(const struct node *key, const char *thing, engram_status *status)
{
    const char *name = key->text;
    engram_code code = declare_check_word(key, thing, status);
    if (code != ENGRAM_OK)
        return code;
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        if (strcmp(name, reserved[i]) == 0)
            return FAIL(ENGRAM_E_USAGE, .what = TEXT("'%s' cannot be the name of a %s", name, thing),
                        .where = node_where(status, key),
                        .why = "it is a word of C, of OpenCL C, or of Engram's kernels",
                        .hint = "choose another name");
    return ENGRAM_OK;
}

static engram_code declare_not_set(const struct node *key, engram_status *status)
{
    if (strcmp(key->text, MODEL_SET_KEY) != 0)
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE, .what = "'set' cannot be the name of a parameter",
                .where = node_where(status, key),
                .why = "among parameters it chooses one of the model's parameter sets",
                .hint = "choose another name");
}

/* p.dt of a turnover rule is there already. */
static engram_code declare_not_dt(const struct model *model, const struct node *key, engram_status *status)
{
    if (model->kind != MODEL_TURNOVER || strcmp(key->text, "dt") != 0)
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE, .what = "'dt' is declared already", .where = node_where(status, key),
                .why = "in a turnover rule p.dt is the time that a tick stands for, in s",
                .hint = "remove it, or choose another name");
}

engram_code declare_text(const struct node *map, const char *key, const char *of, char **out,
                         engram_status *status)
{
    struct node *node = NULL;
    const char *text = NULL;
    engram_code code = node_need(map, key, of, &node, status);
    if (code == ENGRAM_OK)
        code = node_text(node, TEXT("'%s' of %s", key, of), &text, status);
    return code == ENGRAM_OK ? memory_string(out, text, status) : code;
}

engram_code declare_unit(const struct model *model, const struct node *map, const char *of, char **out,
                         engram_status *status)
{
    engram_code code = declare_text(map, "unit", of, out, status);
    if (code != ENGRAM_OK || units_is_base(*out) || (has_weights(model) && strcmp(*out, "weight") == 0) ||
        (model->kind == MODEL_TURNOVER && units_are_known(*out)))
        return code;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("unknown unit '%s' of %s", *out, of),
                .where = node_where(status, node_get(map, "unit")),
                .why = TEXT("units are ms, mV, pA, pF, nS, MOhm, Hz, um, um^3, m/s, 1%s%s",
                            has_weights(model) ? ", weight" : "",
                            model->kind == MODEL_TURNOVER ? ", s, h, d, y, 1/h, 1/d, 1/y" : ""),
                .hint = "give the quantity in one of them; 1 is for pure numbers");
}

/* One end of the allowed range: `closed: x` or `open: x`. */
static engram_code declare_bound(const struct node *map, const char *closed, const char *open, const char *of,
                                 double *value, bool *excluded, engram_status *status)
{
    const struct node *at = node_get(map, closed);
    const struct node *beyond = node_get(map, open);
    if (at && beyond)
        return FAIL(ENGRAM_E_USAGE, .what = TEXT("both '%s' and '%s' for %s", closed, open, of),
                    .where = node_where(status, beyond), .why = "they are two ways to bound the same side",
                    .hint = TEXT("keep '%s' if the bound itself is allowed", closed));
    *excluded = beyond != NULL;
    if (!at && !beyond)
        return ENGRAM_OK;
    return node_number(at ? at : beyond, TEXT("'%s' of %s", at ? closed : open, of), value, status);
}

static engram_code check_default(const struct model_param *p, const struct node *node, const char *of,
                                 engram_status *status)
{
    bool low = p->standard <= p->min;
    if (model_param_allows(p, p->standard))
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("the default of %s is outside its own range", of),
                .where = node_where(status, node),
                .why =
                    TEXT("%g is %s %g", p->standard, low ? "not above" : "not below", low ? p->min : p->max),
                .hint = "change the default or the range");
}

static engram_code declare_param(const struct model *model, const struct node *key, const struct node *map,
                                 struct model_param *p, engram_status *status)
{
    static const char *const keys[] = {"unit", "default", "min", "max", "above", "below", "doc"};
    engram_code code = ENGRAM_OK;
    char of[OF_BYTES];
    const struct node *standard = node_get(map, "default");

    snprintf(of, sizeof of, "parameter '%s'", key->text);
    TRY(declare_check_name(key, "parameter", status));
    TRY(declare_not_set(key, status));
    TRY(declare_not_dt(model, key, status));
    TRY(node_require(map, NODE_MAP, of, status));
    TRY(node_only(map, keys, sizeof keys / sizeof *keys, of, status));
    TRY(memory_string(&p->name, key->text, status));
    TRY(declare_unit(model, map, of, &p->unit, status));
    TRY(declare_text(map, "doc", of, &p->doc, status));
    p->min = -INFINITY;
    p->max = INFINITY;
    TRY(declare_bound(map, "min", "above", of, &p->min, &p->min_excluded, status));
    TRY(declare_bound(map, "max", "below", of, &p->max, &p->max_excluded, status));
    p->standard = (double)NAN;
    if (standard) {
        TRY(node_number(standard, TEXT("default of %s", of), &p->standard, status));
        TRY(check_default(p, standard, of, status));
    }

cleanup:
    return code;
}

engram_code declare_params(struct model *model, const struct node *map, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (!map || node_is_null(map))
        return ENGRAM_OK;
    TRY(node_require(map, NODE_MAP, "params", status));
    if (map->n > MODEL_MAX_PARAMS)
        return FAIL(ENGRAM_E_USAGE, .what = "too many parameters", .where = node_where(status, map),
                    .why = TEXT("a model has at most %d, this one has %zu", MODEL_MAX_PARAMS, map->n),
                    .hint = "remove some");
    TRY(memory_new(&model->params, map->n, sizeof *model->params, "parameters of a model", status));
    for (model->n_params = 0; model->n_params < map->n;) {
        size_t i = model->n_params++;
        TRY(declare_param(model, map->keys[i], map->items[i], &model->params[i], status));
    }

cleanup:
    return code;
}

engram_code declare_param_reference(const struct model *model, const struct node *node, const char *name,
                                    const char *unit, int *out, engram_status *status)
{
    const char *text = NULL;
    engram_code code = node_text(node, name, &text, status);
    if (code != ENGRAM_OK)
        return code;
    *out = model_find_param(model, text);
    if (*out < 0)
        return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s names the undeclared parameter '%s'", name, text),
                    .where = node_where(status, node), .why = "it must be one of the keys of 'params'",
                    .hint = TEXT("declare '%s' in 'params', or correct the name", text));
    if (unit && units_ratio(model->params[*out].unit, unit) == 0.0)
        return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s needs a parameter in %s", name, unit),
                    .where = node_where(status, node),
                    .why = TEXT("'%s' is in %s", text, model->params[*out].unit),
                    .hint = "use another parameter, or correct its unit");
    return ENGRAM_OK;
}

/* {decay_of: tau} or {ratio_of: [a, b]}: *arguments is the node after the name. */
static engram_code derivation_of(const struct node *map, const char *of, struct model_derived *d,
                                 const struct node **arguments, engram_status *status)
{
    const char *names[32];
    size_t n = 0;
    engram_code code = node_require(map, NODE_MAP, of, status);
    if (code != ENGRAM_OK)
        return code;
    for (const struct derivation *k = derivation_at(0); k; k = derivation_at(n))
        names[n++] = k->name;
    if (map->n != 1)
        return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s needs exactly one derivation", of),
                    .where = node_where(status, map), .why = TEXT("it has %zu", map->n),
                    .hint = "for example {inverse_of: w_max}");
    d->derivation = derivation_find(map->keys[0]->text);
    *arguments = map->items[0];
    if (d->derivation >= 0)
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("unknown derivation '%s'", map->keys[0]->text),
                .where = node_where(status, map->keys[0]),
                .why = TEXT("derivations: %s", nearest_list(status, names, n)),
                .hint = nearest_hint(status, map->keys[0]->text, names, n));
}

static engram_code declare_one_derived(const struct model *model, const struct node *key,
                                       const struct node *map, struct model_derived *d, engram_status *status)
{
    const struct node *arguments = NULL;
    char of[OF_BYTES];
    engram_code code = ENGRAM_OK;

    snprintf(of, sizeof of, "derived constant '%s'", key->text);
    TRY(declare_check_name(key, "derived constant", status));
    TRY(declare_not_dt(model, key, status));
    if (model_find_param(model, key->text) >= 0)
        return FAIL(ENGRAM_E_USAGE, .what = TEXT("'%s' is declared twice", key->text),
                    .where = node_where(status, key),
                    .why = "a parameter has the same name, and both are read as p.NAME",
                    .hint = "rename one of them");
    TRY(memory_string(&d->name, key->text, status));
    TRY(derivation_of(map, of, d, &arguments, status));
    const struct derivation *k = derivation_at((size_t)d->derivation);
    bool is_list = arguments->kind == NODE_LIST;
    size_t n = is_list ? arguments->n : 1;
    if (n < (size_t)k->n_min || n > (size_t)k->n_max)
        return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s has the wrong number of arguments", k->name),
                    .where = node_where(status, arguments),
                    .why = TEXT("it is %s and takes %d%s, not %zu", k->doc, k->n_min,
                                k->n_max > k->n_min ? " or more" : "", n),
                    .hint = "name the parameters in a list");
    for (d->n_arguments = 0; d->n_arguments < (int)n; d->n_arguments++) {
        int i = d->n_arguments;
        const char *unit = k->units[i];
        TRY(declare_param_reference(model, is_list ? arguments->items[i] : arguments, of, unit,
                                    &d->arguments[i], status));
    }

cleanup:
    return code;
}

engram_code declare_derived(struct model *model, const struct node *map, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (!map || node_is_null(map))
        return ENGRAM_OK;
    TRY(node_require(map, NODE_MAP, "derived", status));
    TRY(memory_new(&model->derived, map->n, sizeof *model->derived, "derived constants of a model", status));
    for (model->n_derived = 0; model->n_derived < map->n;) {
        size_t i = model->n_derived++;
        TRY(declare_one_derived(model, map->keys[i], map->items[i], &model->derived[i], status));
    }

cleanup:
    return code;
}

/* A number or a parameter; in a myelin or turnover rule, whose values are the same for all axons or synapses, also a derived constant; in a myelin
 * rule also the word velocity. */
static engram_code declare_initial(const struct model *model, const struct node *initial, const char *key,
                                   const char *of, struct model_variable *v, engram_status *status)
{
    static const char *const starts[] = {[MODEL_NEURON] = "a number or a parameter",
                                         [MODEL_RULE] = "a number or a parameter",
                                         [MODEL_MYELIN] =
                                             "a number, a parameter, a derived constant or velocity",
                                         [MODEL_TURNOVER] = "a number, a parameter or a derived constant"};
    const char *name = initial->kind == NODE_SCALAR ? initial->text : "";
    int param = model_find_param(model, name), derived = model_find_derived(model, name);
    bool myelin = model->kind == MODEL_MYELIN, any = myelin || model->kind == MODEL_TURNOVER;

    v->initial_param = MODEL_INITIAL_NUMBER;
    if (param >= 0) {
        v->initial_param = param;
    } else if (any && derived >= 0) {
        v->initial_param = MODEL_INITIAL_DERIVED;
        v->initial_derived = derived;
    } else if (myelin && strcmp(name, "velocity") == 0) {
        v->initial_param = MODEL_INITIAL_VELOCITY;
        if (strcmp(v->unit, "m/s") != 0)
            return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s cannot start from the velocity of the axon", of),
                        .where = node_where(status, initial),
                        .why = TEXT("a velocity is in m/s, and this is in %s", v->unit),
                        .hint = "start from a parameter, a derived constant or a number");
    } else {
        return node_number(initial, TEXT("'%s' of %s (%s)", key, of, starts[model->kind]), &v->initial,
                           status);
    }
    return ENGRAM_OK;
}

/* What a synapse starts from that is born while the network runs: the same, or what `born` says. */
static engram_code declare_born(const struct model *model, const struct node *born, const char *of,
                                struct model_variable *v, engram_status *status)
{
    struct model_variable first = *v;
    engram_code code = born ? declare_initial(model, born, "born", of, &first, status) : ENGRAM_OK;
    v->born_param = first.initial_param;
    v->born_derived = first.initial_derived;
    v->born = first.initial;
    return code;
}

static engram_code declare_variable(const struct model *model, const struct node *key, const struct node *map,
                                    const char *thing, struct model_variable *v, engram_status *status)
{
    static const char *const keys[] = {"unit", "initial", "doc", "born"}, *const keys_of_rule[] = {
                                                                              "unit", "initial", "doc",
                                                                              "signal"};
    bool is_born = model->kind == MODEL_TURNOVER, is_rule = model->kind == MODEL_RULE;
    char of[OF_BYTES];
    struct node *initial = NULL;
    engram_code code = ENGRAM_OK;

    snprintf(of, sizeof of, "%s '%s'", thing, key->text);
    TRY(declare_check_name(key, thing, status));
    TRY(node_require(map, NODE_MAP, of, status));
    TRY(node_only(map, is_rule ? keys_of_rule : keys, is_born || is_rule ? 4 : 3, of, status));
    TRY(memory_string(&v->name, key->text, status));
    if (is_rule && node_get(map, "signal"))
        TRY(node_flag(node_get(map, "signal"), TEXT("'signal' of %s", of), &v->is_signal, status));
    TRY(declare_unit(model, map, of, &v->unit, status));
    TRY(declare_text(map, "doc", of, &v->doc, status));
    TRY(node_need(map, "initial", of, &initial, status));
    TRY(declare_initial(model, initial, "initial", of, v, status));
    if (is_born)
        TRY(declare_born(model, node_get(map, "born"), of, v, status));

cleanup:
    return code;
}

engram_code declare_variables(const struct model *model, const struct node *map, const char *thing,
                              struct model_variable **out, size_t *n, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (!map || node_is_null(map))
        return ENGRAM_OK;
    TRY(node_require(map, NODE_MAP, TEXT("%ss", thing), status));
    TRY(memory_new(out, map->n, sizeof **out, "variables of a model", status));
    for (*n = 0; *n < map->n;) {
        size_t i = (*n)++;
        TRY(declare_variable(model, map->keys[i], map->items[i], thing, &(*out)[i], status));
    }

cleanup:
    return code;
}
