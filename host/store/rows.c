/* Build the rows of a class in two passes over the same keyed draws: count, then fill.
 *
 * The targets of a tile are cut into parts, one thread per part at a time. A part's synapses of an axon go after those of the parts before it, so a row
 * is in order of target (where the builder visits targets in order) and does not depend on the number of threads. */
#include "core/memory.h"
#include "core/parallel.h"
#include "device/bank.h"
#include "store/row_sort.h"
#include "store/rows_walk.h"
#include "store/scatter.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PARTS_AT_LEAST = 16 };

/* ---- between the passes: rows and banks ---- */

/* Synapses of an axon in a tile. */
static uint64_t row_count(const struct build *b, uint32_t tile, uint32_t axon)
{
    uint64_t n = 0;
    for (uint32_t k = 0; k < b->parts_per_tile; k++)
        n += b->place[(size_t)(tile * b->parts_per_tile + k) * b->class->layout->n_axons + axon];
    return n;
}

/* Elements that a tile takes. */
static uint64_t tile_room(const struct build *b, uint32_t tile, uint64_t n_synapses)
{
    const struct layout_class *class = b->class->layout;
    uint64_t room = 0;
    if (!class->has_structure)
        return n_synapses;
    for (uint32_t axon = 0; axon < class->n_axons; axon++)
        room += layout_row_room(class, row_count(b, tile, axon));
    return room;
}

/* Positions of the parts of a row that begins at `at`. */
static void place_row(struct build *b, uint32_t tile, uint32_t axon, uint64_t at)
{
    uint32_t n_axons = b->class->layout->n_axons;
    row_record *row = &b->rows[(size_t)tile * n_axons + axon];
    row->begin = (uint32_t)at;
    for (uint32_t k = 0; k < b->parts_per_tile; k++) {
        uint32_t *place = &b->place[(size_t)(tile * b->parts_per_tile + k) * n_axons + axon];
        uint32_t count = *place;
        *place = (uint32_t)at;
        at += count;
    }
    row->end = (uint32_t)at;
}

/* Turn counts into positions, tile after tile; a new bank begins when a tile does not fit. */
static engram_code place_rows(struct build *b, engram_status *status)
{
    const struct layout_class *class = b->class->layout;
    uint64_t most = store_bank_most(b->store), used = 0;
    struct store_bank *bank = NULL;
    for (uint32_t tile = 0; tile < b->store->layout->n_tiles; tile++) {
        uint64_t n = 0;
        for (uint32_t k = 0; k < b->parts_per_tile * class->n_projections; k++)
            n += b->per_part[(size_t)tile * b->parts_per_tile * class->n_projections + k];
        uint64_t room = tile_room(b, tile, n);
        if (room > most)
            return FAIL(
                ENGRAM_E_RESOURCES, .what = "a tile does not fit one buffer of the device",
                .where = TEXT("rule '%s', tile %u of %u", class->rule->name, tile, b->store->layout->n_tiles),
                .why = TEXT("room for %" PRIu64 " synapses; a buffer holds %" PRIu64, room, most),
                .hint = "use more tiles (--tiles)");
        if (bank)
            used += BANK_SPARE;
        if (!bank || used + room > most) {
            bank = &b->class->banks[b->class->n_banks++];
            bank->first_tile = tile;
            used = 0;
        }
        bank->n_tiles++;
        b->bank_of[tile] = b->class->n_banks - 1u;
        for (uint32_t axon = 0; axon < class->n_axons; axon++) {
            uint64_t count = row_count(b, tile, axon);
            place_row(b, tile, axon, used);
            used += layout_row_room(class, count);
        }
        bank->n = used;
        b->class->n_synapses += n;
    }
    for (uint32_t i = 0; i < b->n_parts; i++)
        for (uint32_t k = 0; k < class->n_projections; k++)
            b->class->per_projection[k] += b->per_part[(size_t)i * class->n_projections + k];
    return ENGRAM_OK;
}

