#include "fast/records.h"

/* Let go of records. words: the first that is left, marks pushed, marks used up. A mark says that the records before its tail were emitted up to its
 * stamp, so `time` steps later nobody asks for them. */
static void let_go(__global u32 *words, __global uint2 *marks, u32 step, u32 tail, u32 time)
{
    while (words[2] != words[1]) {
        uint2 mark = marks[words[2] % N_MARKS];
        if ((i32)(step - (mark.x + time)) < 0)
            break;
        words[0] = mark.y;
        words[2] += 1;
    }
    if (words[1] - words[2] < N_MARKS) {
        marks[words[1] % N_MARKS] = (uint2)(step, tail);
        words[1] += 1;
    }
}

/* Close the window that is open and open the next one, or say why not. One work-item.
 * limits: [n_classes] free records a class's ring must have before a window may open, then the ring sizes, then how
 * long a spike is kept, then how far ahead of a window its rows with different delays may be delivered, then how long a spike is
 * under way at most; flush_interval: steps after which to ask for a flush, or 0; marks: [n_classes][2][N_MARKS] pairs (stamp, tail). */
__kernel void turn(__global u32 *restrict control, __global const u32 *restrict limits,
                   __global uint2 *restrict marks, u32 n_classes, u32 window, u32 record_free,
                   u32 record_size, u32 flush_interval)
{
    u32 step = control[CONTROL_STEP] + control[CONTROL_LENGTH];
    u32 pause = control[CONTROL_PAUSE] | control[CONTROL_WANTED];

    control[CONTROL_STEP] = step;
    for (u32 c = 0; c < n_classes; c++) {
        __global u32 *class = control + CONTROL_CLASS + c * CLASS_WORDS;
        u32 tail = class[CLASS_TAIL];
        let_go(class + CLASS_HEAD, marks + 2 * c * N_MARKS, step, tail, limits[2 * n_classes + c]);
        let_go(class + CLASS_FLYING, marks + (2 * c + 1) * N_MARKS, step, tail, limits[4 * n_classes + c]);
        class[CLASS_OPENED] = tail;
        if (limits[n_classes + c] - (tail - class[CLASS_HEAD]) < limits[c])
            pause |= PAUSE_RING;
        for (u32 k = 0; k < MAX_WINDOW; k++)
            class[CLASS_CHUNKS + k] = 0;
    }
    if (control[CONTROL_RECORDED] + record_free > record_size)
        pause |= PAUSE_RECORD;
    if (flush_interval && step - control[CONTROL_FLUSHED] >= flush_interval)
        pause |= PAUSE_FLUSH;
    if (step == control[CONTROL_STOP])
        pause |= PAUSE_STOP;
    control[CONTROL_PAUSE] = pause;
    u32 left = control[CONTROL_STOP] - step, length = pause ? 0 : min(window, left);
    control[CONTROL_LENGTH] = length;
    control[CONTROL_WINDOWS] += pause ? 0 : 1;
    /* What the last window delivered ahead may last for this one. At the stop the host reads weights: nothing beyond it has arrived then. */
    for (u32 c = 0; c < n_classes && length > 0; c++) {
        __global u32 *horizon = control + CONTROL_CLASS + c * CLASS_WORDS + CLASS_HORIZON;
        if ((i32)(*horizon - (step + length)) < 0)
            *horizon = step + min(length + limits[3 * n_classes + c], left);
    }
}
