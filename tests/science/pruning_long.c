/* C3b for four more seeds, each asked by itself. */
#include "support/science_recall.h"

Test(pruning_long, of_the_weakest_synapses_keeps_memories, .timeout = 600)
{
    for (uint32_t seed = 2; seed <= 5; seed++)
        weakest_first_must_keep_memories(seed);
}
