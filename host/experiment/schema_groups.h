/* How rows of the schema table are written, and the groups of rows that several keys have in common. */
#ifndef ENGRAM_EXPERIMENT_SCHEMA_GROUPS_H
#define ENGRAM_EXPERIMENT_SCHEMA_GROUPS_H
#include "experiment/schema.h"

#include <float.h>
#include <stdint.h>

#define UNSIGNED(least_, most_) .type = SCHEMA_INTEGER, .least = (least_), .most = (most_)
#define AT_LEAST(min_)          .has_range = true, .min = (min_), .max = DBL_MAX
#define ABOVE(min_)             .has_range = true, .above = true, .min = (min_), .max = DBL_MAX
#define BETWEEN(min_, max_)     .has_range = true, .min = (min_), .max = (max_)

/* Sizes are 32-bit indices with the last values kept free; counts of synapses stay far below 2^63. */
#define MOST_NEURONS  UINT64_C(4294967040)
#define MOST_SYNAPSES (UINT64_C(1) << 40)

/* clang-format off */
/* Which neurons of the named populations are meant. Those for which everything holds that is given; all of them if nothing is. */
#define SELECTION(path)                                                                                      \
    {path ".neurons", SCHEMA_TEXTS, .doc = "only these: numbers from 0, or ranges of them", .example = "[3, 10-20]"}, \
    {path ".sphere", SCHEMA_MAP, .doc = "only those whose positions lie in a sphere, or on the plane in a disc; periodic sides are joined"}, \
    {path ".sphere.center", SCHEMA_NUMBERS, "um", .required = true, .doc = "two or three coordinates", .example = "[500, 500]"}, \
    {path ".sphere.radius", SCHEMA_NUMBER, "um", ABOVE(0), .required = true, .doc = "not farther from the centre than this", .example = "200 um"}, \
    {path ".sphere.inner_radius", SCHEMA_NUMBER, "um", "0 um", AT_LEAST(0), .doc = "and not nearer than this: a shell or ring", .example = "100 um"}
#define FRACTION(path)                                                                                       \
    {path ".fraction", SCHEMA_NUMBER, "1", "1", BETWEEN(0, 1), .doc = "part of those that are left, each drawn by itself; drawn anew for each kind of event at each time", .example = "0.3"}

/* Elements of one side of a projection. */
#define GROWTH_SIDE(key, whose)                                                                              \
    {"projections.*.structure.growth." key, SCHEMA_MAP, .required = true, .doc = whose},                     \
    {"projections.*.structure.growth." key ".curve", SCHEMA_WORD, .standard = "gaussian", .words = "gaussian linear sigmoid", .doc = "part of growth_rate at which elements grow (up to 1) or go (down to -1), by the calcium Ca of their neuron. gaussian: 2 exp(-((Ca - xi) / zeta)^2) - 1 with xi = (eta + eps) / 2, zeta = (eta - eps) / (2 sqrt(ln 2)): elements grow between eta and eps and go outside; linear: 1 - Ca / eps; sigmoid: 2 / (1 + exp((Ca - eps) / psi)) - 1. As in NEST", .example = "linear"}, \
    {"projections.*.structure.growth." key ".growth_rate", SCHEMA_NUMBER, "Hz", .required = true, .doc = "elements per second (of biological time: see compression); below 0, elements grow where they would go otherwise", .example = "0.1 Hz"}, \
    {"projections.*.structure.growth." key ".eta", SCHEMA_NUMBER, "1", "0", BETWEEN(0, 1e9), .doc = "gaussian: the other calcium at which nothing changes. Below eps it is the least activity that lets elements grow; above eps elements grow on neurons that are too active (Sinha et al. 2021)", .example = "0.1"}, \
    {"projections.*.structure.growth." key ".eps", SCHEMA_NUMBER, "1", BETWEEN(1e-9, 1e9), .required = true, .doc = "calcium at which nothing changes: the target", .example = "0.7"}, \
    {"projections.*.structure.growth." key ".psi", SCHEMA_NUMBER, "1", "0.1", BETWEEN(1e-9, 1e9), .doc = "sigmoid: width of the change from growing to going", .example = "0.05"}, \
    {"projections.*.structure.growth." key ".initial", SCHEMA_NUMBER, "1", "0", BETWEEN(0, 1e6), .doc = "elements of every neuron at the start that no synapse binds yet", .example = "10.5"}

/* A projection, and which of its synapses a measure is about. */
#define OF_PROJECTION(path)                                                                                  \
    {path ".projection", SCHEMA_TEXT, .required = true, .doc = "name of the projection", .example = "E_to_E"}
#define ENDS(path)                                                                                           \
    {path ".from", SCHEMA_MAP, .doc = "only synapses of these source neurons"},                              \
    SELECTION(path ".from"),                                                                                 \
    {path ".to", SCHEMA_MAP, .doc = "only synapses onto these target neurons"},                              \
    SELECTION(path ".to")
#define WHERE(path)                                                                                          \
    {path ".where", SCHEMA_NAMED, .doc = "only synapses whose weight, or whose column of the plasticity or turnover rule (`engram rules`, `engram turnover`), lies within two values; of synapses that are compared with a later time: at the first of the two; of those that are born: when they are", .example = "{weight: [0.04, 0.5]}"}, \
    {path ".where.*", SCHEMA_NUMBERS, UNIT_OF_PARAMETER, .doc = "[lowest, highest], which both belong to it", .example = "[1, 1]"}
/* The times between which synapses are compared. */
#define SPAN(path)                                                                                           \
    {path ".begin", SCHEMA_NUMBER, "ms", "0 ms", AT_LEAST(0), .doc = "the one time; where structure changes then, after it has", .example = "20 s"}, \
    {path ".end", SCHEMA_NUMBER, "ms", AT_LEAST(0), .doc = "the other. Default: the end of the run. A run that is shorter has no such number", .example = "28 s"}
/* A time at which synapses are looked at. */
#define MOMENT(path)                                                                                         \
    {path, SCHEMA_NUMBER, "ms", AT_LEAST(0), .doc = "when; where structure changes at that time, after it has. 0: at the start. Default: the end of the run. A run that is shorter has no such number", .example = "20 s"}
/* clang-format on */
#endif
