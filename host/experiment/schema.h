/* Every key of an experiment file, declared once. Checking, defaults, `engram schema`, docs/experiment.md and the JSON schema are made from this table.
 *
 * A path is keys joined by dots; '*' stands for a name the user chooses (a population, a receptor, a parameter), '[]' for the items of a list.
 * The pseudo-root '<distribution>' holds the keys of a distribution, wherever one may stand. */
#ifndef ENGRAM_EXPERIMENT_SCHEMA_H
#define ENGRAM_EXPERIMENT_SCHEMA_H
#include "config/node.h"

#include <stdio.h>

#define SCHEMA_DISTRIBUTION_ROOT "<distribution>"
/* Units that are only known from the model a value belongs to. */
#define UNIT_OF_PARAMETER "parameter"
#define UNIT_OF_RECEPTOR  "receptor"

enum schema_type {
    SCHEMA_MAP,   /* fixed keys: the rows below it */
    SCHEMA_NAMED, /* names chosen by the user: the row PATH.* */
    SCHEMA_TEMPLATE, /* the rows below it, and keys of another map, which are checked when the template is filled in */
    SCHEMA_MAPS,  /* list of maps: the rows PATH[].key */
    SCHEMA_TEXT,  /* a name or path */
    SCHEMA_TEXTS, /* list of them */
    SCHEMA_WORD,  /* one of `words` */
    SCHEMA_FLAG,
    SCHEMA_INTEGER, /* 64 bits, exact */
    SCHEMA_INTEGERS,
    SCHEMA_NUMBER, /* quantity in `unit` */
    SCHEMA_NUMBERS,
    SCHEMA_DISTRIBUTION, /* number, list of numbers, or a map as under <distribution> */
    SCHEMA_ROWS,         /* list of lists of numbers */
    SCHEMA_NOTHING       /* the key alone says it: `one_to_one:` (also {} or true) */
};

struct schema_row {
    const char *path;
    enum schema_type type;
    const char *unit;     /* of numbers; "1": without unit */
    const char *standard; /* the default as it would be written; NULL: none */
    const char *
        words; /* scalars that may stand here, separated by spaces; for SCHEMA_WORD the only ones; "NAME": any name */
    uint64_t least, most;  /* SCHEMA_INTEGER(S); most 0: not limited */
    double min, max;       /* SCHEMA_NUMBER(S), SCHEMA_DISTRIBUTION; only if has_range */
    bool has_range, above; /* above: min itself is not allowed */
    bool required;
    bool several;     /* there may be a list of such values, too */
    bool alternative; /* exactly one of the alternatives of a map must be there */
    const char *doc;
    const char *example; /* one YAML value, read and checked by a test */
};

/* Row i, NULL after the last. */
const struct schema_row *schema_at(size_t i);
/* The row of exactly this pattern, or NULL. */
const struct schema_row *schema_row_at(const char *path);
/* The same; asserts that there is one. */
const struct schema_row *schema_find(const char *path);
/* The row for `key` below the row pattern `parent` ("" for the root): a fixed key, else the wildcard; NULL if neither exists. */
const struct schema_row *schema_child(const char *parent, const char *key);
/* Does a row stand directly below the row pattern `parent`? */
bool schema_is_below(const struct schema_row *row, const char *parent);
/* Fixed keys directly below `parent`; writes at most `capacity` names (borrowed), returns how many there are. */
size_t schema_keys(const char *parent, const char **names, size_t capacity);
/* Last component of a path. */
const char *schema_key(const struct schema_row *row);

/* ---- check.c ---- */
/* Check a whole tree: unknown keys (with the nearest), missing keys, kinds of values, units and ranges that do not depend on a model. */
engram_code schema_check(const struct node *root, engram_status *status);
/* Check a map below a row pattern; `name` is what the user calls it. */
engram_code schema_check_map(const struct node *map, const char *pattern, const char *name,
                             engram_status *status);

/* ---- value.c: values with defaults; `map` may be NULL (then the default is read) ---- */
engram_code schema_number(const struct node *map, const char *path, double *out, engram_status *status);
engram_code schema_integer(const struct node *map, const char *path, uint64_t *out, engram_status *status);
engram_code schema_flag(const struct node *map, const char *path, bool *out, engram_status *status);
engram_code schema_word(const struct node *map, const char *path, size_t *out, engram_status *status);
/* A number that is here as a node, against the unit and range of a row. */
engram_code schema_number_here(const struct node *node, const struct schema_row *row, double *out,
                               engram_status *status);
/* Is `text` among the words of a row? */
bool schema_has_word(const struct schema_row *row, const char *text);

/* ---- document.c, json_schema.c ---- */
void schema_print_text(FILE *out);
void schema_print_markdown(FILE *out);
void schema_print_json_schema(FILE *out);
#endif
