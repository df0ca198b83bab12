/* What tests of kernels/structure need: every device found, and a loud `must`. */
#ifndef ENGRAM_TESTS_STRUCTURE_H
#define ENGRAM_TESTS_STRUCTURE_H
#include "device/device.h"

#include <criterion/criterion.h>

extern engram_status *structure_status;
void structure_begin(void);
void structure_end(void);
void structure_must_at(engram_code code, const char *call, const char *file, unsigned line);
#define structure_must(call) structure_must_at((call), #call, __FILE__, __LINE__)
void structure_on_every_device(void (*test)(struct device *dev));
#endif
