/* Run an experiment through the public interface and measure it: what the tests of science need. Every failure of the engine itself ends the test with the
 * engine's own message, so a test only states what must hold.
 *
 * Bands are stated with a reason. What was measured is logged (--verbose shows it); docs/science.md lists it. */
#ifndef ENGRAM_TESTS_SCIENCE_H
#define ENGRAM_TESTS_SCIENCE_H
#include <criterion/criterion.h>
#include <engram/engram.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Spikes of one population, in order of time. */
struct spikes {
    char population[64];
    size_t n, room;
    uint64_t *step;
    uint32_t *neuron;
};

enum { TRIAL_POPULATIONS = 20 };

/* An experiment and its simulation, with all spikes so far. */
struct trial {
    engram_experiment *experiment;
    engram_simulation *sim;
    engram_status *status;
    struct spikes spikes[TRIAL_POPULATIONS];
    size_t n_populations;
    double dt_ms;
};

/* Text made as by printf; free() it. */
__attribute__((format(printf, 1, 2))) char *textf(const char *format, ...);

/* Build from text; `options` NULL: defaults. Nothing has been simulated yet. */
void trial_open(struct trial *t, const char *text, const engram_options *options);
/* An experiment of examples/. */
#define EXAMPLE(file) ENGRAM_SOURCE_DIR "/examples/" file
/* Build from a file, with overrides ("seed=2", ...), the last one NULL. */
void trial_open_file(struct trial *t, const char *path, const char *const *overrides);
/* Advance by `ms`; negative: to the end. */
void trial_run(struct trial *t, double ms);
/* Build and run to the end. */
void trial_whole(struct trial *t, const char *text);
void trial_close(struct trial *t);

/* Borrowed until the trial is closed or runs on. */
const struct spikes *trial_spikes(const struct trial *t, const char *population);
uint64_t trial_size(const struct trial *t, const char *population);
/* Spikes per second and neuron in (begin, end]. */
double trial_rate(const struct trial *t, const char *population, double begin_ms, double end_ms);
/* Mean over neurons with at least `least` intervals of the coefficient of variation of their intervals in (begin, end]. */
double trial_cv(const struct trial *t, const char *population, double begin_ms, double end_ms, size_t least);
/* Times (ms) of one neuron's spikes, at most `room`; returns how many there are. */
size_t trial_times(const struct trial *t, const char *population, uint32_t neuron, double *times_ms,
                   size_t room);

/* Weights of a projection now, in canonical order; free() it. */
float *trial_weights(struct trial *t, const char *projection, uint64_t *n);
/* The same with the source and target of each; free() each. */
float *trial_synapses(struct trial *t, const char *projection, uint64_t *n, uint32_t **sources,
                      uint32_t **targets);
/* A state variable of a whole population; free() it. */
float *trial_state(struct trial *t, const char *population, const char *variable);

/* A number that the experiment names under `measures`; ends the run. */
double trial_number(struct trial *t, const char *name);

/* Device and reference agree on this experiment, bit for bit. */
void must_validate(const char *text);

struct moments {
    double mean, sd, min, max;
};
struct moments moments_of(const float *values, uint64_t n);
/* Share of values in [low, high). */
double share_of(const float *values, uint64_t n, double low, double high);

/* got is within `band` of want, because of `reason`. */
void within(const char *what, double got, double want, double band, const char *reason);
/* got lies in [low, high], because of `reason`. */
void between(const char *what, double got, double low, double high, const char *reason);
#endif
