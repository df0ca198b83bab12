/* A bank whose rows have become too small, or far too large, is laid out anew: every row gets room for what it has, for what is born now, and for more.
 * One column moves at a time, so that the device holds one column more than before, for a moment. */
#include "core/memory.h"
#include "device/arguments.h"
#include "device/bank.h"
#include "device/launch.h"
#include "store/structure.h"

#include <inttypes.h>
#include <stdlib.h>

/* The rows of a bank, as they lie and as they will. */
struct move {
    struct store *store;
    struct store_class *class;
    struct store_bank *bank;
    row_record *rows; /* [n] of the bank; from where, then to where */
    uint64_t n;
    uint64_t room;  /* elements of the new columns */
    cl_mem to_rows; /* [tiles][axons], of which those of the bank are set */
};

/* New begins; row r of the bank gets born[r] more. */
static void place_rows(struct move *m, const uint32_t *born)
{
    uint32_t n_axons = m->class->layout->n_axons;
    uint64_t at = 0;
    for (uint64_t r = 0; r < m->n; r++) {
        uint32_t n = m->rows[r].end - m->rows[r].begin;
        if (r && r % n_axons == 0)
            at += BANK_SPARE;
        m->rows[r] = (row_record){(uint32_t)at, (uint32_t)at + n};
        at += layout_row_room(m->class->layout, (uint64_t)n + born[r]);
    }
    m->room = at;
}

static void count_born(const struct move *m, const struct sorted_births *births, uint32_t *born)
{
    uint64_t first = (uint64_t)m->bank->first_tile * m->class->layout->n_axons;
    for (uint32_t b = 0; births && b < births->n_rows; b++)
        if (births->rows[b].row >= first && births->rows[b].row < first + m->n)
            born[births->rows[b].row - first] = births->rows[b].end - births->rows[b].first;
}

/* Before anything moves: the new columns must fit in place of the old ones, and one of them beside these. */
static engram_code check_room(const struct move *m, engram_status *status)
{
    const struct device *dev = m->store->dev;
    uint64_t per_element = layout_synapse_bytes(m->class->layout), most = store_bank_most(m->store);
    uint64_t more = m->room > m->bank->n ? (m->room - m->bank->n) * per_element : 0;
    uint64_t needed = dev->bytes_used + more + 4 * m->room;
    const char *where = TEXT("synapses with rule '%s'", m->class->layout->rule->name);
    if (m->room > most)
        return FAIL(ENGRAM_E_RESOURCES, .what = "no room for new synapses", .where = where,
                    .why = TEXT("%" PRIu64 " elements in %u tiles; a buffer of the device holds %" PRIu64,
                                m->room, m->bank->n_tiles, most),
                    .hint = "use more tiles (--tiles), or let fewer synapses grow");
    if (needed > dev->memory_limit)
        return FAIL(ENGRAM_E_RESOURCES, .what = "no memory for new synapses", .where = where,
                    .why = TEXT("it takes %" PRIu64 " MiB together; the device may use %" PRIu64 " MiB",
                                needed >> 20, dev->memory_limit >> 20),
                    .hint = "let fewer synapses grow, prune more, or use a device with more memory");
    return ENGRAM_OK;
}

static engram_code move_column(struct move *m, cl_mem *column, size_t size, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct store *s = m->store;
    cl_mem to = NULL;
    const struct store_rows_edit *edit = &m->class->edit;
    struct arguments a = {.kernel = size == 1   ? edit->move_bytes
                                    : size == 2 ? edit->move_halves
                                                : edit->move_words};
    TRY(bank_alloc_zero(s->dev, (m->room + BANK_SPARE) * size,
                        TEXT("synapses with rule '%s'", m->class->layout->rule->name), &to, status));
    argument_u32(&a, m->bank->first_tile * m->class->layout->n_axons);
    argument_u32(&a, (uint32_t)m->n);
    argument_mem(&a, m->class->rows);
    argument_mem(&a, m->to_rows);
    argument_mem(&a, *column);
    argument_mem(&a, to);
    TRY(arguments_done(s->dev, &a, status));
    TRY(launch(s->dev, a.kernel, device_fill(s->dev), store_group(s, ROW_GROUP), "move_rows", status));
    bank_free(s->dev, column);
    *column = to;
    to = NULL;
cleanup:
    bank_free(s->dev, &to);
    return code;
}

static engram_code move_columns(struct move *m, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(move_column(m, &m->bank->weight, weight_bytes(m->class->layout->weight_width), status));
    TRY(move_column(m, &m->bank->length, sizeof(uint16_t), status));
    TRY(move_column(m, &m->bank->target, sizeof(uint32_t), status));
    for (uint32_t k = 0; k < m->class->layout->n_columns; k++)
        TRY(move_column(m, &m->bank->columns[k], sizeof(float), status));
    m->bank->n = m->room;
cleanup:
    return code;
}

engram_code rows_make_room(struct store *s, struct store_class *class, uint32_t index,
                           const struct sorted_births *births, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct move m = {.store = s, .class = class, .bank = &class->banks[index]};
    uint64_t n_axons = class->layout->n_axons, first = m.bank->first_tile * n_axons;
    uint32_t *born = NULL;
    m.n = m.bank->n_tiles * n_axons;
    TRY(memory_new(&m.rows, m.n, sizeof *m.rows, "rows", status));
    TRY(memory_new(&born, m.n, sizeof *born, "rows", status));
    TRY(bank_read(s->dev, class->rows, first * sizeof *m.rows, m.rows, m.n * sizeof *m.rows, status));
    count_born(&m, births, born);
    place_rows(&m, born);
    TRY(check_room(&m, status));
    TRY(bank_alloc_zero(s->dev, s->layout->n_tiles * n_axons * sizeof *m.rows, "rows", &m.to_rows, status));
    TRY(bank_write(s->dev, m.to_rows, first * sizeof *m.rows, m.rows, m.n * sizeof *m.rows, status));
    TRY(move_columns(&m, status));
    TRY(bank_write(s->dev, class->rows, first * sizeof *m.rows, m.rows, m.n * sizeof *m.rows, status));
    if (class->chunks)
        TRY(ring_chunks(s, class, status));
    TRY(kernels_bind_class(s, class, status));
cleanup:
    bank_free(s->dev, &m.to_rows);
    free(m.rows);
    free(born);
    return code;
}

engram_code rows_shrink(struct store *s, struct store_class *class, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t n_rows = (uint64_t)s->layout->n_tiles * class->layout->n_axons, used = 0;
    for (uint32_t b = 0; b < class->n_banks; b++)
        used += class->banks[b].n;
    if (used <
        2 * (layout_row_room(class->layout, class->n_synapses) + n_rows * layout_row_room(class->layout, 0)))
        return ENGRAM_OK;
    for (uint32_t b = 0; b < class->n_banks; b++)
        TRY(rows_make_room(s, class, b, NULL, status));
cleanup:
    return code;
}
