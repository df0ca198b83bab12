/* The protocols of TagTriC (science/synaptic.md, 5.4): neurons with two pathways of 100 synapses each, of which 30 are up. */
#ifndef ENGRAM_TESTS_SCIENCE_TAGTRIC_H
#define ENGRAM_TESTS_SCIENCE_TAGTRIC_H

/* Run all protocols with so many neurons of each, and compare with the table. */
void expect_tagtric(int n_neurons);
#endif
