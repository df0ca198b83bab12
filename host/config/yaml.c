#include "config/yaml.h"

#include "config/anchors.h"
#include "config/make.h"
#include "config/text_file.h"
#include "core/memory.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

struct reading {
    yaml_parser_t parser;
    yaml_event_t event;
    bool has_event;
    const char *source;
    uint32_t first_line, first_column;
    struct anchors anchors;
    engram_status *status;
};

static engram_code read_node(struct reading *r, unsigned depth, struct node **out);

void node_free(struct node *node)
{
    if (!node)
        return;
    for (size_t i = 0; i < node->n; i++) {
        if (node->keys)
            node_free(node->keys[i]);
        node_free(node->items[i]);
    }
    free(node->keys);
    free(node->items);
    free(node->text);
    free(node);
}

void tree_free(struct tree *tree)
{
    if (!tree)
        return;
    node_free(tree->root);
    while (tree->sources) {
        struct source *next = tree->sources->next;
        free(tree->sources);
        tree->sources = next;
    }
    free(tree);
}

static uint32_t line_of(const struct reading *r, yaml_mark_t mark)
{
    return (uint32_t)mark.line + r->first_line;
}

static uint32_t column_of(const struct reading *r, yaml_mark_t mark)
{
    return (uint32_t)mark.column + (mark.line == 0 ? r->first_column : 1);
}

static engram_code refuse(struct reading *r, yaml_mark_t mark, const char *what, const char *why,
                          const char *hint)
{
    engram_status *status = r->status;
    return FAIL(ENGRAM_E_USAGE, .what = what,
                .where = TEXT("%s:%" PRIu32 ":%" PRIu32, r->source, line_of(r, mark), column_of(r, mark)),
                .why = why, .hint = hint);
}

static engram_code syntax_error(struct reading *r)
{
    engram_status *status = r->status;
    const yaml_parser_t *p = &r->parser;
    if (p->error == YAML_MEMORY_ERROR)
        return FAIL(ENGRAM_E_RESOURCES, .what = "out of memory", .where = r->source,
                    .why = "the YAML parser could not grow its buffers",
                    .hint = "make the file smaller, or put large lists into a SONATA (HDF5) file");
    const char *problem = p->problem ? p->problem : "the text cannot be understood";
    const char *why = p->context ? TEXT("%s %s", problem, p->context) : problem;
    bool tab = strstr(problem, "cannot start any token") != NULL;
    return refuse(r, p->problem_mark, "this is not valid YAML", why,
                  tab ? "indent with spaces, not tabs, and quote text that begins with a special character"
                      : "check indentation, brackets and quotes around here");
}

static engram_code next_event(struct reading *r)
{
    if (r->has_event)
        yaml_event_delete(&r->event);
    r->has_event = false;
    if (!yaml_parser_parse(&r->parser, &r->event))
        return syntax_error(r);
    r->has_event = true;
    return ENGRAM_OK;
}

static engram_code node_at(struct reading *r, enum node_kind kind, struct node **out)
{
    engram_code code = memory_new(out, 1, sizeof **out, "experiment tree", r->status);
    if (code == ENGRAM_OK) {
        (*out)->kind = kind;
        (*out)->source = r->source;
        (*out)->line = line_of(r, r->event.start_mark);
        (*out)->column = column_of(r, r->event.start_mark);
    }
    return code;
}

/* Room for one more item, growing by doubling. The new slots are NULL, so that a half-built node can be freed. */
static engram_code node_grow(struct node *node, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    size_t n = node->n;
    if ((n & (n - 1)) == 0) {
        size_t capacity = n ? 2 * n : 1;
        TRY(memory_resize(&node->items, capacity, sizeof(struct node *), "experiment tree", status));
        if (node->kind == NODE_MAP)
            TRY(memory_resize(&node->keys, capacity, sizeof(struct node *), "experiment tree", status));
    }
    node->items[n] = NULL;
    if (node->kind == NODE_MAP)
        node->keys[n] = NULL;
    node->n++;

cleanup:
    return code;
}

