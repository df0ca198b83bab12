/* Look for whatever keeps OpenCL from working here, from the outside in: drivers registered, hardware reachable, platforms, and for each device
 * memory, compiler and self-test; then the program cache. Each finding is one line, with advice unless all is well. */
#ifndef ENGRAM_DEVICE_DOCTOR_H
#define ENGRAM_DEVICE_DOCTOR_H
#include "core/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum health { HEALTH_OK, HEALTH_WARN, HEALTH_FAIL };

struct finding {
    enum health health;
    char subject[64];
    char text[600];
    char advice[600]; /* "" if there is nothing to do */
};

struct findings {
    struct finding *items;
    size_t n;
};

/* Where to look; tests look elsewhere. */
struct doctor_places {
    const char *vendors; /* folder of ICD files that the loader reads when OCL_ICD_VENDORS is not set */
    const char *devices; /* folder of device files */
};
extern const struct doctor_places doctor_system; /* /etc/OpenCL/vendors and /dev */

/* Run every check. A check that finds a fault is a finding, not a failure; fails only when memory runs out. Release with doctor_free. */
engram_code doctor_examine(const struct doctor_places *places, struct findings *out, engram_status *status);
void doctor_free(struct findings *findings);
/* The worst of all. */
enum health doctor_health(const struct findings *findings);
/* As a table, with colours if asked. */
void doctor_print(FILE *out, const struct findings *findings, bool colour);
#endif
