#include "network/synapse_choice.h"

#include "network/synapses.h"

#include <stdlib.h>

bool synapse_is_within(const struct synapse_choice *choice, const struct synapse_table *table, uint64_t i)
{
    for (size_t k = 0; k < choice->n_where; k++) {
        const struct column_range *w = &choice->where[k];
        double value = (double)(w->column ? table->columns[w->column - 1][i] : table->weight[i]);
        if (!(value >= w->low && value <= w->high))
            return false;
    }
    return true;
}

void synapse_choice_free(struct synapse_choice *choice)
{
    selection_free(&choice->from);
    selection_free(&choice->to);
    free(choice->where);
    choice->where = NULL;
}
