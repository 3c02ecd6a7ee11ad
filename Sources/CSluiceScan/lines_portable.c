// Any processor: eight bytes at a time in an ordinary register.
#include "block_portable.h"
#include "lines_bits.h"

#define LINES_NAME sluice_lines_portable

static inline uint64_t scan_prefix_xor(uint64_t mask) { return scan_prefix_xor_shifts(mask); }

#include "lines_algorithm.h"
