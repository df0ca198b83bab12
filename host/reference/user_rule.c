/* The C functions of a model: one of those compiled into the library, or its text compiled now into a shared object and loaded. */
#include "core/memory.h"
#include "reference/builtin.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <xxhash.h>

extern char **environ;

enum { NO_SUCH_COMMAND = 127 }; /* exit code of env(1) */

/* Loaded objects stay until the process ends: entries are lent without a term. */
struct loaded {
    struct loaded *next;
    uint64_t text_hash;
    const void *entry;
};
static struct loaded *loaded_models;
static pthread_mutex_t loaded_lock = PTHREAD_MUTEX_INITIALIZER;

/* Files of one compilation, in a folder of their own. */
struct workshop {
    char folder[PATH_MAX], source[PATH_MAX + 16], object[PATH_MAX + 16], log[PATH_MAX + 16];
};

static engram_code workshop_open(struct workshop *w, const char *text, engram_status *status)
{
    const char *temporary = getenv("TMPDIR");
    snprintf(w->folder, sizeof w->folder, "%s/engram-model-XXXXXX",
             temporary && *temporary ? temporary : "/tmp");
    if (!mkdtemp(w->folder))
        return FAIL(ENGRAM_E_RESOURCES, .what = "cannot make a temporary folder",
                    .where = TEXT("%s", w->folder), .why = strerror(errno),
                    .hint = "set TMPDIR to a folder that can be written");
    snprintf(w->source, sizeof w->source, "%s/model.c", w->folder);
    snprintf(w->object, sizeof w->object, "%s/model.so", w->folder);
    snprintf(w->log, sizeof w->log, "%s/log", w->folder);
    FILE *file = fopen(w->source, "wb");
    bool written = file && fputs(text, file) >= 0;
    if (file && fclose(file) != 0)
        written = false;
    if (!written)
        return FAIL(ENGRAM_E_RESOURCES, .what = "cannot write a temporary file",
                    .where = TEXT("%s", w->source), .why = strerror(errno),
                    .hint = "make room on the disk, or set TMPDIR to another one");
    return ENGRAM_OK;
}

static void workshop_close(struct workshop *w)
{
    if (!w->folder[0])
        return;
    unlink(w->source);
    unlink(w->object);
    unlink(w->log);
    rmdir(w->folder);
}

/* "file:line:col: error: message" becomes where and why; the rest of the log is dropped. */
static engram_code compile_error(const struct model *model, const struct workshop *w, engram_status *status)
{
    char line[1024] = "", *mark = NULL;
    FILE *file = fopen(w->log, "rb");
    while (file && !mark && fgets(line, sizeof line, file))
        mark = strstr(line, ": error: ");
    if (file)
        fclose(file);
    line[strcspn(line, "\n")] = '\0';
    if (mark)
        *mark = '\0';
    return FAIL(
        ENGRAM_E_USAGE, .what = TEXT("model '%s' does not compile as C", model->name),
        .where = mark ? line : model->path,
        .why = mark ? mark + strlen(": error: ") : "the C compiler failed without naming a line",
        .hint = "models are written in what C11 and OpenCL C have in common: compare with one in kernels/");
}

