/* Size of each record, and the place of its last member, as this device's compiler lays them out. One work-item. */
#include "check/records.h"

#define TELL(type, last)                                                                                     \
    {                                                                                                        \
        type one;                                                                                            \
        *layout++ = (uint)sizeof one;                                                                        \
        *layout++ = (uint)((char *)&one.last - (char *)&one);                                                \
    }

__kernel void layout(__global uint *restrict layout)
{
    CHECKED_RECORDS(TELL)
}
