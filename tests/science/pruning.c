/* C3b: over-growth and pruning of the weakest keeps memories (Chechik, Meilijson & Ruppin 1998). */
#include "support/science_recall.h"

Test(pruning, of_the_weakest_synapses_keeps_memories, .timeout = 600)
{
    weakest_first_must_keep_memories(1);
}
