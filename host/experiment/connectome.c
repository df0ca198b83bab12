/* Matrices and labels of a connectome from text files. */
#include "experiment/connectome.h"

#include "config/make.h"
#include "config/node.h"
#include "config/text_file.h"
#include "core/memory.h"
#include "experiment/resolve.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const uint64_t MOST_BYTES = UINT64_C(1) << 30;
enum { MOST_REGIONS = 10000 };
static const char purpose[] = "connectome";
static const char FORM[] = "write as many lines as regions, and on each as many numbers; # begins a comment";

void connectome_free(struct connectome *c)
{
    for (size_t i = 0; c->labels && i < c->n; i++)
        node_free(c->labels[i]);
    free(c->labels);
    free(c->weights.cells);
    free(c->lengths.cells);
}

static engram_code read_text(const char *name, const char *folder, struct tree *sources, const char **source,
                             char **text, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char *path = NULL;
    size_t n = 0;
    struct resolver r = {.folder = folder, .status = status};
    TRY(resolve_path(&r, name, &path));
    TRY(tree_add_source(sources, path, source, status));
    TRY(text_file_read(path, MOST_BYTES, text, &n, status));
    TRY(text_check(path, *text, n, 1, status));

cleanup:
    free(path);
    return code;
}

/* Cut off the next line, without its comment; NULL after the last. */
static char *next_line(char **rest)
{
    char *line = *rest;
    if (line) {
        *rest = strchr(line, '\n');
        if (*rest)
            *(*rest)++ = '\0';
        line[strcspn(line, "#")] = '\0';
    }
    return line;
}

static const char SPACE[] = " \t\r,;";

/* ---- matrices ---- */

struct reading {
    struct matrix *matrix;
    size_t n_cells;
    uint64_t room;
    engram_status *status;
};

static engram_code bad_cell(struct reading *r, const struct cell *cell, const char *what, const char *why)
{
    engram_status *status = r->status;
    return FAIL(ENGRAM_E_INPUT, .what = what,
                .where = TEXT("%s:%" PRIu32 ":%" PRIu32, r->matrix->source, cell->line, cell->column),
                .why = why, .hint = FORM);
}

static engram_code read_cell(struct reading *r, const char *word, struct cell *cell)
{
    engram_status *status = r->status;
    char *end = NULL;
    size_t length = strcspn(word, SPACE);
    cell->value = strtod(word, &end);
    if ((size_t)(end - word) != length)
        return bad_cell(r, cell, TEXT("'%.*s' is not a number", (int)(length < 40 ? length : 40), word),
                        "a matrix has numbers only");
    if (!isfinite(cell->value) || cell->value < 0)
        return bad_cell(r, cell, TEXT("%g cannot stand here", cell->value),
                        "weights and lengths are finite and not negative");
    return ENGRAM_OK;
}

/* One line; the first one that is not empty says how many regions there are. */
static engram_code read_row(struct reading *r, const char *line, uint32_t number)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    struct matrix *m = r->matrix;
    struct cell cell = {.line = number, .column = 1};
    size_t before = r->n_cells;

    for (const char *word = line; word += strspn(word, SPACE), *word; word += strcspn(word, SPACE)) {
        cell.column = (uint32_t)(word - line) + 1;
        TRY(read_cell(r, word, &cell));
        if (r->n_cells == r->room) {
            r->room = 2 * r->room + 1024;
            TRY(memory_resize(&m->cells, r->room, sizeof *m->cells, purpose, status));
        }
        m->cells[r->n_cells++] = cell;
    }
    size_t n = r->n_cells - before;
    m->n = m->n ? m->n : n;
    if (m->n > MOST_REGIONS)
        TRY(bad_cell(r, &cell, "there are too many regions",
                     TEXT("%zu; at most %d are possible", m->n, MOST_REGIONS)));
    if (n != 0 && n != m->n)
        TRY(bad_cell(r, &cell, "the lines differ in length",
                     TEXT("this one has %zu numbers, the first one %zu", n, m->n)));

cleanup:
    return code;
}

