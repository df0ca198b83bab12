/* The text of a program:
 *
 *      common/dialect.h, common/arith.h                   resolved, each file once
 *      structs and lists made from the declarations       (declarations.c)
 *      #line 1 "my_rule.h"  the author's text             so that a compiler points at the author's file and line; of composed rules: scope.c
 *      fast/neurons.cl, or fast/deliver.cl and so on, or fast/myelin.cl, or what calls a turnover rule; or reference/rule_entry.inc and so on for
 *      the C reference
 */
#include "model/declarations.h"
#include "model/model.h"
#include "model/resolve.h"
#include "model/scope.h"

#include <string.h>

static const char *const neuron_kernels[] = {"fast/neurons.cl"};
static const char *const delivery_kernels[] = {
    "fast/deliver.cl", "fast/chunks.cl", "fast/flush.cl", "fast/cursors.cl",
    "fast/tick.cl"}; /* the last: rules that visit all synapses at once */
static const char *const myelin_kernels[] = {"fast/myelin.cl"};
static const char *const reference_entries[] = {[MODEL_NEURON] = "reference/neuron_entry.inc",
                                                [MODEL_RULE] = "reference/rule_entry.inc",
                                                [MODEL_MYELIN] = "reference/myelin_entry.inc",
                                                [MODEL_TURNOVER] = "reference/turnover_entry.inc"};

/* The author's text; of a composed rule, those of all parts, and the functions that call theirs. */
static engram_code add_text(const struct model *model, struct text *out, struct resolved *done,
                            engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (!model->n_parts)
        return resolve_text(out, done, model->path, model->text, status);
    for (size_t i = 0; i < model->n_parts; i++)
        TRY(resolve_includes(out, done, model->parts[i].rule->path, model->parts[i].rule->text, status));
    for (size_t i = 0; i < model->n_parts; i++) {
        const struct model *part = model->parts[i].rule;
        TRY(scope_begin(part, out, status));
        TRY(resolve_text(out, done, part->path, part->text, status));
        TRY(scope_end(part, out, status));
    }
    TRY(scope_functions(model, out, status));

cleanup:
    return code;
}

/* Everything around the declarations, which the caller adds to `head`. */
static engram_code finish(const struct model *model, struct text *declarations, const char *const *files,
                          size_t n, char **text, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct text out = {0};
    struct resolved done = {0};

    if (model->kind == MODEL_MYELIN) /* one lane on every device: its cells walk lists of spikes */
        text_add(&out, "#undef VW\n#define VW 1\n");
    TRY(resolve_file(&out, &done, "common/dialect.h", status));
    TRY(resolve_file(&out, &done, "common/arith.h", status));
    text_add(&out, "#line 1 \"generated from %s\"\n", model->path);
    if (declarations->failed)
        out.failed = true;
    else
        text_add_bytes(&out, declarations->characters, declarations->length);
    TRY(add_text(model, &out, &done, status));
    for (size_t i = 0; i < n; i++)
        TRY(resolve_file(&out, &done, files[i], status));
    code = text_finish(&out, text, status);

cleanup:
    text_free(&out);
    text_free(declarations);
    return code;
}

engram_code assemble_neurons(const struct model *model, const struct neuron_variant *variant, char **text,
                             engram_status *status)
{
    struct text declarations = {0};
    neuron_declarations(&declarations, model, variant);
    return finish(model, &declarations, neuron_kernels, 1, text, status);
}

engram_code assemble_delivery(const struct model *rule, const struct delivery_variant *variant, char **text,
                              engram_status *status)
{
    struct text declarations = {0};
    rule_declarations(&declarations, rule, variant);
    size_t n = sizeof delivery_kernels / sizeof *delivery_kernels - !model_visits_all(rule);
    return finish(rule, &declarations, delivery_kernels, n, text, status);
}

engram_code assemble_myelin(const struct model *rule, char **text, engram_status *status)
{
    struct text declarations = {0};
    myelin_declarations(&declarations, rule);
    return finish(rule, &declarations, myelin_kernels, 1, text, status);
}

engram_code assemble_turnover(const struct model *rule, const char *kernel_path, char **text,
                              engram_status *status)
{
    struct text declarations = {0};
    turnover_declarations(&declarations, rule);
    return finish(rule, &declarations, &kernel_path, 1, text, status);
}

engram_code assemble_reference(const struct model *model, char **text, engram_status *status)
{
    struct text declarations = {0};
    if (model->kind == MODEL_RULE)
        rule_declarations(&declarations, model, &(struct delivery_variant){0});
    else if (model->kind == MODEL_MYELIN)
        myelin_declarations(&declarations, model);
    else if (model->kind == MODEL_TURNOVER)
        turnover_declarations(&declarations, model);
    else
        neuron_declarations(&declarations, model, &(struct neuron_variant){0});
    text_add(&declarations,
             "#define ENTRY_MODEL \"%s\"\n#ifndef ENTRY_NAME\n#define ENTRY_NAME %s_entry_%s\n#endif\n",
             model->name, model_kind_word(model->kind), model->name);
    return finish(model, &declarations, &reference_entries[model->kind], 1, text, status);
}

engram_code assemble_file(const char *kernel_path, char **text, engram_status *status)
{
    struct text out = {0};
    struct resolved done = {0};
    engram_code code = resolve_file(&out, &done, kernel_path, status);
    if (code == ENGRAM_OK)
        code = text_finish(&out, text, status);
    text_free(&out);
    return code;
}
