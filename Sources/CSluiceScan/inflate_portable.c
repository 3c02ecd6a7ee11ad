// Any processor.
#include "inflate_entries.h"

#define INFLATE_NAME sluice_inflate_portable

static inline uint64_t inflate_low_bits(uint64_t word, uint32_t count) {
  return word & (((uint64_t)1 << (count & INFLATE_TAKEN)) - 1);
}

#include "inflate_algorithm.h"
