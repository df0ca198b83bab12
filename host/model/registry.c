#include "config/text_file.h"
#include "core/kernel_text.h"
#include "core/memory.h"
#include "model/model.h"

#include <stdlib.h>
#include <string.h>

enum { MODEL_MAX_FILE_BYTES = 1 << 20 };

/* Sorted by kind, then name. Models are allocated one by one, so a pointer to one survives later additions. */
struct registry {
    struct model **models;
    size_t n;
    struct model **composed; /* in no order, and not to be found by name */
    size_t n_composed;
};

static int compare(enum model_kind kind, const char *name, const struct model *model)
{
    return kind != model->kind ? (int)kind - (int)model->kind : strcmp(name, model->name);
}

const struct model *registry_find(const struct registry *registry, enum model_kind kind, const char *name)
{
    for (size_t i = 0; i < registry->n; i++)
        if (compare(kind, name, registry->models[i]) == 0)
            return registry->models[i];
    return NULL;
}

const struct model *registry_at(const struct registry *registry, enum model_kind kind, size_t i)
{
    for (size_t k = 0; k < registry->n; k++)
        if (registry->models[k]->kind == kind && i-- == 0)
            return registry->models[k];
    return NULL;
}

/* Takes ownership of `model`, also on failure. */
static engram_code insert(struct registry *registry, struct model *model, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct model *same = registry_find(registry, model->kind, model->name);
    if (same) {
        code = FAIL(ENGRAM_E_USAGE,
                    .what = TEXT("there are two %ss named '%s'", model_kind_shown(model->kind), model->name),
                    .where = model->path, .why = TEXT("the other one is in %s", same->path),
                    .hint = "give yours a name of its own");
        goto cleanup;
    }
    TRY(memory_resize(&registry->models, registry->n + 1, sizeof(struct model *), "list of models", status));
    size_t at = registry->n;
    while (at > 0 && compare(model->kind, model->name, registry->models[at - 1]) < 0)
        at--;
    memmove(&registry->models[at + 1], &registry->models[at], (registry->n - at) * sizeof(struct model *));
    registry->models[at] = model;
    registry->n++;
    model = NULL;

cleanup:
    model_free(model);
    return code;
}

/* Is it a file in the folder of a kind of model? */
static bool is_model(const char *kernel_path)
{
    bool found = false;
    for (int kind = 0; kind < MODEL_KINDS; kind++) {
        const char *folder = model_kind_folder((enum model_kind)kind);
        size_t length = strlen(folder);
        found |= strncmp(kernel_path, folder, length) == 0 && kernel_path[length] == '/';
    }
    return found;
}

static engram_code add_builtin(struct registry *registry, const char *kernel_path, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct model *model = NULL;
    const char *text = NULL;
    char *shown = NULL;

    TRY(memory_new(&shown, strlen("kernels/") + strlen(kernel_path) + 1, 1, "path of a model", status));
    strcat(strcpy(shown, "kernels/"), kernel_path);
    TRY(kernel_text_find(kernel_path, &text, status));
    TRY(frontmatter_parse(shown, text, &model, status));
    TRY(insert(registry, model, status));

cleanup:
    free(shown);
    return code;
}

engram_code registry_create(struct registry **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct registry *registry = NULL;

    *out = NULL;
    TRY(memory_new(&registry, 1, sizeof *registry, "list of models", status));
    for (size_t i = 0; kernel_text_at(i); i++) {
        if (is_model(kernel_text_at(i)))
            TRY(add_builtin(registry, kernel_text_at(i), status));
    }
    *out = registry;
    registry = NULL;

cleanup:
    registry_free(registry);
    return code;
}

void registry_free(struct registry *registry)
{
    if (!registry)
        return;
    for (size_t i = 0; i < registry->n; i++)
        model_free(registry->models[i]);
    for (size_t i = 0; i < registry->n_composed; i++)
        model_free(registry->composed[i]);
    free(registry->composed);
    free(registry->models);
    free(registry);
}

engram_code registry_add_file(struct registry *registry, const char *path, const struct model **out,
                              engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct model *model = NULL;
    char *text = NULL;
    size_t n = 0;

    TRY(text_file_read(path, MODEL_MAX_FILE_BYTES, &text, &n, status));
    TRY(text_check(path, text, n, 1, status));
    TRY(frontmatter_parse(path, text, &model, status));
    TRY(insert(registry, model, status));
    if (out)
        *out = model;

cleanup:
    free(text);
    return code;
}

static bool is_composed_of(const struct model *model, const struct model *const *parts, size_t n)
{
    bool same = model->n_parts == n;
    for (size_t i = 0; same && i < n; i++)
        same = model->parts[i].rule == parts[i];
    return same;
}

engram_code registry_compose(struct registry *registry, const struct model *const *parts, size_t n,
                             const struct model **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct model *model = NULL;
    *out = n == 1 ? parts[0] : NULL;
    for (size_t i = 0; !*out && i < registry->n_composed; i++)
        *out = is_composed_of(registry->composed[i], parts, n) ? registry->composed[i] : NULL;
    if (*out)
        return ENGRAM_OK;
    TRY(model_compose(parts, n, &model, status));
    TRY(memory_resize(&registry->composed, registry->n_composed + 1, sizeof(struct model *), "composed rules",
                      status));
    registry->composed[registry->n_composed++] = model;
    *out = model;
    model = NULL;

cleanup:
    model_free(model);
    return code;
}
