// arm64: NEON is always there; four registers of 16 bytes a block.
#if defined(__aarch64__)

#include <arm_neon.h>

#include "lines_bits.h"

#define LINES_NAME sluice_lines_neon

typedef uint8x16x4_t lines_block;

static inline lines_block lines_load(const uint8_t *bytes) {
  return (lines_block){{vld1q_u8(bytes), vld1q_u8(bytes + 16), vld1q_u8(bytes + 32),
                        vld1q_u8(bytes + 48)}};
}

// One bit for each of 64 bytes that are all ones or all zero: pairwise sums of weighted bits.
static inline uint64_t join(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d) {
  const uint8x16_t weights = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  const uint8x16_t ab = vpaddq_u8(vandq_u8(a, weights), vandq_u8(b, weights));
  const uint8x16_t cd = vpaddq_u8(vandq_u8(c, weights), vandq_u8(d, weights));
  const uint8x16_t all = vpaddq_u8(ab, cd);
  return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(all, all)), 0);
}

static inline uint64_t lines_equal(const lines_block *block, uint8_t byte) {
  const uint8x16_t needle = vdupq_n_u8(byte);
  return join(vceqq_u8(block->val[0], needle), vceqq_u8(block->val[1], needle),
              vceqq_u8(block->val[2], needle), vceqq_u8(block->val[3], needle));
}

static inline uint64_t lines_at_least(const lines_block *block, uint8_t byte) {
  const uint8x16_t least = vdupq_n_u8(byte);
  return join(vcgeq_u8(block->val[0], least), vcgeq_u8(block->val[1], least),
              vcgeq_u8(block->val[2], least), vcgeq_u8(block->val[3], least));
}

// Carry-less multiplication is an extension (crypto) that not every arm64 has.
static inline uint64_t scan_prefix_xor(uint64_t mask) { return scan_prefix_xor_shifts(mask); }

#include "lines_algorithm.h"

#endif
