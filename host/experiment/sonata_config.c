#include "experiment/sonata_config.h"

#include "config/nearest.h"
#include "core/memory.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_SUBSTITUTIONS = 64, MOST_LISTED = 64 };

bool sonata_is_config(const struct node *root)
{
    if (node_get(root, "populations") || node_get(root, "engram"))
        return false;
    return node_get(root, "run") || node_get(root, "networks") ||
           (node_get(root, "network") && node_get(root, "simulation"));
}

static engram_code folder_of(const char *path, char **out, engram_status *status)
{
    const char *slash = strrchr(path, '/');
    size_t n = slash ? (size_t)(slash + 1 - path) : 0;
    engram_code code = memory_new(out, n + 1, 1, "path", status);
    if (code == ENGRAM_OK)
        memcpy(*out, path, n);
    return code;
}

static engram_code join(const char *folder, const char *path, char **out, engram_status *status)
{
    bool absolute = path[0] == '/';
    size_t n = (absolute ? 0 : strlen(folder)) + strlen(path) + 1;
    engram_code code = memory_new(out, n, 1, "path", status);
    if (code == ENGRAM_OK)
        snprintf(*out, n, "%s%s", absolute ? "" : folder, path);
    return code;
}

/* ---- manifest ---- */

/* Length of the variable at `text` ("$NAME" or "${NAME}"), 0 if it is none; its name goes to name[n]. */
static size_t variable_at(const char *text, char *name, size_t n)
{
    if (text[0] != '$')
        return 0;
    bool braces = text[1] == '{';
    const char *start = text + 1 + braces, *end = start;
    while (isalnum((unsigned char)*end) || *end == '_')
        end++;
    if (end == start || (size_t)(end - start) >= n || (braces && *end != '}'))
        return 0;
    snprintf(name, n, "%.*s", (int)(end - start), start);
    return (size_t)(end - text) + braces;
}

/* Manifest keys are written "$NAME", "${NAME}" or "NAME". */
static const struct node *manifest_value(const struct sonata_file *file, const char *name)
{
    const struct node *manifest = node_get(file->root, "manifest");
    char key[256];
    for (size_t i = 0; manifest && i < manifest->n; i++) {
        const char *given = manifest->keys[i]->text;
        bool same = variable_at(given, key, sizeof key) == strlen(given) ? strcmp(key, name) == 0
                                                                         : strcmp(given, name) == 0;
        if (same)
            return manifest->items[i];
    }
    return NULL;
}

static engram_code unknown_variable(const struct sonata_file *file, const struct node *node, const char *name,
                                    engram_status *status)
{
    const struct node *manifest = node_get(file->root, "manifest");
    const char *names[MOST_LISTED];
    size_t n = 0;
    for (size_t i = 0; manifest && manifest->kind == NODE_MAP && i < manifest->n && n < MOST_LISTED; i++)
        names[n++] = manifest->keys[i]->text + (manifest->keys[i]->text[0] == '$');
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("there is no variable '$%.80s'", name),
                .where = node_where(status, node),
                .why = TEXT("the manifest defines: %s", nearest_list(status, names, n)),
                .hint = nearest_hint(status, name, names, n));
}

/* Replace the first variable of *text, `length` bytes at `at`. */
static engram_code substitute(char **text, size_t at, size_t length, const char *value, engram_status *status)
{
    char *old = *text, *made = NULL;
    size_t n = strlen(old) - length + strlen(value) + 1;
    engram_code code = memory_new(&made, n, 1, "path", status);
    if (code == ENGRAM_OK) {
        snprintf(made, n, "%.*s%s%s", (int)at, old, value, old + at + length);
        *text = made;
        free(old);
    }
    return code;
}

engram_code sonata_expand(const struct sonata_file *file, const struct node *node, char **out,
                          engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const char *given = NULL;
    char *text = NULL, name[256];
    int n_substituted = 0;

    *out = NULL;
    TRY(node_text(node, "a path", &given, status));
    TRY(memory_string(&text, given, status));
    for (size_t at = 0; text[at];) {
        size_t length = variable_at(text + at, name, sizeof name);
        if (length == 0) {
            at++;
            continue;
        }
        const struct node *value = manifest_value(file, name);
        bool is_folder = !value && (strcmp(name, "configdir") == 0 || strcmp(name, "workingdir") == 0);
        if ((!value && !is_folder) || (value && value->kind != NODE_SCALAR))
            TRY(unknown_variable(file, node, name, status));
        if (++n_substituted > MOST_SUBSTITUTIONS)
            TRY(FAIL(ENGRAM_E_USAGE, .what = TEXT("variable '$%.80s' never ends", name),
                     .where = node_where(status, node),
                     .why = "the manifest defines it by itself, directly or through others",
                     .hint = "break the circle in the manifest"));
        TRY(substitute(&text, at, length, is_folder ? "." : value->text, status));
    }
    *out = text;
    text = NULL;

cleanup:
    free(text);
    return code;
}

