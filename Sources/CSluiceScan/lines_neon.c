// arm64: NEON is always there; four registers of 16 bytes a block.
#if defined(__aarch64__)

#include "block_neon.h"
#include "lines_bits.h"

#define LINES_NAME sluice_lines_neon

// Carry-less multiplication is an extension (crypto) that not every arm64 has.
static inline uint64_t scan_prefix_xor(uint64_t mask) { return scan_prefix_xor_shifts(mask); }

#include "lines_algorithm.h"

#endif
