/* Wrong on purpose: core may include no other room. */
#include "engine/plan.h"