static engram_code refuse_duplicate(struct reading *r, const struct node *map, const struct node *key)
{
    engram_status *status = r->status;
    for (size_t i = 0; i + 1 < map->n; i++)
        if (strcmp(map->keys[i]->text, key->text) == 0)
            return FAIL(ENGRAM_E_USAGE, .what = TEXT("key '%s' appears twice", key->text),
                        .where = TEXT("%s:%" PRIu32 ":%" PRIu32, r->source, key->line, key->column),
                        .why = TEXT("it was first given at line %" PRIu32
                                    ", and only one of the two could be used",
                                    map->keys[i]->line),
                        .hint = "remove or rename one of them");
    return ENGRAM_OK;
}

static engram_code read_scalar(struct reading *r, struct node **out)
{
    engram_code code = node_at(r, NODE_SCALAR, out);
    if (code != ENGRAM_OK)
        return code;
    const char *text = (const char *)r->event.data.scalar.value;
    if (strlen(text) != r->event.data.scalar.length)
        return refuse(r, r->event.start_mark, "the text contains a NUL character",
                      "\"\\0\" cannot be part of a name or number", "remove it");
    (*out)->quoted = r->event.data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    return memory_string(&(*out)->text, text, r->status);
}

static engram_code read_list(struct reading *r, unsigned depth, struct node **out)
{
    engram_code code = ENGRAM_OK;
    TRY(node_at(r, NODE_LIST, out));
    TRY(next_event(r));
    while (r->event.type != YAML_SEQUENCE_END_EVENT) {
        TRY(node_grow(*out, r->status));
        TRY(read_node(r, depth + 1, &(*out)->items[(*out)->n - 1]));
        TRY(next_event(r));
    }

cleanup:
    return code;
}

static engram_code read_map(struct reading *r, unsigned depth, struct node **out)
{
    engram_code code = ENGRAM_OK;
    TRY(node_at(r, NODE_MAP, out));
    struct node *map = *out;
    TRY(next_event(r));
    while (r->event.type != YAML_MAPPING_END_EVENT) {
        if (r->event.type != YAML_SCALAR_EVENT)
            TRY(refuse(r, r->event.start_mark, "a key must be a name",
                       "this one is a list, a map or an alias", "write  name: value"));
        TRY(node_grow(map, r->status));
        TRY(read_node(r, depth + 1, &map->keys[map->n - 1]));
        TRY(refuse_duplicate(r, map, map->keys[map->n - 1]));
        TRY(next_event(r));
        TRY(read_node(r, depth + 1, &map->items[map->n - 1]));
        TRY(next_event(r));
    }
    TRY(map_merge(map, r->status));

cleanup:
    return code;
}

static const char *anchor_of(const yaml_event_t *event)
{
    const yaml_char_t *anchor = event->type == YAML_SCALAR_EVENT           ? event->data.scalar.anchor
                                : event->type == YAML_SEQUENCE_START_EVENT ? event->data.sequence_start.anchor
                                                                           : event->data.mapping_start.anchor;
    return (const char *)anchor;
}

static const char *tag_of(const yaml_event_t *event)
{
    const yaml_char_t *tag = event->type == YAML_SCALAR_EVENT           ? event->data.scalar.tag
                             : event->type == YAML_SEQUENCE_START_EVENT ? event->data.sequence_start.tag
                                                                        : event->data.mapping_start.tag;
    return (const char *)tag;
}

static engram_code read_alias(struct reading *r, unsigned depth, struct node **out)
{
    struct node place = {.source = r->source,
                         .line = line_of(r, r->event.start_mark),
                         .column = column_of(r, r->event.start_mark)};
    return anchors_copy(&r->anchors, (const char *)r->event.data.alias.anchor, depth, &place, out, r->status);
}

static engram_code read_value(struct reading *r, unsigned depth, struct node **out)
{
    switch (r->event.type) {
    case YAML_SCALAR_EVENT:
        return read_scalar(r, out);
    case YAML_SEQUENCE_START_EVENT:
        return read_list(r, depth, out);
    default:
        return read_map(r, depth, out);
    }
}