static engram_code alloc_bank(struct store *store, const struct layout_class *class, struct store_bank *bank,
                              engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct device *dev = store->dev;
    uint64_t n = bank->n + BANK_SPARE;
    const char *purpose = TEXT("synapses with rule '%s'", class->rule->name);
    TRY(bank_alloc(dev, n * sizeof(uint32_t), purpose, &bank->target, status));
    if (weight_bytes(class->weight_width))
        TRY(bank_alloc(dev, n * weight_bytes(class->weight_width), purpose, &bank->weight, status));
    TRY(bank_alloc(dev, n * sizeof(uint16_t), purpose, &bank->length, status));
    for (size_t k = 0; k < class->n_columns; k++)
        TRY(bank_alloc(dev, n * sizeof(float), purpose, &bank->columns[k], status));
cleanup:
    return code;
}

/* Map a column and clear what no synapse takes. */
static engram_code map_column(const struct build *b, const struct store_bank *bank, cl_mem column,
                              size_t size, void *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char **mapped = out;
    uint64_t n_axons = b->class->layout->n_axons;
    if (!column) /* weights that are all alike */
        return ENGRAM_OK;
    TRY(bank_map(b->store->dev, column, CL_MAP_WRITE, 0, (bank->n + BANK_SPARE) * size, mapped, status));
    if (b->class->layout->has_structure)
        memset(*mapped, 0, (bank->n + BANK_SPARE) * size);
    for (uint32_t tile = bank->first_tile; tile < bank->first_tile + bank->n_tiles; tile++)
        memset(*mapped + b->rows[(tile + 1u) * n_axons - 1u].end * size, 0, BANK_SPARE * size);
cleanup:
    return code;
}

static engram_code map_bank(struct build *b, uint32_t index, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct store_bank *bank = &b->class->banks[index];
    struct columns *c = &b->columns[index];
    TRY(alloc_bank(b->store, b->class->layout, bank, status));
    TRY(map_column(b, bank, bank->target, sizeof *c->target, &c->target, status));
    TRY(map_column(b, bank, bank->weight, weight_bytes(b->class->layout->weight_width), &c->weight, status));
    TRY(map_column(b, bank, bank->length, sizeof *c->length, &c->length, status));
    for (size_t k = 0; k < b->class->layout->n_columns; k++)
        TRY(map_column(b, bank, bank->columns[k], sizeof(float), &c->extra[k], status));
cleanup:
    return code;
}

/* `column`: address of a pointer to mapped values; NULL afterwards. */
static engram_code unmap_column(struct device *dev, cl_mem bank, void *column, engram_status *status)
{
    void **pointer = column, *mapped = *pointer;
    *pointer = NULL;
    return bank ? bank_unmap(dev, bank, mapped, status) : ENGRAM_OK;
}

static engram_code unmap_bank(struct build *b, uint32_t index, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct device *dev = b->store->dev;
    struct store_bank *bank = &b->class->banks[index];
    struct columns *c = &b->columns[index];
    TRY(unmap_column(dev, bank->target, &c->target, status));
    TRY(unmap_column(dev, bank->weight, &c->weight, status));
    TRY(unmap_column(dev, bank->length, &c->length, status));
    for (size_t k = 0; k < b->class->layout->n_columns; k++)
        TRY(unmap_column(dev, bank->columns[k], &c->extra[k], status));
cleanup:
    return code;
}

/* ---- */

static engram_code sort_tile_rows(void *context, uint32_t part, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct build *b = context;
    const struct layout_class *class = b->class->layout;
    uint32_t tile = part / b->parts_per_tile, k = part % b->parts_per_tile;
    uint32_t begin = (uint32_t)((uint64_t) class->n_axons * k / b->parts_per_tile);
    uint32_t end = (uint32_t)((uint64_t) class->n_axons * (k + 1) / b->parts_per_tile);
    struct columns *c = &b->columns[b->bank_of[tile]];
    size_t size = weight_bytes(class->weight_width);
    struct row_sorter sorter = {0};
    for (uint32_t axon = begin; axon < end; axon++) {
        row_record row = b->rows[(size_t)tile * class->n_axons + axon];
        uint32_t n = row.end - row.begin;
        const uint32_t *order =
            NULL; /* rule columns of a new row are equal in all its synapses: nothing to move */
        TRY(row_order(&sorter, c->target + row.begin, c->length + row.begin, n, &order, status));
        if (!order)
            continue;
        row_permute(&sorter, c->target + row.begin, sizeof *c->target, n, order);
        row_permute(&sorter, c->length + row.begin, sizeof *c->length, n, order);
        if (c->weight)
            row_permute(&sorter, (char *)c->weight + row.begin * size, size, n, order);
    }
cleanup:
    row_sorter_free(&sorter);
    return code;
}

