/* What an experiment is going to do, for readers: `engram check` shows it before a long run.
 *
 *   who is there    each population, its model, and what acts on its neurons
 *   who is joined   each projection, its rules in the order in which they act, with their clocks, and what else acts on its synapses
 *   schedule        in order of time
 *   recorded        what of it, and how often
 *
 * Each is a list of rows. Rows that say the same of several subjects become one. */
#ifndef ENGRAM_EXPERIMENT_OUTLINE_H
#define ENGRAM_EXPERIMENT_OUTLINE_H
#include "core/text.h"
#include "network/network.h"

struct outline_row {
    uint64_t at, last;   /* steps; of events */
    size_t order;        /* in which rows of one time are shown */
    uint64_t n_events;   /* in this row */
    uint64_t n_subjects; /* in this row; the first few are named */
    double number;       /* of neurons, or synapses */
    struct text kind;    /* a model, the ends of a projection, a kind of event or record */
    struct text subject; /* a name, or several */
    struct text detail;  /* what acts on it, or what the event does: clauses that ACT separates */
};
#define ACT "\n"

struct outline {
    const struct network *net;
    struct outline_row *rows; /* [n], owned */
    size_t n;
    struct outline_row spare; /* written instead of a row that there was no memory for */
    bool failed;
};

/* A new row, borrowed until the next one. `subject` may be NULL: there is but one. */
struct outline_row *outline_add(struct outline *o, uint64_t at, const char *kind, const char *subject);
void outline_free(struct outline *o);

/* ---- outline_words.c ---- */
/* "5 h", "17 s", "1.5 ms": in the largest unit that takes no long fraction. */
void outline_ms(struct text *text, double ms);
void outline_steps(struct text *text, const struct network *net, uint64_t steps);
/* "every 10 ms"; 0: at the start and the end. */
void outline_interval(struct text *text, const struct network *net, uint64_t steps);
/* A number, or the mean of what is drawn. */
void outline_quantity(struct text *text, const struct quantity *q, const char *unit);
/* ", neurons 0-9", ", within 300 um of (500, 500, 0)": nothing where all are meant. */
void outline_selection(struct text *text, const struct selection *which);

/* ---- outline_network.c, outline_schedule.c, outline_record.c ---- */
void outline_populations(struct outline *o);
void outline_projections(struct outline *o);
void outline_schedule(struct outline *o);
void outline_records(struct outline *o);
#endif
