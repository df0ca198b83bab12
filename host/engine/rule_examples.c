/* Run the worked examples of a rule's own file as ordinary experiments. */
#include "core/memory.h"
#include "engine/simulation.h"

#include <engram/rules.h>

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const double DT_MS = 0.1;

struct text {
    char *bytes;
    size_t n, room;
};

static engram_code put(struct text *t, engram_status *status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static engram_code put(struct text *t, engram_status *status, const char *format, ...)
{
    engram_code code = ENGRAM_OK;
    char line[512];
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (t->n + (size_t)n + 1 > t->room) {
        TRY(memory_resize(&t->bytes, 2 * (t->n + (size_t)n + 1), 1, "example", status));
        t->room = 2 * (t->n + (size_t)n + 1);
    }
    memcpy(t->bytes + t->n, line, (size_t)n + 1);
    t->n += (size_t)n;
cleanup:
    return code;
}

/* ---- the target of a rule that reads voltages ---- */

/* A neuron that leaves the marks of an example, and is in the states that its rule reads. Their values are parameters, so that all examples of a rule share it. */
static engram_code put_target_model(struct text *t, const struct model *rule, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(put(t, status,
            "/*---\nneuron: example_target\nsummary: leaves the marks of an example\nsource: rule %s\n"
            "generator: list\nparams:\n  mark: {unit: 1, default: 0, doc: each mark}\n",
            rule->name));
    for (size_t i = 0; i < rule->n_reads; i++)
        TRY(put(t, status, "  given_%zu: {unit: 1, default: 0, doc: a state}\n", i));
    if (rule->n_reads)
        TRY(put(t, status, "  ago: {unit: ms, default: %g, above: 0, doc: when}\n", DT_MS));
    TRY(put(t, status, "states:\n  mark_now: {unit: 1, initial: 0, doc: the mark}\n"));
    for (size_t i = 0; i < rule->n_reads; i++)
        TRY(put(t, status, "  %s: {unit: 1, initial: given_%zu, doc: a state}\n", rule->reads[i], i));
    if (rule->n_reads)
        TRY(put(t, status, "past:\n"));
    for (size_t i = 0; i < rule->n_reads; i++)
        TRY(put(t, status, "  %s: ago\n", rule->reads[i]));
    TRY(put(t, status,
            "%s---*/\n#include \"common/arith.h\"\n"
            "static inline ireal on_step(neuron_state *s, neuron_input in, neuron_params p)\n{\n"
            "    s->mark_now = pick(in.generated > 0, (real)(p.mark), (real)(0.0f));\n"
            "    return lanes_set(in.generated < 0);\n}\n",
            rule->on_mark ? "marks: mark_now\n" : ""));
cleanup:
    return code;
}

/* Its file, in a folder for such; `path` has room for PATH_MAX. */
static engram_code write_target(const struct model *rule, char *path, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct text t = {0};
    const char *folder = getenv("TMPDIR");
    TRY(put_target_model(&t, rule, status));
    snprintf(path, PATH_MAX, "%s/engram-target-XXXXXX.h", folder && *folder ? folder : "/tmp");
    int descriptor = mkstemps(path, 2);
    FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "wb");
    bool written = file && fputs(t.bytes, file) >= 0;
    if (file && fclose(file) != 0)
        written = false;
    if (!written)
        TRY(FAIL(ENGRAM_E_RESOURCES, .what = "cannot write a temporary file", .where = TEXT("%s", path),
                 .why = strerror(errno), .hint = "make room on the disk, or set TMPDIR to another folder"));
cleanup:
    free(t.bytes);
    return code;
}

/* ---- the experiment ---- */

/* Times are meant at the synapse: a pre spike leaves one step before, and its axon takes that step. */
static engram_code put_source(struct text *t, const char *name, const char *model, const double *ms, size_t n,
                              double earlier_ms, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(put(t, status, "  %s:\n    model: %s\n    size: 1\n    spike_times: [", name, model));
    for (size_t i = 0; i < n; i++)
        TRY(put(t, status, "%s%.6f", i ? ", " : "", ms[i] - earlier_ms));
    TRY(put(t, status, "]\n"));
cleanup:
    return code;
}

static engram_code put_target(struct text *t, const struct model *rule, const struct model_example *e,
                              engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(put_source(t, "post", "example_target", e->mark_ms, e->n_marks, 0, status));
    TRY(put(t, status, "    params: {mark: %.17g", e->mark));
    for (size_t i = 0; i < rule->n_reads; i++)
        TRY(put(t, status, ", given_%zu: %.17g", i, e->reads[i]));
    TRY(put(t, status, "}\n"));
cleanup:
    return code;
}