static uint32_t parts_per_tile(const struct layout *layout)
{
    return (PARTS_AT_LEAST + layout->n_tiles - 1u) / layout->n_tiles;
}

/* Counted as if all synapses of the class lay in one bank: the spare elements of more banks are negligible. */
engram_code rows_plan(struct store *store, struct store_class *class, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct layout_class *layout = class->layout;
    uint64_t n_rows = (uint64_t)store->layout->n_tiles * layout->n_axons;
    TRY(memory_new(&class->banks, 1, sizeof *class->banks, "banks", status));
    TRY(memory_new(&class->per_projection, layout->n_projections, sizeof *class->per_projection,
                   "projections", status));
    class->n_banks = 1;
    for (uint32_t k = 0; k < layout->n_projections; k++) {
        bool exact = true;
        double n = projection_expected_synapses(store->net, &store->net->projections[layout->projections[k]],
                                                &exact);
        class->per_projection[k] = (uint64_t)llround(n);
        class->n_synapses += class->per_projection[k];
    }
    class->banks->n = class->n_synapses;
    if (layout->has_structure)
        class->banks->n += class->n_synapses / 8 + 4 * n_rows;
    TRY(alloc_bank(store, layout, class->banks, status));
    TRY(bank_alloc(store->dev, n_rows * sizeof(row_record), "rows", &class->rows, status));
    store->n_synapses += class->n_synapses;
    uint64_t building =
        n_rows * (sizeof(row_record) + parts_per_tile(store->layout) * sizeof(uint32_t)) + SCATTER_BYTES;
    store->host_bytes = building > store->host_bytes ? building : store->host_bytes;
cleanup:
    return code;
}

/* After a failure banks may still be mapped, and a driver keeps what is never unmapped. */
static void build_free(struct build *b)
{
    for (uint32_t i = 0; b->columns && i < b->class->n_banks; i++)
        unmap_bank(b, i, NULL);
    free(b->place);
    free(b->rows);
    free(b->per_part);
    free(b->in_degree_bound);
    free(b->columns);
    free(b->bank_of);
}

engram_code rows_build(struct store *store, struct store_class *class, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct layout_class *layout = class->layout;
    uint32_t n_tiles = store->layout->n_tiles;
    struct build b = {.store = store, .class = class};
    b.parts_per_tile = parts_per_tile(store->layout);
    b.n_parts = n_tiles * b.parts_per_tile;
    TRY(memory_new(&b.place, (uint64_t)b.n_parts * layout->n_axons, sizeof *b.place, "row counts", status));
    TRY(memory_new(&b.rows, (uint64_t)n_tiles * layout->n_axons, sizeof *b.rows, "rows", status));
    TRY(memory_new(&b.per_part, (uint64_t)b.n_parts * layout->n_projections, sizeof *b.per_part, "row counts",
                   status));
    TRY(memory_new(&b.in_degree_bound, layout->n_projections, sizeof *b.in_degree_bound, "projections",
                   status));
    for (uint32_t k = 0; k < layout->n_projections; k++)
        b.in_degree_bound[k] =
            projection_in_degree_bound(store->net, &store->net->projections[layout->projections[k]]);
    TRY(memory_new(&b.bank_of, n_tiles, sizeof *b.bank_of, "banks", status));
    TRY(memory_new(&class->banks, n_tiles, sizeof *class->banks, "banks", status));
    TRY(memory_new(&class->per_projection, layout->n_projections, sizeof *class->per_projection,
                   "projections", status));
    TRY(rows_count(&b, status));
    TRY(place_rows(&b, status));
    TRY(memory_new(&b.columns, class->n_banks, sizeof *b.columns, "banks", status));
    for (uint32_t i = 0; i < class->n_banks; i++)
        TRY(map_bank(&b, i, status));
    TRY(rows_fill(&b, status));
    TRY(parallel_for(b.n_parts, sort_tile_rows, &b, status));
    for (uint32_t i = 0; i < class->n_banks; i++)
        TRY(unmap_bank(&b, i, status));
    TRY(bank_alloc_copy(store->dev, b.rows, (uint64_t)n_tiles * layout->n_axons * sizeof *b.rows, "rows",
                        &class->rows, status));
    store->n_synapses += class->n_synapses;
cleanup:
    build_free(&b);
    return code;
}
