#include "config/text_file.h"
#include "core/memory.h"
#include "io/sonata_read.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TABLE_LIMIT_BYTES = 256 << 20 };

struct type_row {
    int64_t id;
    uint64_t line;
    char **cells; /* [n_columns], pointing into the text; NULL for no value */
};

/* The text of the file is kept and cut into cells in place. */
struct sonata_types {
    char *path, *text;
    char **columns;
    size_t n_columns, id_column;
    struct type_row *rows; /* in the order of the file */
    size_t n_rows, capacity;
    size_t *by_id; /* [n_rows] row indices in order of id */
};

static engram_code table_fail(const struct sonata_types *types, uint64_t line, const char *why,
                              const char *hint, engram_status *status)
{
    return FAIL(ENGRAM_E_INPUT, .what = "a SONATA type table cannot be used",
                .where = TEXT("%s:%" PRIu64, types->path, line), .why = why, .hint = hint);
}

/* Cut the next field off *at; false at the end of the line. A quote in a quoted field is written twice. *quoted tells "NULL" from NULL. */
static bool next_field(char **at, char **field, bool *quoted, bool *open)
{
    char *read = *at + strspn(*at, " \t"), *write;
    *open = *quoted = *read == '"';
    if (!*read)
        return false;
    if (!*quoted) {
        *field = read;
        read += strcspn(read, " \t");
        *at = read + (*read != 0);
        *read = 0;
        return true;
    }
    *field = write = ++read;
    for (; *read && *open; read++) {
        if (*read == '"' && read[1] != '"')
            *open = false;
        else
            *write++ = *(*read == '"' ? ++read : read);
    }
    *write = 0;
    *at = read;
    return true;
}

/* Fields of one line into `cells`; *n is how many there are, even beyond `capacity`. */
static engram_code cut_line(const struct sonata_types *types, char *text, uint64_t line, char **cells,
                            size_t capacity, size_t *n, engram_status *status)
{
    char *field = NULL;
    bool quoted = false, open = false;
    for (*n = 0; next_field(&text, &field, &quoted, &open); ++*n) {
        if (open)
            return table_fail(types, line, "a quoted field has no end",
                              "close the quotation mark on the same line", status);
        if (*n < capacity)
            cells[*n] = !quoted && !strcmp(field, "NULL") ? NULL : field;
    }
    return ENGRAM_OK;
}

static engram_code read_header(struct sonata_types *types, char *text, uint64_t line, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    size_t capacity = strlen(text) / 2 + 1;
    types->id_column = SIZE_MAX;
    TRY(memory_new(&types->columns, capacity, sizeof *types->columns, "columns of a type table", status));
    TRY(cut_line(types, text, line, types->columns, capacity, &types->n_columns, status));
    for (size_t i = 0; i < types->n_columns; i++) {
        const char *name = types->columns[i] ? types->columns[i] : "NULL";
        if (!strcmp(name, "node_type_id") || !strcmp(name, "edge_type_id"))
            types->id_column = i;
        for (size_t j = 0; j < i; j++)
            if (types->columns[j] && !strcmp(name, types->columns[j]))
                TRY(table_fail(types, line, TEXT("the column '%s' appears twice", name),
                               "rename or remove one of them", status));
    }
    if (types->id_column == SIZE_MAX)
        TRY(table_fail(types, line, "its first line names no column 'node_type_id' or 'edge_type_id'",
                       "is this a SONATA node or edge type table?", status));
cleanup:
    return code;
}

static engram_code read_row(struct sonata_types *types, char *text, uint64_t line, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    size_t n = 0;
    char *end = NULL;
    if (types->n_rows == types->capacity) {
        types->capacity = 2 * types->capacity + 16;
        TRY(memory_resize(&types->rows, types->capacity, sizeof *types->rows, "rows of a type table",
                          status));
    }
    struct type_row *row = &types->rows[types->n_rows];
    *row = (struct type_row){.line = line};
    TRY(memory_new(&row->cells, types->n_columns, sizeof *row->cells, "cells of a type table", status));
    types->n_rows++;
    TRY(cut_line(types, text, line, row->cells, types->n_columns, &n, status));
    if (n != types->n_columns)
        TRY(table_fail(types, line,
                       TEXT("it has %zu fields, the first line names %zu columns", n, types->n_columns),
                       "put fields with spaces in double quotes and write NULL for no value", status));
    const char *id = row->cells[types->id_column];
    errno = 0;
    row->id = id ? strtoll(id, &end, 10) : 0;
    if (!id || end == id || *end || errno)
        TRY(table_fail(types, line, TEXT("'%s' is no type id", id ? id : "NULL"),
                       "type ids are whole numbers", status));
cleanup:
    return code;
}

