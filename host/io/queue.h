/* The bounded queue between the engine and the writer thread.
 *
 *   queue_push (engine) --> [ part | part | part ] --> queue_pop (writer)
 *
 * Never more than `limit` bytes wait, except a single part that is larger than that by itself: a full queue makes the pusher wait.
 * After queue_stop() the writer still gets what is there, then NULL. */
#ifndef ENGRAM_IO_QUEUE_H
#define ENGRAM_IO_QUEUE_H
#include "io/stream.h"

#include <pthread.h>

struct queue {
    pthread_mutex_t mutex;
    pthread_cond_t room, work;
    struct part *first, *last;
    uint64_t bytes, limit;
    bool stopped;
};

void queue_init(struct queue *queue, uint64_t limit);
void queue_free(struct queue *queue);
void queue_push(struct queue *queue, struct part *part);
/* The next part (owned by the caller), or NULL: after `seconds` without one (*stopped false), or because there will never be one again (*stopped true). */
struct part *queue_pop(struct queue *queue, double seconds, bool *stopped);
void queue_stop(struct queue *queue);
uint64_t queue_bytes(struct queue *queue);
#endif
