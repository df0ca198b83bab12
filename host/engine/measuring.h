/* Fetch from the device what the measures of an experiment ask for. */
#ifndef ENGRAM_ENGINE_MEASURING_H
#define ENGRAM_ENGINE_MEASURING_H
#include "measures/measures.h"
#include "store/store.h"

/* Cells of every day, at the end. */
void measure_cells(struct measures *measures, const struct store *store);
/* Delays, at the start or at the end of a run. */
engram_code measure_axons(struct measures *measures, struct store *store, bool at_end, engram_status *status);
#endif
