/**
 * @file numbers.h
 * Numbers that an experiment names: computed from a run, and held against what the experiment expects of them.
 */
#ifndef ENGRAM_NUMBERS_H
#define ENGRAM_NUMBERS_H
#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct engram_number {
    const char *name; /**< as in the experiment; docs/experiment.md says what each kind of number is */
    const char *unit; /**< "ms", "Hz"; "1": without */
    double value;     /**< not a number: not measured in this run */
    bool has_band;
    double low, high; /**< if has_band */
    bool passes;      /**< low <= value <= high, or nothing is expected */
} engram_number;

#ifdef __cplusplus
}
#endif
#endif
