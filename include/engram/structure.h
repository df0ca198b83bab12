/**
 * @file structure.h
 * Synapses that come and go: how many did, and why they went.
 */
#ifndef ENGRAM_STRUCTURE_H
#define ENGRAM_STRUCTURE_H
#include <engram/status.h>

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Why a synapse went. */
typedef enum engram_cause {
    ENGRAM_CAUSE_TURNOVER, /**< the turnover rule of its projection */
    ENGRAM_CAUSE_AXON,     /**< its source had fewer axonal elements than synapses */
    ENGRAM_CAUSE_DENDRITE, /**< its target had fewer dendritic elements than synapses */
    ENGRAM_CAUSE_LESION,   /**< the schedule, or one of its neurons died */
    ENGRAM_N_CAUSES
} engram_cause;
/** "turnover", "axon", "dendrite", "lesion"; NULL: there is no such cause. */
ENGRAM_API const char *engram_cause_name(unsigned cause);

/** Synapses that came and went. */
typedef struct engram_structure {
    uint64_t n_born, n_died[ENGRAM_N_CAUSES];
} engram_structure;
/** All that died, whatever the cause. */
ENGRAM_API uint64_t engram_structure_n_died(const engram_structure *structure);

/** What can happen to a synapse: what a log of them is made of. */
typedef enum engram_event {
    ENGRAM_EVENT_START, /**< it is there at the start */
    ENGRAM_EVENT_BORN,
    ENGRAM_EVENT_DIED, /**< + its cause */
    ENGRAM_N_EVENTS = ENGRAM_EVENT_DIED + ENGRAM_N_CAUSES
} engram_event;
/** "start", "born", or the name of the cause of a death; NULL: there is no such event. */
ENGRAM_API const char *engram_event_name(unsigned event);

#ifdef __cplusplus
}
#endif
#endif
