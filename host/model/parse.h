/* Parts of the parser of a model file, shared between frontmatter.c and the files for one kind of declaration. */
#ifndef ENGRAM_MODEL_PARSE_H
#define ENGRAM_MODEL_PARSE_H
#include "config/node.h"
#include "model/model.h"

/* ---- declare.c: what the kinds of models have in common ---- */
/* A name made of the characters of a C identifier; `thing` for messages ("rule"). */
engram_code declare_check_word(const struct node *key, const char *thing, engram_status *status);
/* The same for the name of a field, which cannot be a word of the language. */
engram_code declare_check_name(const struct node *key, const char *thing, engram_status *status);
engram_code declare_params(struct model *model, const struct node *map, engram_status *status);
/* After declare_params(). */
engram_code declare_sets(struct model *model, const struct node *map, engram_status *status);
engram_code declare_derived(struct model *model, const struct node *map, engram_status *status);
/* States, columns or cells: {unit, initial, doc}. *out is owned by the model, of which it is a part. */
engram_code declare_variables(const struct model *model, const struct node *map, const char *thing,
                              struct model_variable **out, size_t *n, engram_status *status);
/* Index of the parameter a scalar names; `unit` (or NULL) is the one it must have. */
engram_code declare_param_reference(const struct model *model, const struct node *node, const char *name,
                                    const char *unit, int *out, engram_status *status);
/* A unit: one of the base units, or "weight" in a rule. *out is owned by the caller. */
engram_code declare_unit(const struct model *model, const struct node *map, const char *of, char **out,
                         engram_status *status);
/* Text of map[key], which must be there; *out is owned by the caller. */
engram_code declare_text(const struct node *map, const char *key, const char *of, char **out,
                         engram_status *status);

/* ---- declare_rule.c, declare_neuron.c, declare_myelin.c, declare_turnover.c: the keys of one kind ---- */
/* `bounds` of the weight: {min, max}, each of them optional. */
engram_code declare_weight_bounds(struct model *model, const struct node *map, engram_status *status);
engram_code declare_rule(struct model *model, const struct node *root, engram_status *status);
engram_code declare_neuron(struct model *model, const struct node *root, engram_status *status);
engram_code declare_myelin(struct model *model, const struct node *root, engram_status *status);
engram_code declare_turnover(struct model *model, const struct node *root, engram_status *status);
/* ---- example.c, example_turnover.c ---- */
engram_code example_number(const struct node *map, const char *key, double *out, engram_status *status);
/* [n_params]: the defaults, changed by 'params' of the example; *out is owned by the caller. */
engram_code example_params(const struct model *model, const struct node *example, double **out,
                           engram_status *status);
engram_code declare_examples(struct model *model, const struct node *list, engram_status *status);
engram_code declare_myelin_examples(struct model *model, const struct node *list, engram_status *status);
engram_code declare_turnover_examples(struct model *model, const struct node *list, engram_status *status);

/* ---- snippet.c: the C text of a model ---- */
struct snippet {
    const char *path;
    char *
        code; /* owned: the text with comments, strings and preprocessor lines blanked; lines and columns are as in the file */
};
engram_code snippet_open(const char *path, const char *text, struct snippet *out, engram_status *status);
void snippet_close(struct snippet *snippet);
bool snippet_defines(const struct snippet *snippet, const char *function);
/* Is there a member access to `name` (p.name, s->name)? */
bool snippet_reads(const struct snippet *snippet, const char *name);
/* Does it use `name` anywhere but as the first parameter of its function, `function(type *name`? */
bool snippet_uses(const struct snippet *snippet, const char *function, const char *type, const char *name);
/* Is `object` written through a pointer:  *object = ...  or  *object += ...  and so on? */
bool snippet_writes(const struct snippet *snippet, const char *object);
/* Every access object.NAME (or ->) names one of names[n]; `thing` for messages ("trace"). */
engram_code snippet_check(const struct snippet *snippet, const char *object, const char *thing,
                          const char *const *names, size_t n, engram_status *status);
#endif
