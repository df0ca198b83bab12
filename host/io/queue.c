#include "io/queue.h"

#include <stdlib.h>
#include <time.h>

void queue_init(struct queue *queue, uint64_t limit)
{
    pthread_condattr_t monotonic;
    *queue = (struct queue){.limit = limit};
    pthread_mutex_init(&queue->mutex, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&queue->work, &monotonic);
    pthread_cond_init(&queue->room, &monotonic);
    pthread_condattr_destroy(&monotonic);
}

void queue_free(struct queue *queue)
{
    while (queue->first) {
        struct part *next = queue->first->next;
        free(queue->first);
        queue->first = next;
    }
    pthread_cond_destroy(&queue->work);
    pthread_cond_destroy(&queue->room);
    pthread_mutex_destroy(&queue->mutex);
}

void queue_push(struct queue *queue, struct part *part)
{
    pthread_mutex_lock(&queue->mutex);
    while (queue->bytes && queue->bytes + part->bytes > queue->limit)
        pthread_cond_wait(&queue->room, &queue->mutex);
    part->next = NULL;
    *(queue->first ? &queue->last->next : &queue->first) = part;
    queue->last = part;
    queue->bytes += part->bytes;
    pthread_cond_signal(&queue->work);
    pthread_mutex_unlock(&queue->mutex);
}

struct part *queue_pop(struct queue *queue, double seconds, bool *stopped)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += (long)(1e9 * (seconds - (double)(time_t)seconds));
    until.tv_sec += (time_t)seconds + until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_mutex_lock(&queue->mutex);
    int waited = 0;
    while (!queue->first && !queue->stopped && !waited)
        waited = pthread_cond_timedwait(&queue->work, &queue->mutex, &until);
    struct part *part = queue->first;
    *stopped = queue->stopped;
    if (part) {
        queue->first = part->next;
        queue->bytes -= part->bytes;
        pthread_cond_signal(&queue->room);
    }
    pthread_mutex_unlock(&queue->mutex);
    return part;
}

void queue_stop(struct queue *queue)
{
    pthread_mutex_lock(&queue->mutex);
    queue->stopped = true;
    pthread_cond_signal(&queue->work);
    pthread_mutex_unlock(&queue->mutex);
}

uint64_t queue_bytes(struct queue *queue)
{
    pthread_mutex_lock(&queue->mutex);
    uint64_t bytes = queue->bytes;
    pthread_mutex_unlock(&queue->mutex);
    return bytes;
}
