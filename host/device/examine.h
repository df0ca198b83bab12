/* The parts of doctor_examine, and how they report. */
#ifndef ENGRAM_DEVICE_EXAMINE_H
#define ENGRAM_DEVICE_EXAMINE_H
#include "device/doctor.h"

/* Add one finding: `text` and `advice` are copied; advice may be NULL. */
engram_code find(struct findings *findings, enum health health, const char *subject, const char *text,
                 const char *advice, engram_status *status);

/* ICD files and the libraries they name. */
engram_code examine_drivers(const struct doctor_places *places, struct findings *findings,
                            engram_status *status);
/* Device files of GPUs: is this user allowed to use them? *has_gpu_file tells whether there is any. */
engram_code examine_permissions(const struct doctor_places *places, struct findings *findings,
                                bool *has_gpu_file, engram_status *status);
/* Platforms, devices, and each device's memory, compiler and self-test. */
engram_code examine_devices(bool has_gpu_file, struct findings *findings, engram_status *status);
engram_code examine_cache(struct findings *findings, engram_status *status);
#endif
