#include "network/synapses.h"
#include "tiny.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static struct digest digest_of(const struct tiny *t, const struct synapse_table *table)
{
    struct digest d = {0};
    digest_add_synapses(&t->projection, table, 30, &d);
    digest_close(&d);
    return d;
}

static void fill(struct tiny *t, struct synapse_table *table)
{
    tiny_begin(t, 30, 40, false, (struct connect){.kind = CONNECT_BERNOULLI, .probability = 0.3});
    struct edges e = tiny_edges(t, 0, 40);
    cr_assert_eq(synapse_table_create(&t->net, &t->projection, e.n, table, NULL), ENGRAM_OK);
    for (uint64_t i = 0; i < e.n; i++) {
        table->source[i] = e.edge[i].source;
        table->target[i] = e.edge[i].target;
        table->length[i] = (uint16_t)(i % 7);
        table->weight[i] = (float)i;
    }
    edges_free(&e);
}

static void swap_synapses(struct synapse_table *t, uint64_t i, uint64_t k)
{
    uint32_t source = t->source[i], target = t->target[i];
    uint16_t length = t->length[i];
    float weight = t->weight[i];
    t->source[i] = t->source[k];
    t->target[i] = t->target[k];
    t->length[i] = t->length[k];
    t->weight[i] = t->weight[k];
    t->source[k] = source;
    t->target[k] = target;
    t->length[k] = length;
    t->weight[k] = weight;
}

Test(digest, order_does_not_matter)
{
    struct tiny t;
    struct synapse_table table;
    fill(&t, &table);
    struct digest before = digest_of(&t, &table);
    for (uint64_t i = 0; i < table.n; i++)
        swap_synapses(&table, i, i * 7919 % table.n);
    struct digest after = digest_of(&t, &table);
    cr_expect(before.total == after.total && before.weights == after.weights &&
              before.topology == after.topology);
    synapse_table_free(&table);
}

Test(digest, every_change_shows)
{
    struct tiny t;
    struct synapse_table table;
    fill(&t, &table);
    struct digest before = digest_of(&t, &table);

    float weight = table.weight[3];
    table.weight[3] = table.weight[4]; /* the same weights, on other synapses */
    table.weight[4] = weight;
    struct digest d = digest_of(&t, &table);
    cr_expect(d.weights != before.weights && d.topology == before.topology && d.total != before.total);
    table.weight[4] = table.weight[3];
    table.weight[3] = weight;

    table.length[0]++;
    d = digest_of(&t, &table);
    cr_expect(d.topology != before.topology && d.weights != before.weights);
    table.length[0]--;

    table.slowness[29]++;
    d = digest_of(&t, &table);
    cr_expect(d.delays != before.delays && d.topology == before.topology && d.total != before.total);
    table.slowness[29]--;
    cr_expect_eq(digest_of(&t, &table).total, before.total);
    synapse_table_free(&table);
}
