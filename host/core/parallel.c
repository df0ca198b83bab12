#include "core/parallel.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

enum { MAX_THREADS = 1024 };

unsigned parallel_threads(void)
{
    const char *wanted = getenv("ENGRAM_THREADS");
    char *end = NULL;
    long n = wanted ? strtol(wanted, &end, 10) : 0;
    if (wanted && *wanted && !*end && n >= 1 && n <= MAX_THREADS)
        return (unsigned)n;
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0)
        return 1;
    n = CPU_COUNT(&allowed);
    return n < 1 ? 1u : n > MAX_THREADS ? MAX_THREADS : (unsigned)n;
}

struct job {
    parallel_body body;
    void *context;
    uint32_t n;
    atomic_uint_fast64_t next; /* 64 bits: it runs past n by as many as there are threads */
    atomic_bool stop;
};

/* One thread's share, and its first failure. */
struct worker {
    struct job *job;
    pthread_t thread;
    bool started;
    engram_status *status;
    engram_code code;
    uint64_t item;
};

static void *work(void *argument)
{
    struct worker *w = argument;
    struct job *job = w->job;
    while (!atomic_load(&job->stop)) {
        uint64_t item = atomic_fetch_add(&job->next, 1);
        if (item >= job->n)
            break;
        w->code = job->body(job->context, (uint32_t)item, w->status);
        if (w->code != ENGRAM_OK) {
            w->item = item;
            atomic_store(&job->stop, true);
        }
    }
    return NULL;
}

static engram_code report(const struct worker *w, engram_status *status)
{
    if (!w->status) /* there was no memory for it: the code is all that is left */
        return FAIL(w->code, .what = "a thread failed", .why = "there was no memory to say more");
    return FAIL(w->code, .what = engram_status_what(w->status), .where = engram_status_where(w->status),
                .why = engram_status_why(w->status), .hint = engram_status_hint(w->status));
}

static engram_code run_workers(struct worker *workers, unsigned n, engram_status *status)
{
    const struct worker *lowest = NULL;
    engram_code code = ENGRAM_OK;
    for (unsigned i = 1; i < n; i++) {
        workers[i].status = engram_status_create();
        /* A thread that cannot be started is not missed: the others take its items. */
        workers[i].started = pthread_create(&workers[i].thread, NULL, work, &workers[i]) == 0;
    }
    workers[0].status = engram_status_create();
    work(&workers[0]);
    for (unsigned i = 0; i < n; i++) {
        if (workers[i].started)
            pthread_join(workers[i].thread, NULL);
        if (workers[i].code != ENGRAM_OK && (!lowest || workers[i].item < lowest->item))
            lowest = &workers[i];
    }
    if (lowest)
        code = report(lowest, status);
    for (unsigned i = 0; i < n; i++)
        engram_status_free(workers[i].status);
    return code;
}

engram_code parallel_for(uint32_t n, parallel_body body, void *context, engram_status *status)
{
    unsigned n_threads = parallel_threads();
    struct job job = {.body = body, .context = context, .n = n};
    n_threads = n_threads < n ? n_threads : n;
    struct worker *workers = n_threads > 1 ? calloc(n_threads, sizeof *workers) : NULL;
    if (!workers) { /* one item or one processor, or no memory for more: do it here */
        engram_code code = ENGRAM_OK;
        for (uint32_t i = 0; i < n && code == ENGRAM_OK; i++)
            code = body(context, i, status);
        return code;
    }
    for (unsigned i = 0; i < n_threads; i++)
        workers[i].job = &job;
    engram_code code = run_workers(workers, n_threads, status);
    free(workers);
    return code;
}
