/* Write a tree as YAML: maps and lists of maps as indented blocks, lists of scalars on one line. */
#include "config/edit.h"
#include "core/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Plain text may stand unquoted wherever we write it if it has none of YAML's special characters and could not be read as an indicator. */
static bool is_plain(const struct node *scalar)
{
    static const char special[] = ":#,[]{}&*!|>'\"%@`?\\=<";
    const char *text = scalar->text;
    size_t n = strlen(text);
    if (scalar->quoted || n == 0 || text[0] == ' ' || text[n - 1] == ' ' || strcspn(text, special) < n)
        return false;
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7F)
            return false;
    return strcmp(text, "-") != 0 && strncmp(text, "- ", 2) != 0 && strncmp(text, "---", 3) != 0 &&
           strncmp(text, "...", 3) != 0;
}

static void print_scalar(FILE *out, const struct node *scalar)
{
    if (!scalar->quoted && !scalar->text[0]) {
        fputs("~", out);
        return;
    }
    if (is_plain(scalar)) {
        fputs(scalar->text, out);
        return;
    }
    fputc('"', out);
    for (const unsigned char *c = (const unsigned char *)scalar->text; *c; c++) {
        if (*c == '"' || *c == '\\')
            fprintf(out, "\\%c", *c);
        else if (*c < 0x20 || *c == 0x7F)
            fprintf(out, "\\x%02X", *c);
        else
            fputc(*c, out);
    }
    fputc('"', out);
}

static bool holds_a_map(const struct node *node)
{
    for (size_t i = 0; node->kind == NODE_LIST && i < node->n; i++)
        if (node->items[i]->kind == NODE_MAP || holds_a_map(node->items[i]))
            return true;
    return node->kind == NODE_MAP;
}

static void print_flow(FILE *out, const struct node *node)
{
    if (node->kind == NODE_SCALAR) {
        print_scalar(out, node);
        return;
    }
    fputc(node->kind == NODE_MAP ? '{' : '[', out);
    for (size_t i = 0; i < node->n; i++) {
        fputs(i ? ", " : "", out);
        if (node->kind == NODE_MAP) {
            print_scalar(out, node->keys[i]);
            fputs(": ", out);
        }
        print_flow(out, node->items[i]);
    }
    fputc(node->kind == NODE_MAP ? '}' : ']', out);
}

static void print_block(FILE *out, const struct node *node, int indent);

/* The value of a key or list item whose introduction ("key:" or "-") has just been written. */
static void print_value(FILE *out, const struct node *node, int indent)
{
    if (node->n > 0 && holds_a_map(node)) {
        fputc('\n', out);
        print_block(out, node, indent + 2);
        return;
    }
    fputc(' ', out);
    print_flow(out, node);
    fputc('\n', out);
}

static void print_block(FILE *out, const struct node *node, int indent)
{
    for (size_t i = 0; i < node->n; i++) {
        fprintf(out, "%*s", indent, "");
        if (node->kind == NODE_MAP) {
            print_scalar(out, node->keys[i]);
            fputc(':', out);
        } else {
            fputc('-', out);
        }
        print_value(out, node->items[i], indent);
    }
}

engram_code tree_print(const struct node *root, char **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char *text = NULL;
    size_t n = 0;
    *out = NULL;
    FILE *stream = open_memstream(&text, &n);
    if (stream) {
        if (root->n > 0 && holds_a_map(root))
            print_block(stream, root, 0);
        else {
            print_flow(stream, root);
            fputc('\n', stream);
        }
    }
    if (!stream || fclose(stream) != 0)
        TRY(FAIL(ENGRAM_E_RESOURCES, .what = "out of memory", .where = "experiment text",
                 .why = "the text of the experiment could not be written",
                 .hint = "make the experiment smaller"));
    TRY(memory_string(out, text, status));

cleanup:
    free(text);
    return code;
}
