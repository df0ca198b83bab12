#include "network/draw.h"
#include "oscillators/oscillators.h"

static double uniform(const struct oscillators *o, const char *owner, uint32_t stream, uint32_t entity,
                      uint32_t index)
{
    struct draw_key key = {
        .seed = o->run->seed, .owner = name_hash(owner), .stream = stream, .entity = entity, .index = index};
    philox_block block = draw_block(&key, 0);
    return draw_uniform(block.v[0], block.v[1]);
}

static float any_phase(double u)
{
    return (float)(6.283185307179586 * (u - 0.5));
}

float initial_phase(const struct oscillators *o, uint32_t i)
{
    return any_phase(uniform(o, "oscillators", STREAM_STATE, i, name_hash("phase")));
}

float insult_phase(const struct oscillators *o, uint32_t i)
{
    return any_phase(uniform(o, "insult", STREAM_STATE, i, name_hash("phase")));
}

bool insult_cuts(const struct oscillators *o, uint32_t target, uint32_t source)
{
    return uniform(o, "insult", STREAM_CONNECT, target, source) < o->insult_fraction;
}