engram_code sonata_expand_path(const struct sonata_file *file, const struct node *node, char **out,
                               engram_status *status)
{
    char *text = NULL;
    engram_code code = sonata_expand(file, node, &text, status);
    *out = NULL;
    if (code == ENGRAM_OK)
        code = join(file->folder, text, out, status);
    free(text);
    return code;
}

/* ---- files ---- */

static engram_code open_file(const char *path, struct sonata_file *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(yaml_read_file(path, &out->tree, status));
    out->root = out->tree->root;
    TRY(node_require(out->root, NODE_MAP, "a SONATA config", status));
    TRY(folder_of(path, &out->folder, status));

cleanup:
    return code;
}

static engram_code borrow_root(struct resolver *r, const struct node *root, struct sonata_file *out)
{
    out->root = root;
    return memory_string(&out->folder, r->folder, r->status);
}

/* The circuit of a simulation config: inside it, named by it, or (as in the Allen Institute's examples) beside it under its usual name. */
static engram_code open_circuit(struct sonata_config *c, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct node *root = c->simulation.root, *network = node_get(root, "network");
    char *path = NULL;

    if (node_get(root, "networks")) {
        c->circuit.root = root;
        return memory_string(&c->circuit.folder, c->simulation.folder, status);
    }
    if (network)
        TRY(sonata_expand_path(&c->simulation, network, &path, status));
    else {
        TRY(join(c->simulation.folder, "circuit_config.json", &path, status));
        if (access(path, F_OK) != 0)
            TRY(FAIL(ENGRAM_E_USAGE, .what = "key 'network' is missing", .where = node_where(status, root),
                     .why = "a simulation config must name its circuit config, and there is no "
                            "circuit_config.json beside it",
                     .hint = "add  \"network\": \"./circuit_config.json\""));
    }
    TRY(open_file(path, &c->circuit, status));

cleanup:
    free(path);
    return code;
}

engram_code sonata_config_open(struct resolver *r, const struct node *root, struct sonata_config *c)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    struct sonata_file small = {0};
    char *path = NULL;

    TRY(borrow_root(r, root, &small));
    c->root = root;
    if (node_get(root, "simulation")) {
        TRY(sonata_expand_path(&small, node_get(root, "simulation"), &path, status));
        TRY(open_file(path, &c->simulation, status));
        free(path);
        path = NULL;
    } else {
        TRY(borrow_root(r, root, &c->simulation));
    }
    if (node_get(root, "simulation") && node_get(root, "network")) {
        TRY(sonata_expand_path(&small, node_get(root, "network"), &path, status));
        TRY(open_file(path, &c->circuit, status));
    } else {
        TRY(open_circuit(c, status));
    }

cleanup:
    free(path);
    free(small.folder);
    return code;
}

static void close_file(struct sonata_file *file)
{
    tree_free(file->tree);
    free(file->folder);
}

void sonata_config_close(struct sonata_config *c)
{
    close_file(&c->simulation);
    close_file(&c->circuit);
}

engram_code sonata_component(const struct sonata_config *c, const char *key, char **out,
                             engram_status *status)
{
    const struct sonata_file *files[] = {&c->circuit, &c->simulation};
    *out = NULL;
    for (int i = 0; i < 2; i++) {
        const struct node *node = node_get(node_get(files[i]->root, "components"), key);
        if (node)
            return sonata_expand_path(files[i], node, out, status);
    }
    return ENGRAM_OK;
}

const struct node *sonata_run_key(const struct sonata_config *c, const char *key, const char *ours)
{
    const struct node *node = ours ? node_get(c->root, ours) : NULL;
    if (!node)
        node = node_get(node_get(c->root, "run"), key);
    return node ? node : node_get(node_get(c->simulation.root, "run"), key);
}

/* Every node remembers the text it comes from. */
static engram_code check_set_keys(const struct node *map, const char *file, const char *of,
                                  const char *const *names, size_t n, engram_status *status)
{
    for (size_t i = 0; map && map->kind == NODE_MAP && i < map->n; i++) {
        const char *key = map->keys[i]->text;
        size_t k = 0;
        while (k < n && strcmp(names[k], key) != 0)
            k++;
        if (k == n && map->keys[i]->source != file)
            return FAIL(ENGRAM_E_USAGE, .what = TEXT("unknown key '%.80s'", key),
                        .where = node_where(status, map->keys[i]),
                        .why = TEXT("%s has %s", of, nearest_list(status, names, n)),
                        .hint = nearest_hint(status, key, names, n));
    }
    return ENGRAM_OK;
}

engram_code sonata_check_settings(const struct sonata_config *c, engram_status *status)
{
    static const char *const top[] = {
        "name",     "dt",     "duration", "seed",       "record",         "run",       "network",
        "networks", "inputs", "manifest", "components", "node_sets_file", "simulation"};
    static const char *const run[] = {"dt", "tstop", "tstart", "random_seed"};
    engram_code code = ENGRAM_OK;
    TRY(check_set_keys(c->root, c->root->source, "a SONATA config", top, sizeof top / sizeof *top, status));
    TRY(check_set_keys(node_get(c->root, "run"), c->root->source, "'run' of a SONATA config", run,
                       sizeof run / sizeof *run, status));

cleanup:
    return code;
}
