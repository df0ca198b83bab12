#include "fast/records.h"

/* Close the window that is open and open the next one, or say why not. One work-item.
 * limits: [n_classes] free records a class's ring must have before a window may open, then the ring sizes, then how
 * long a spike is kept, then how far ahead of a window its rows with different delays may be delivered;
 * marks: [n_classes][N_MARKS] pairs (stamp, tail). */
__kernel void turn(__global u32 *restrict control, __global const u32 *restrict limits,
                   __global uint2 *restrict marks, u32 n_classes, u32 window, u32 record_free,
                   u32 record_size)
{
    u32 step = control[CONTROL_STEP] + control[CONTROL_LENGTH];
    u32 pause = control[CONTROL_PAUSE] | control[CONTROL_WANTED];

    control[CONTROL_STEP] = step;
    for (u32 c = 0; c < n_classes; c++) {
        __global u32 *class = control + CONTROL_CLASS + c * CLASS_WORDS;
        __global uint2 *class_marks = marks + c * N_MARKS;
        u32 tail = class[CLASS_TAIL];
        /* A spike emitted up to a mark's stamp has arrived everywhere once the longest delay has passed. */
        while (class[CLASS_MARK_HEAD] != class[CLASS_MARKS]) {
            uint2 mark = class_marks[class[CLASS_MARK_HEAD] % N_MARKS];
            if ((i32)(step - (mark.x + limits[2 * n_classes + c])) < 0)
                break;
            class[CLASS_HEAD] = mark.y;
            class[CLASS_MARK_HEAD] += 1;
        }
        if (class[CLASS_MARKS] - class[CLASS_MARK_HEAD] < N_MARKS) {
            class_marks[class[CLASS_MARKS] % N_MARKS] = (uint2)(step, tail);
            class[CLASS_MARKS] += 1;
        }
        class[CLASS_OPENED] = tail;
        if (limits[n_classes + c] - (tail - class[CLASS_HEAD]) < limits[c])
            pause |= PAUSE_RING;
        for (u32 k = 0; k < MAX_WINDOW; k++)
            class[CLASS_CHUNKS + k] = 0;
    }
    if (control[CONTROL_RECORDED] + record_free > record_size)
        pause |= PAUSE_RECORD;
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
