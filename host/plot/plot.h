/* Figures of a run, drawn from its results folder. */
#ifndef ENGRAM_PLOT_PLOT_H
#define ENGRAM_PLOT_PLOT_H
#include "core/status.h"

enum plot_kind {
    PLOT_RASTER = 1,         /* spikes of a sample of neurons, by population */
    PLOT_RATES = 2,          /* population rates over time */
    PLOT_HISTOGRAM = 4,      /* weights before and after */
    PLOT_TRAJECTORIES = 8,   /* weights of single synapses over time */
    PLOT_DELAYS = 16,        /* delays of synapses before and after */
    PLOT_VELOCITIES = 32,    /* velocities of single axons over time */
    PLOT_STATES = 64,        /* states of recorded neurons over time, modulators, baselines */
    PLOT_STRUCTURE = 128,    /* synapses that come and go: how many, and how many at every tick */
    PLOT_CONNECTIVITY = 256, /* who is connected to whom, at the start and at the end */
    PLOT_SURVIVAL = 512,     /* how long synapses live */
    PLOT_DEGREES = 1024,     /* how many synapses each neuron has, where it lies */
    PLOT_CURVES = 2048,      /* what weights became, condition by condition: the experiment's `curves` */
    PLOT_CELLS = 4096,       /* neurons by stage and what their region provides, where neurons are born */
    PLOT_GATES = 8192,       /* levels of gates over time */
    PLOT_ALL = 16383
};

/* Draw the chosen panels (an or of plot_kind; 0: all) that the results have data for into one figure, `base`.svg and `base`.png; existing files are replaced. The same
 * results always give the same bytes. E_INPUT: no results folder, or nothing in it that could be drawn; E_RESOURCES: the figure cannot be written. */
engram_code plot_run(const char *folder, const char *base, unsigned kinds, engram_status *status);
#endif
