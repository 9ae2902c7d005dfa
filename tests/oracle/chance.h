/* Random numbers that a seed repeats. */
#ifndef ORACLE_CHANCE_H
#define ORACLE_CHANCE_H

#include <stdbool.h>
#include <stdint.h>

/* SplitMix64 (Steele, Lea and Flood, 2014). */
typedef struct chance {
    uint64_t state;
} chance;

static inline uint64_t chance_draw(chance *from)
{
    uint64_t value = from->state += 0x9E3779B97F4A7C15U;

    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9U;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EBU;
    return value ^ (value >> 31);
}

/* From 0 up to, not including, `count`. */
static inline uint32_t chance_below(chance *from, uint32_t count)
{
    return (uint32_t)(((chance_draw(from) >> 32) * count) >> 32);
}

static inline bool chance_percent(chance *from, uint32_t percent)
{
    return chance_below(from, 100) < percent;
}

#endif