static engram_code run_compiler(const struct model *model, const struct workshop *w, engram_status *status)
{
    const char *compiler = getenv("CC");
    char cc[PATH_MAX];
    snprintf(cc, sizeof cc, "%s", compiler && *compiler ? compiler : "cc");
    char *arguments[] = {"env",
                         "LC_ALL=C",
                         cc,
                         "-std=c11",
                         "-O2",
                         "-ffp-contract=off",
                         "-Werror=implicit",
                         "-shared",
                         "-fPIC",
                         "-o",
                         (char *)w->object,
                         (char *)w->source,
                         "-lm",
                         NULL};
    posix_spawn_file_actions_t actions;
    pid_t child = 0;
    int result = 0, error = 0;

    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, w->log, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    error = posix_spawnp(&child, "env", &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    while (!error && waitpid(child, &result, 0) < 0)
        error = errno == EINTR ? 0 : errno;
    if (error || (WIFEXITED(result) && WEXITSTATUS(result) == NO_SUCH_COMMAND))
        return FAIL(
            ENGRAM_E_RUN, .what = TEXT("model '%s' cannot be checked against the reference", model->name),
            .where = model->path,
            .why = TEXT("the reference compiles a user's model with '%s', and there is no such command", cc),
            .hint =
                "install a C compiler (Debian: apt install gcc), or name one in the environment variable CC");
    return WIFEXITED(result) && WEXITSTATUS(result) == 0 ? ENGRAM_OK : compile_error(model, w, status);
}

static engram_code load(const struct model *model, const struct workshop *w, const void **entry,
                        engram_status *status)
{
    char symbol[128];
    void *object = dlopen(w->object, RTLD_NOW | RTLD_LOCAL);
    snprintf(symbol, sizeof symbol, "%s_entry_%s", model_kind_word(model->kind), model->name);
    *entry = object ? dlsym(object, symbol) : NULL;
    if (*entry)
        return ENGRAM_OK;
    const char *why = dlerror();
    return FAIL(ENGRAM_E_RUN, .what = TEXT("the compiled model '%s' cannot be loaded", model->name),
                .where = model->path, .why = why ? why : "",
                .hint = "set TMPDIR to a folder from which programs may be run");
}

static engram_code compile(const struct model *model, const char *text, uint64_t text_hash,
                           const void **entry, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct workshop workshop = {0};
    struct loaded *kept = NULL;

    TRY(workshop_open(&workshop, text, status));
    TRY(run_compiler(model, &workshop, status));
    TRY(load(model, &workshop, entry, status));
    TRY(memory_new(&kept, 1, sizeof *kept, "a compiled model", status));
    *kept = (struct loaded){loaded_models, text_hash, *entry};
    loaded_models = kept;

cleanup:
    workshop_close(&workshop);
    return code;
}

static const void *find_builtin(enum model_kind kind, uint64_t text_hash)
{
    if (kind == MODEL_RULE) {
        for (const struct builtin_rule *b = engram_builtin_rules; b->entry; b++)
            if (b->text_hash == text_hash)
                return b->entry;
    } else if (kind == MODEL_MYELIN) {
        for (const struct builtin_myelin *b = engram_builtin_myelins; b->entry; b++)
            if (b->text_hash == text_hash)
                return b->entry;
    } else if (kind == MODEL_TURNOVER) {
        for (const struct builtin_turnover *b = engram_builtin_turnovers; b->entry; b++)
            if (b->text_hash == text_hash)
                return b->entry;
    } else {
        for (const struct builtin_neuron *b = engram_builtin_neurons; b->entry; b++)
            if (b->text_hash == text_hash)
                return b->entry;
    }
    return NULL;
}

static engram_code find_entry(const struct model *model, const void **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char *text = NULL;

    *out = NULL;
    TRY(assemble_reference(model, &text, status));
    uint64_t text_hash = XXH3_64bits(text, strlen(text));
    *out = find_builtin(model->kind, text_hash);
    if (!*out) {
        pthread_mutex_lock(&loaded_lock);
        for (const struct loaded *l = loaded_models; l && !*out; l = l->next)
            *out = l->text_hash == text_hash ? l->entry : NULL;
        if (!*out)
            code = compile(model, text, text_hash, out, status);
        pthread_mutex_unlock(&loaded_lock);
    }

cleanup:
    free(text);
    return code;
}

engram_code reference_rule_entry(const struct model *model, const struct rule_entry **out,
                                 engram_status *status)
{
    const void *entry = NULL;
    engram_code code = find_entry(model, &entry, status);
    *out = entry;
    return code;
}

engram_code reference_neuron_entry(const struct model *model, const struct neuron_entry **out,
                                   engram_status *status)
{
    const void *entry = NULL;
    engram_code code = find_entry(model, &entry, status);
    *out = entry;
    return code;
}

engram_code reference_myelin_entry(const struct model *rule, const struct myelin_entry **out,
                                   engram_status *status)
{
    const void *entry = NULL;
    engram_code code = find_entry(rule, &entry, status);
    *out = entry;
    return code;
}

engram_code reference_turnover_entry(const struct model *rule, const struct turnover_entry **out,
                                     engram_status *status)
{
    const void *entry = NULL;
    engram_code code = find_entry(rule, &entry, status);
    *out = entry;
    return code;
}
