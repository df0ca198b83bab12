/* Read a number or distribution, and hold it inside what is allowed. */
#ifndef ENGRAM_EXPERIMENT_RESOLVE_QUANTITY_H
#define ENGRAM_EXPERIMENT_RESOLVE_QUANTITY_H
#include "experiment/resolve.h"

/* What a value must be. `why` completes messages: "tau_m must be above 0 ms: WHY". */
struct wanted {
    const char *name, *unit;
    double min, max;
    bool min_excluded, max_excluded;
    const char *why;
    uint64_t n_list;     /* how many items a list must have; 0: a list is not possible here */
    const char *list_of; /* what the items are for: "neuron", "synapse" */
};
struct wanted wanted_any(const char *name, const char *unit);
/* With the unit and range of a schema row. */
struct wanted wanted_row(const struct schema_row *row);
struct wanted wanted_param(const struct model_param *param, const char *unit);

/* Constants, list items and explicit bounds outside of [min, max] are refused; an open end of a distribution is closed there (drawn again), and refused if
 * fewer than one draw in a hundred would be accepted. *out is owned by the caller (quantity_free). */
engram_code resolve_quantity(const struct node *node, const struct wanted *wanted, struct quantity *out,
                             engram_status *status);
/* One number. */
engram_code resolve_constant(const struct node *node, const struct wanted *wanted, double *out,
                             engram_status *status);
/* The default of a model's parameter, or the failure that it has none. `of` names the owner, `node` is the place. */
engram_code resolve_default(const struct model *model, size_t i, const struct model_set *set, const char *of,
                            const struct node *node, double *out, engram_status *status);
#endif
