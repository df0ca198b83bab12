/* Read nodes as what they should be; a failure says what was expected, where (file:line:column), why, and what to write instead.
 * `name` is the key or thing in the user's words ("tau_m of population E"); it is used in messages only. */
#ifndef ENGRAM_CONFIG_NODE_H
#define ENGRAM_CONFIG_NODE_H
#include "config/yaml.h"

/* "file:line:column", owned by the status like TEXT(). */
const char *node_where(engram_status *status, const struct node *node);
/* What a node is, for messages: "a map", "a list", "'abc'". */
const char *node_describe(engram_status *status, const struct node *node);

/* The value of a key, or NULL (also when `map` is NULL or not a map). */
struct node *node_get(const struct node *map, const char *key);
/* The key itself, for its place in the file; NULL if there is none. */
struct node *node_key(const struct node *map, const char *key);
/* An empty value: `key:` or `key: ~` or `key: null`. */
bool node_is_null(const struct node *node);
/* A scalar with exactly this text. */
bool node_is(const struct node *node, const char *text);

engram_code node_require(const struct node *node, enum node_kind kind, const char *name,
                         engram_status *status);
/* A key that must be there; `of` names the map ("population 'E'"). *out borrowed. */
engram_code node_need(const struct node *map, const char *key, const char *of, struct node **out,
                      engram_status *status);
/* Refuse keys of `map` that are not in allowed[n], with the nearest one. `of` names the map. */
engram_code node_only(const struct node *map, const char *const *allowed, size_t n, const char *of,
                      engram_status *status);

/* Non-empty text; borrowed. */
engram_code node_text(const struct node *node, const char *name, const char **out, engram_status *status);
/* true/false (also yes/no, on/off as YAML 1.1 has them). */
engram_code node_flag(const struct node *node, const char *name, bool *out, engram_status *status);
/* A whole number in [min, max], parsed exactly in 64 bits; 1e6 is accepted for 1000000. */
engram_code node_integer(const struct node *node, const char *name, uint64_t min, uint64_t max, uint64_t *out,
                         engram_status *status);
/* A finite number with the dimension of `unit`, converted to it: "20 ms", "0.02 s", or a bare number, which is in `unit`. Unit "1": no unit allowed. */
engram_code node_quantity(const struct node *node, const char *name, const char *unit, double *out,
                          engram_status *status);
/* A finite number without unit. */
engram_code node_number(const struct node *node, const char *name, double *out, engram_status *status);
/* Which of choices[n] a scalar is; refused with the nearest one. */
engram_code node_choice(const struct node *node, const char *name, const char *const *choices, size_t n,
                        size_t *out, engram_status *status);
#endif
