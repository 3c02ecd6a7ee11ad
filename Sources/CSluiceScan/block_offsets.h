// The bits of a mask as offsets, for instruction sets that cannot pack a register.
#ifndef SLUICE_BLOCK_OFFSETS_H
#define SLUICE_BLOCK_OFFSETS_H

#include <stdint.h>

// Writes base + i for each bit i of a mask, in groups of eight, the last of which may write up to seven more
// than there are.
static inline void block_offsets(uint64_t mask, uint32_t base, uint32_t *to) {
  const int count = __builtin_popcountll(mask);
  for (int done = 0; done < count; done += 8)
    for (int i = 0; i < 8; i++) {
      to[done + i] = base + (mask == 0 ? 0 : (uint32_t)__builtin_ctzll(mask));
      mask &= mask - 1;
    }
}

#endif
