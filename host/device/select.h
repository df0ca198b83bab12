/* Which device a selector means. Looks only at descriptions, so it is tested with devices nobody has. */
#ifndef ENGRAM_DEVICE_SELECT_H
#define ENGRAM_DEVICE_SELECT_H
#include "core/status.h"

#include <engram/device.h>

/* Index into list[n] for `selector` (NULL or "": ENGRAM_DEVICE, then the first GPU, the first CPU, the first device). Where several devices fit, the
 * first as listed. Fails with ENGRAM_E_DEVICE; the hint lists what exists. */
engram_code select_device(const engram_device_description *list, size_t n, const char *selector,
                          size_t *chosen, engram_status *status);
#endif