static int compare_ids(const void *a, const void *b, void *context)
{
    const struct type_row *rows = context;
    int64_t x = rows[*(const size_t *)a].id, y = rows[*(const size_t *)b].id;
    return (x > y) - (x < y);
}

static engram_code sort_ids(struct sonata_types *types, engram_status *status)
{
    engram_code code =
        memory_new(&types->by_id, types->n_rows, sizeof *types->by_id, "index of a type table", status);
    if (code != ENGRAM_OK)
        return code;
    for (size_t i = 0; i < types->n_rows; i++)
        types->by_id[i] = i;
    qsort_r(types->by_id, types->n_rows, sizeof *types->by_id, compare_ids, types->rows);
    for (size_t i = 1; i < types->n_rows; i++) {
        const struct type_row *a = &types->rows[types->by_id[i - 1]], *b = &types->rows[types->by_id[i]];
        if (a->id == b->id)
            return table_fail(types, a->line > b->line ? a->line : b->line,
                              TEXT("type id %" PRId64 " is defined twice", a->id), "keep one of the rows",
                              status);
    }
    return ENGRAM_OK;
}

static engram_code read_lines(struct sonata_types *types, size_t n, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char *at = types->text, *end = types->text + n;
    at += text_mark_length(at); /* as Windows editors write it */
    if (strlen(at) != (size_t)(end - at))
        TRY(table_fail(types, 1, "it contains a zero byte",
                       "a type table is plain text: is this another kind of file?", status));
    for (uint64_t line = 1; at < end; line++) {
        char *next = at + strcspn(at, "\n");
        char *stop = next > at && next[-1] == '\r' ? next - 1 : next;
        bool last = !*next;
        *stop = *next = 0;
        if (at[strspn(at, " \t")])
            TRY(types->columns ? read_row(types, at, line, status) : read_header(types, at, line, status));
        at = last ? end : next + 1;
    }
    if (!types->columns)
        TRY(table_fail(types, 1, "it is empty", "the first line names the columns", status));
    TRY(sort_ids(types, status));
cleanup:
    return code;
}

engram_code sonata_types_read(const char *path, struct sonata_types **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    size_t n = 0;
    struct sonata_types *types = NULL;
    *out = NULL;
    TRY(memory_new(&types, 1, sizeof *types, "a type table", status));
    TRY(memory_string(&types->path, path, status));
    TRY(text_file_read(path, TABLE_LIMIT_BYTES, &types->text, &n, status));
    TRY(read_lines(types, n, status));
    *out = types;
    types = NULL;
cleanup:
    sonata_types_free(types);
    return code;
}

void sonata_types_free(struct sonata_types *types)
{
    if (!types)
        return;
    for (size_t i = 0; i < types->n_rows; i++)
        free(types->rows[i].cells);
    free(types->rows);
    free(types->by_id);
    free(types->columns);
    free(types->text);
    free(types->path);
    free(types);
}

const char *sonata_types_path(const struct sonata_types *types)
{
    return types->path;
}

size_t sonata_types_rows(const struct sonata_types *types)
{
    return types->n_rows;
}

size_t sonata_types_columns(const struct sonata_types *types)
{
    return types->n_columns;
}

const char *sonata_types_column_name(const struct sonata_types *types, size_t column)
{
    return types->columns[column] ? types->columns[column] : "NULL";
}

uint64_t sonata_types_line(const struct sonata_types *types, size_t row)
{
    return types->rows[row].line;
}

int64_t sonata_types_id(const struct sonata_types *types, size_t row)
{
    return types->rows[row].id;
}

int64_t sonata_types_find(const struct sonata_types *types, int64_t type_id)
{
    size_t low = 0, high = types->n_rows;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (types->rows[types->by_id[middle]].id < type_id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < types->n_rows && types->rows[types->by_id[low]].id == type_id ? (int64_t)types->by_id[low]
                                                                               : -1;
}

const char *sonata_types_text(const struct sonata_types *types, size_t row, const char *column)
{
    for (size_t i = 0; i < types->n_columns; i++)
        if (types->columns[i] && !strcmp(types->columns[i], column))
            return types->rows[row].cells[i];
    return NULL;
}

engram_code sonata_types_number(const struct sonata_types *types, size_t row, const char *column, double *out,
                                engram_status *status)
{
    const char *text = sonata_types_text(types, row, column);
    char *end = NULL;
    *out = NAN;
    if (!text)
        return ENGRAM_OK;
    *out = strtod(text, &end);
    if (end == text || *end)
        return table_fail(types, types->rows[row].line,
                          TEXT("column '%s' holds '%s' where a number is needed", column, text),
                          "write a plain number, or NULL for no value", status);
    return ENGRAM_OK;
}
