/* Which C functions stand behind a model. */
#ifndef ENGRAM_REFERENCE_BUILTIN_H
#define ENGRAM_REFERENCE_BUILTIN_H
#include "model/model.h"
#include "reference/entry.h"

/* Generated from kernels/{rules,neurons,myelin,turnover} when the library is built (scripts/model_text.c); each list ends with a NULL entry. `text_hash` is
 * XXH3 of the reference text that was compiled: a model counts as built-in only if it assembles to the very same text now, so a file
 * changed since (ENGRAM_KERNEL_DIR) never meets stale code. */
struct builtin_rule {
    const struct rule_entry *entry;
    uint64_t text_hash;
};
struct builtin_neuron {
    const struct neuron_entry *entry;
    uint64_t text_hash;
};
struct builtin_myelin {
    const struct myelin_entry *entry;
    uint64_t text_hash;
};
struct builtin_turnover {
    const struct turnover_entry *entry;
    uint64_t text_hash;
};
extern const struct builtin_rule engram_builtin_rules[];
extern const struct builtin_neuron engram_builtin_neurons[];
extern const struct builtin_myelin engram_builtin_myelins[];
extern const struct builtin_turnover engram_builtin_turnovers[];

/* The functions of a model: compiled into the library, or compiled now from its text by the system's C compiler (user_rule.c). Borrowed for the life
 * of the process. Fails with ENGRAM_E_USAGE at file:line:col if the text does not compile, ENGRAM_E_RUN if there is no compiler. */
engram_code reference_rule_entry(const struct model *model, const struct rule_entry **out,
                                 engram_status *status);
engram_code reference_neuron_entry(const struct model *model, const struct neuron_entry **out,
                                   engram_status *status);
engram_code reference_myelin_entry(const struct model *rule, const struct myelin_entry **out,
                                   engram_status *status);
engram_code reference_turnover_entry(const struct model *rule, const struct turnover_entry **out,
                                     engram_status *status);
#endif
