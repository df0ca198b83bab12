/* An associative memory of binary neurons (Chechik, Meilijson & Ruppin 1998, Neural Comput 10:1759), as C3b of the science notes sets it: 300 patterns of 80 active
 * neurons of 800, weights of the covariance rule, and recall in which the 80 neurons with the most input are active, from cues of which a fifth was moved.
 * The engine cuts synapses; what is left is read back and asked to recall. */
#ifndef ENGRAM_TESTS_SCIENCE_RECALL_H
#define ENGRAM_TESTS_SCIENCE_RECALL_H
#include "support/science.h"

/* A memory that loses its weakest synapses recalls better than one that loses any others, and than one that has grown as few. */
void weakest_first_must_keep_memories(uint32_t seed);
#endif