/* path: of a user's rule, or NULL; target: of the model of the target, or "" for a source of spikes. */
static engram_code put_experiment(struct text *t, const struct model *rule, const char *path,
                                  const char *target, const struct model_example *e, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(put(t, status, "name: example\ndt: %g ms\nduration: %.6f ms\n", DT_MS, e->read_at_ms));
    if (path)
        TRY(put(t, status, "rules: ['%s']\n", path));
    if (*target)
        TRY(put(t, status, "neurons: ['%s']\n", target));
    TRY(put(t, status, "populations:\n"));
    TRY(put_source(t, "pre", "spike_generator", e->pre_ms, e->n_pre, DT_MS, status));
    if (*target)
        TRY(put_target(t, rule, e, status));
    else
        TRY(put_source(t, "post", "spike_generator", e->post_ms, e->n_post, 0, status));
    TRY(put(t, status,
            "projections:\n  synapse:\n    source: pre\n    target: post\n    connect: one_to_one\n    "
            "weight: %.17g\n    delay: %g ms\n"
            "    dendritic_delay_fraction: 0\n",
            e->weight, DT_MS));
    if (rule->weight_max_param < 0)
        TRY(put(t, status, "    weight_limit: %.17g\n", 100 * fmax(fabs(e->weight), fabs(e->expect))));
    TRY(put(t, status, "    rule: {%s: {", rule->name));
    for (size_t k = 0; k < rule->n_params; k++)
        TRY(put(t, status, "%s%s: %.17g", k ? ", " : "", rule->params[k].name, e->params[k]));
    TRY(put(t, status, "}}\nrecord: {spikes: none}\n%s", e->n_rewards ? "schedule:\n" : ""));
    for (size_t i = 0; i < e->n_rewards; i++)
        TRY(put(t, status, "  - {at: %.6f ms, reward: {projections: synapse, amount: %.17g}}\n",
                e->reward_ms[i], e->reward));
cleanup:
    return code;
}

static engram_code run_example(const char *text, const engram_options *options, float *weight,
                               engram_status *status)
{
    engram_code code = ENGRAM_OK;
    engram_experiment *experiment = NULL;
    engram_simulation *sim = NULL;
    engram_validation v = {0};
    TRY(engram_experiment_parse("example", text, &experiment, status));
    TRY(engram_validate(experiment, options, 0, &v, status));
    TRY(engram_simulation_create(experiment, options, &sim, status));
    TRY(engram_simulation_run(sim, -1, status));
    TRY(engram_simulation_synapses(sim, "synapse", NULL, NULL, weight, NULL, 1, status));
cleanup:
    engram_simulation_free(sim);
    engram_experiment_free(experiment);
    return code;
}

static engram_code check_model(const struct model *rule, const char *path, const engram_options *options,
                               size_t *n_passed, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct text text = {0};
    char target[PATH_MAX] = "";
    if (rule->n_examples && (rule->on_mark || rule->n_reads))
        TRY(write_target(rule, target, status));
    for (size_t i = 0; i < rule->n_examples; i++) {
        const struct model_example *e = &rule->examples[i];
        float weight = 0;
        text.n = 0;
        TRY(put_experiment(&text, rule, path, target, e, status));
        TRY(run_example(text.bytes, options, &weight, status));
        if (!(fabs((double)weight - e->expect) <= e->within))
            TRY(FAIL(ENGRAM_E_MISMATCH,
                     .what = TEXT("example %zu of rule '%s' gives another weight", i + 1, rule->name),
                     .where = rule->path,
                     .why = TEXT("%.9g, expected %.9g within %g: %s", (double)weight, e->expect, e->within,
                                 e->why ? e->why : ""),
                     .hint = "correct the rule or the example"));
        ++*n_passed;
    }
cleanup:
    if (*target)
        unlink(target);
    free(text.bytes);
    return code;
}

engram_code engram_rule_check(const char *rule, bool is_file, const engram_options *options, size_t *n_passed,
                              engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct registry *registry = NULL;
    const struct model *model = NULL;
    char *path = NULL;
    *n_passed = 0;
    TRY(registry_create(&registry, status));
    if (is_file)
        TRY(registry_add_file(registry, rule, &model, status));
    else
        model = registry_find(registry, MODEL_RULE, rule);
    if (!model)
        TRY(FAIL(ENGRAM_E_NAME, .what = TEXT("there is no rule '%s'", rule), .where = "engram_rule_check",
                 .why = "no built-in rule has that name", .hint = "engram rules lists them"));
    if (model->kind != MODEL_RULE)
        TRY(FAIL(ENGRAM_E_USAGE, .what = TEXT("'%s' is a neuron model", model->name), .where = rule,
                 .why = "only rules have worked examples"));
    path = is_file ? realpath(rule, NULL) : NULL;
    TRY(check_model(model, path, options, n_passed, status));
cleanup:
    free(path);
    registry_free(registry);
    return code;
}
