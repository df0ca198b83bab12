/* Networks of phase oscillators with delays that adapt (kernels/oscillators/phase.h has the equations): what an experiment describes, what a run leaves, and
 * the naive reference. No OpenCL in this room; the device's side is engine/oscillators_device.h.
 *
 *   experiment/resolve_oscillators.c --> struct oscillators --+--> oscillators_reference()             --+--> struct oscillation --> measure_*()
 *                                                             +--> engine: oscillators_on_device()     --+
 *
 * Connections lie by target, then source:
 *
 *      begin[0] = 0         begin[1]            begin[n] = n_connections
 *      | onto oscillator 0  | onto oscillator 1 ...  |        columns source[], length[], weight[] run in parallel
 */
#ifndef ENGRAM_OSCILLATORS_H
#define ENGRAM_OSCILLATORS_H
#include "network/band.h"
#include "network/network.h"
#include "network/synapses.h"
#include "oscillators/phase.h"

enum { OSCILLATORS_MOST_STEPS_OF_DELAY = 65535 };

/* The numbers of a run. AFTER: following the insult; STATIC: of the control, whose delays do not adapt. */
enum number {
    NUMBER_BEFORE,
    NUMBER_AFTER,
    NUMBER_BEFORE_STATIC,
    NUMBER_AFTER_STATIC,
    NUMBER_DELAY_START,
    NUMBER_DELAY_END,
    NUMBER_DELAY_RATIO,
    N_NUMBERS
};
extern const char *const number_names[N_NUMBERS]; /* as in the experiment's `expect` and in numbers.json */
const char *number_unit(enum number number);

struct oscillators {
    struct network
        *run; /* owned: name, seed, dt, number of steps, text of the experiment; it has no populations */
    uint32_t n, n_connections;
    uint32_t *begin, *source;
    float *length; /* mm */
    float *weight;
    phase_law law;
    uint32_t longest_delay; /* steps, at the slowest velocity */
    bool has_insult;
    uint64_t insult_step;    /* its phases are drawn anew, and connections are gone from here on */
    double insult_fraction;  /* of the connections that are cut */
    uint64_t delay_interval; /* steps between records of the mean delay */
    bool has_control;
    struct band expect[N_NUMBERS];
};
void oscillators_free(struct oscillators *o);

/* ---- graph.c, connectome.c: connections, and what follows from their lengths (law.per_longest; longest_delay, so law.slowest must be set) ---- */
/* Each pair of different oscillators with probability `density`, each way, and a length (um) of its own. `where` is the place for messages. */
engram_code graph_random(struct oscillators *o, double density, const struct quantity *length,
                         const char *where, engram_status *status);
/* Lines of a text file: source target length_mm [weight]; # begins a comment. E_INPUT at its line. */
engram_code graph_file(struct oscillators *o, const char *path, engram_status *status);

struct connection {
    uint32_t target, source;
    float length, weight;
};
/* Sort them and make them the network's. `where` is the place for messages. */
engram_code graph_take(struct oscillators *o, struct connection *connections, uint64_t n, const char *where,
                       engram_status *status);

/* ---- draws.c: pure functions of the seed ---- */
float initial_phase(const struct oscillators *o, uint32_t i);
float insult_phase(const struct oscillators *o, uint32_t i);
bool insult_cuts(const struct oscillators *o, uint32_t target, uint32_t source);

/* ---- oscillation.c: what a run leaves ---- */
struct oscillation {
    uint64_t n_steps;
    float *resultant; /* [n_steps][2] sums of cos and sin over all oscillators, of steps 1 ... n_steps */
    float *phase;     /* [n] at the end */
    float *velocity, *weight; /* [n_connections] at the end; weight 0: cut */
};
engram_code oscillation_init(const struct oscillators *o, uint64_t n_steps, struct oscillation *out,
                             engram_status *status);
void oscillation_clear(struct oscillation *trace);
/* Equal traces have equal digests, on every device. */
struct digest oscillation_digest(const struct oscillators *o, const struct oscillation *trace);

/* ---- reference.c ---- */
/* Step by step, connection by connection, with every phase there ever was. */
engram_code oscillators_reference(const struct oscillators *o, uint64_t n_steps, struct oscillation *out,
                                  engram_status *status);

/* ---- measure.c ---- */
/* Order parameter of step k + 1, in [0, 1]. */
double measure_order(const struct oscillators *o, const struct oscillation *trace, uint64_t k);
/* Its mean over the second half of the time before the insult (or of the run), and after it (NAN without one within the run). */
double measure_before(const struct oscillators *o, const struct oscillation *trace);
double measure_after(const struct oscillators *o, const struct oscillation *trace);
/* Mean delay in ms of the connections that are not cut, and how many of them have each delay: counts [longest_delay + 1]. */
double measure_delay(const struct oscillators *o, const float *velocity, const float *weight);
void measure_delays(const struct oscillators *o, const float *velocity, const float *weight,
                    uint64_t *counts);
#endif