static engram_code read_matrix(const char *name, const char *folder, struct tree *sources,
                               struct matrix *matrix, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct reading r = {.matrix = matrix, .status = status};
    char *text = NULL, *rest = NULL;
    uint32_t number = 1;
    TRY(read_text(name, folder, sources, &matrix->source, &text, status));
    rest = text + text_mark_length(text);
    for (const char *line = NULL; (line = next_line(&rest)) != NULL; number++)
        TRY(read_row(&r, line, number));
    if (r.n_cells == 0 || r.n_cells != matrix->n * matrix->n)
        TRY(FAIL(
            ENGRAM_E_INPUT, .what = "the matrix is not square", .where = matrix->source,
            .why = TEXT("it has %zu lines of %zu numbers", matrix->n ? r.n_cells / matrix->n : 0, matrix->n),
            .hint = FORM));

cleanup:
    free(text);
    return code;
}

/* ---- labels ---- */

static engram_code add_label(struct connectome *c, struct node **label, size_t i, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(name_check((*label)->text, *label, status));
    for (size_t k = 0; k < i && k < c->n; k++)
        if (strcmp(c->labels[k]->text, (*label)->text) == 0)
            TRY(FAIL(ENGRAM_E_INPUT, .what = TEXT("region '%s' appears twice", (*label)->text),
                     .where = node_where(status, *label), .why = "its populations would have the same names",
                     .hint = "give every region a name of its own"));
    if (i < c->n) {
        c->labels[i] = *label;
        *label = NULL;
    }

cleanup:
    return code;
}

static engram_code wrong_number(const struct connectome *c, const char *where, size_t n,
                                engram_status *status)
{
    return FAIL(ENGRAM_E_INPUT, .what = "the number of labels is not that of regions", .where = where,
                .why = TEXT("there are %zu labels, and %zu rows in %s", n, c->n, c->weights.source),
                .hint = "give one label for each row, in the same order");
}

/* The first word of each line that is not empty. */
static engram_code labels_of_file(struct connectome *c, const char *name, const char *folder,
                                  struct tree *sources, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char *text = NULL, *rest = NULL;
    struct node place = {.line = 0, .column = 1}, *label = NULL;
    size_t n = 0;
    TRY(read_text(name, folder, sources, &place.source, &text, status));
    rest = text + text_mark_length(text);
    for (const char *line = NULL; (line = next_line(&rest)) != NULL;) {
        const char *word = line + strspn(line, SPACE);
        place.line++;
        place.column = (uint32_t)(word - line) + 1;
        if (!*word)
            continue;
        TRY(node_new_text(word, strcspn(word, SPACE), &place, &label, status));
        TRY(add_label(c, &label, n++, status));
        node_free(label);
        label = NULL;
    }
    if (n != c->n)
        TRY(wrong_number(c, place.source, n, status));

cleanup:
    node_free(label);
    free(text);
    return code;
}

static engram_code labels_of_list(struct connectome *c, const struct node *list, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct node *label = NULL;
    if (list->n != c->n)
        TRY(wrong_number(c, node_where(status, list), list->n, status));
    for (size_t i = 0; i < c->n; i++) {
        TRY(node_copy(list->items[i], &label, status));
        TRY(add_label(c, &label, i, status));
    }

cleanup:
    node_free(label);
    return code;
}

engram_code connectome_read(const struct node *map, const char *folder, struct tree *sources,
                            struct connectome *c, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct node *labels = node_get(map, "labels");
    TRY(read_matrix(node_get(map, "weights")->text, folder, sources, &c->weights, status));
    TRY(read_matrix(node_get(map, "tract_lengths")->text, folder, sources, &c->lengths, status));
    if (c->weights.n != c->lengths.n)
        TRY(FAIL(ENGRAM_E_INPUT, .what = "the matrices differ in size", .where = c->lengths.source,
                 .why = TEXT("it has %zu regions, %s has %zu", c->lengths.n, c->weights.source, c->weights.n),
                 .hint = "take both from one connectome"));
    c->n = c->weights.n;
    TRY(memory_new(&c->labels, c->n, sizeof *c->labels, purpose, status));
    if (labels->kind == NODE_LIST)
        TRY(labels_of_list(c, labels, status));
    else
        TRY(labels_of_file(c, labels->text, folder, sources, status));

cleanup:
    return code;
}
