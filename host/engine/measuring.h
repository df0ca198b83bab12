/* Fetch from the device what the measures of an experiment ask for. */
#ifndef ENGRAM_ENGINE_MEASURING_H
#define ENGRAM_ENGINE_MEASURING_H
#include "engine/fast_clock.h"
#include "measures/measures.h"

/* Cells of every day, at the end. */
void measure_cells(struct measures *measures, const struct store *store);
/* Delays, at the start or at the end of a run. */
engram_code measure_axons(struct measures *measures, struct store *store, bool at_end, engram_status *status);
/* Synapses and their number, at any step at which the clock stands still, once. *is_flushed: have all pending post spikes been applied? Afterwards perhaps. */
engram_code measure_synapses(struct measures *measures, struct fast_clock *clock, bool *is_flushed,
                             engram_status *status);
#endif
