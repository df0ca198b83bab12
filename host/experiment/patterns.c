/* Shell patterns for the names of populations and projections. */
#include "config/nearest.h"
#include "core/memory.h"
#include "experiment/resolve.h"

#include <fnmatch.h>
#include <stdlib.h>

struct named {
    const char *what; /* "population" */
    const char *const *names;
    size_t n;
};

static engram_code names_nothing(struct resolver *r, const struct node *list, const struct named *all)
{
    engram_status *status = r->status;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("no %s is named", all->what), .where = node_where(status, list),
                .why = "the list is empty", .hint = "name some, or use a pattern such as  \"E_*\"");
}

static engram_code matches_nothing(struct resolver *r, const struct node *pattern, const struct named *all)
{
    engram_status *status = r->status;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("no %s is called '%.80s'", all->what, pattern->text),
                .where = node_where(status, pattern),
                .why = all->n ? TEXT("the %ss are: %s", all->what, nearest_list(status, all->names, all->n))
                              : TEXT("there are no %ss", all->what),
                .hint = all->n ? nearest_hint(status, pattern->text, all->names, all->n)
                               : TEXT("add  %ss: {...}", all->what));
}

static engram_code resolve_patterns(struct resolver *r, const struct node *patterns, const struct named *all,
                                    uint32_t **out, size_t *n)
{
    engram_code code = ENGRAM_OK;
    bool *chosen = NULL;
    size_t n_patterns = patterns->kind == NODE_LIST ? patterns->n : 1;
    *n = 0;
    if (n_patterns == 0)
        return names_nothing(r, patterns, all);
    TRY(memory_new(&chosen, all->n, sizeof *chosen, "names", r->status));
    TRY(memory_new(out, all->n, sizeof **out, "names", r->status));
    for (size_t k = 0; k < n_patterns; k++) {
        const struct node *pattern = patterns->kind == NODE_LIST ? patterns->items[k] : patterns;
        bool met = false;
        for (size_t i = 0; i < all->n; i++)
            if (fnmatch(pattern->text, all->names[i], 0) == 0)
                met = chosen[i] = true;
        if (!met)
            TRY(matches_nothing(r, pattern, all));
    }
    for (size_t i = 0; i < all->n; i++)
        if (chosen[i])
            (*out)[(*n)++] = (uint32_t)i;

cleanup:
    free(chosen);
    return code;
}

engram_code resolve_population_patterns(struct resolver *r, const struct node *patterns, uint32_t **out,
                                        size_t *n)
{
    engram_code code = ENGRAM_OK;
    const char **names = NULL;
    TRY(memory_new(&names, r->net->n_populations, sizeof *names, "names", r->status));
    for (size_t i = 0; i < r->net->n_populations; i++)
        names[i] = r->net->populations[i].name;
    TRY(resolve_patterns(r, patterns, &(struct named){"population", names, r->net->n_populations}, out, n));

cleanup:
    free(names);
    return code;
}

engram_code resolve_gate_patterns(struct resolver *r, const struct node *patterns, uint32_t **out, size_t *n)
{
    engram_code code = ENGRAM_OK;
    const char **names = NULL;
    TRY(memory_new(&names, r->net->n_gates, sizeof *names, "names", r->status));
    for (size_t i = 0; i < r->net->n_gates; i++)
        names[i] = r->net->gates[i].name;
    TRY(resolve_patterns(r, patterns, &(struct named){"gate", names, r->net->n_gates}, out, n));

cleanup:
    free(names);
    return code;
}

engram_code resolve_projection_patterns(struct resolver *r, const struct node *patterns, uint32_t **out,
                                        size_t *n)
{
    engram_code code = ENGRAM_OK;
    const char **names = NULL;
    TRY(memory_new(&names, r->net->n_projections, sizeof *names, "names", r->status));
    for (size_t i = 0; i < r->net->n_projections; i++)
        names[i] = r->net->projections[i].name;
    TRY(resolve_patterns(r, patterns, &(struct named){"projection", names, r->net->n_projections}, out, n));

cleanup:
    free(names);
    return code;
}
