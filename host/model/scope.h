/* The text of a composed rule; see scope.c. */
#ifndef ENGRAM_MODEL_SCOPE_H
#define ENGRAM_MODEL_SCOPE_H
#include "core/text.h"
#include "model/model.h"

/* Lines around the text of a part, between which its names are its own. */
engram_code scope_begin(const struct model *part, struct text *out, engram_status *status);
engram_code scope_end(const struct model *part, struct text *out, engram_status *status);
/* The functions of the composed rule. */
engram_code scope_functions(const struct model *rule, struct text *out, engram_status *status);
#endif
