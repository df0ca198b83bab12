/* The C text made from a model's block: structs for its parameters, state, traces and inputs, and the lists that kernels walk. See assemble.c. */
#ifndef ENGRAM_MODEL_DECLARATIONS_H
#define ENGRAM_MODEL_DECLARATIONS_H
#include "core/text.h"
#include "model/model.h"

void rule_declarations(struct text *out, const struct model *rule, const struct delivery_variant *variant);
void neuron_declarations(struct text *out, const struct model *model, const struct neuron_variant *variant);
void myelin_declarations(struct text *out, const struct model *rule);
void turnover_declarations(struct text *out, const struct model *rule);
#endif
