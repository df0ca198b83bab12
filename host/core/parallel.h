/* Host threads for building and reading back. Results never depend on how many there are: every item writes its own part. */
#ifndef ENGRAM_CORE_PARALLEL_H
#define ENGRAM_CORE_PARALLEL_H
#include "core/status.h"

#include <stdint.h>

typedef engram_code (*parallel_body)(void *context, uint32_t item, engram_status *status);

/* Call body for the items 0 .. n - 1, several at once, begun in this order. After a failure no further item begins; the failure reported is that of the
 * lowest failing item, so it does not depend on timing. The calling thread takes part. */
engram_code parallel_for(uint32_t n, parallel_body body, void *context, engram_status *status);
/* How many threads parallel_for uses: ENGRAM_THREADS (1 to 1024) if it is set, else the processors this process may run on. */
unsigned parallel_threads(void);
#endif