/* The current event begins a value. *out is set even when reading fails half-way, so that its owner can free it. */
static engram_code read_node(struct reading *r, unsigned depth, struct node **out)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    char *anchor = NULL; /* the event that has it is gone when the value is complete */
    if (r->event.type == YAML_ALIAS_EVENT)
        return read_alias(r, depth, out);
    if (depth > YAML_MAX_DEPTH)
        return refuse(r, r->event.start_mark, "the text is nested too deeply",
                      TEXT("at most %d levels are read", YAML_MAX_DEPTH), "check the brackets");
    if (tag_of(&r->event))
        return refuse(r, r->event.start_mark, TEXT("tag '%s' is not supported", tag_of(&r->event)),
                      "types follow from the key", "remove it");
    if (anchor_of(&r->event))
        TRY(memory_string(&anchor, anchor_of(&r->event), status));
    TRY(read_value(r, depth, out));
    if (anchor)
        TRY(anchors_add(&r->anchors, anchor, *out, status));
cleanup:
    free(anchor);
    return code;
}

static engram_code read_document(struct reading *r, struct node **root)
{
    engram_code code = ENGRAM_OK;
    TRY(next_event(r)); /* stream start */
    TRY(next_event(r));
    if (r->event.type == YAML_STREAM_END_EVENT)
        TRY(refuse(r, r->event.start_mark, "the text is empty",
                   "there is nothing but white space and comments in it",
                   "see docs/experiment.md for what an experiment contains"));
    TRY(next_event(r));
    TRY(read_node(r, 0, root));
    TRY(next_event(r)); /* document end */
    TRY(next_event(r));
    if (r->event.type != YAML_STREAM_END_EVENT)
        TRY(refuse(r, r->event.start_mark, "there is a second document",
                   "a file is one document; '---' begins another", "remove it or put it into its own file"));

cleanup:
    return code;
}

/* JSON files in the wild are indented with tabs, which YAML allows inside brackets only in some places: outside strings a tab means no more than a space. */
static void blank_json_tabs(char *text)
{
    size_t first = strspn(text, " \t\r\n");
    if (text[first] != '{' && text[first] != '[')
        return;
    bool in_string = false;
    for (char *c = text; *c; c++) {
        if (in_string && *c == '\\' && c[1])
            c++;
        else if (*c == '"')
            in_string = !in_string;
        else if (*c == '\t' && !in_string)
            *c = ' ';
    }
}

static engram_code tree_for(const char *name, struct tree **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct tree *tree = NULL;
    const char *source = NULL;
    TRY(memory_new(&tree, 1, sizeof *tree, "experiment tree", status));
    TRY(tree_add_source(tree, name, &source, status));
    *out = tree;
    tree = NULL;

cleanup:
    tree_free(tree);
    return code;
}

static engram_code parse(char *text, uint32_t first_line, uint32_t first_column, struct tree *tree,
                         engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct reading r = {.source = tree->sources->name,
                        .first_line = first_line,
                        .first_column = first_column,
                        .status = status};
    if (!yaml_parser_initialize(&r.parser))
        return FAIL(ENGRAM_E_RESOURCES, .what = "out of memory", .where = r.source,
                    .why = "the YAML parser could not be created", .hint = "close other programs");
    blank_json_tabs(text);
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)text, strlen(text));
    code = read_document(&r, &tree->root);
    if (r.has_event)
        yaml_event_delete(&r.event);
    anchors_free(&r.anchors);
    yaml_parser_delete(&r.parser);
    return code;
}

static engram_code read_bytes(const char *name, char *text, size_t n, uint32_t first_line,
                              uint32_t first_column, struct tree **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct tree *tree = NULL;
    *out = NULL;
    TRY(text_check(name, text, n, first_line, status));
    TRY(tree_for(name, &tree, status));
    TRY(parse(text + text_mark_length(text), first_line, first_column, tree, status));
    *out = tree;
    tree = NULL;

cleanup:
    tree_free(tree);
    return code;
}

engram_code yaml_read_file(const char *path, struct tree **out, engram_status *status)
{
    char *text = NULL;
    size_t n = 0;
    engram_code code = text_file_read(path, YAML_MAX_FILE_BYTES, &text, &n, status);
    *out = NULL;
    if (code == ENGRAM_OK)
        code = read_bytes(path, text, n, 1, 1, out, status);
    free(text);
    return code;
}

engram_code yaml_read_text(const char *name, const char *text, uint32_t first_line, uint32_t first_column,
                           struct tree **out, engram_status *status)
{
    char *copy = NULL;
    engram_code code = memory_string(&copy, text, status);
    *out = NULL;
    if (code == ENGRAM_OK)
        code = read_bytes(name, copy, strlen(copy), first_line, first_column, out, status);
    free(copy);
    return code;
}
