// 64 bytes in four registers of 16.
#ifndef SLUICE_BLOCK_NEON_H
#define SLUICE_BLOCK_NEON_H

#include <arm_neon.h>
#include <stdint.h>

#include "block_offsets.h"

typedef uint8x16x4_t block_bytes;

static inline block_bytes block_load(const uint8_t *bytes) {
  return (block_bytes){{vld1q_u8(bytes), vld1q_u8(bytes + 16), vld1q_u8(bytes + 32),
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

static inline uint64_t block_equal(const block_bytes *block, uint8_t byte) {
  const uint8x16_t needle = vdupq_n_u8(byte);
  return join(vceqq_u8(block->val[0], needle), vceqq_u8(block->val[1], needle),
              vceqq_u8(block->val[2], needle), vceqq_u8(block->val[3], needle));
}

static inline uint64_t block_at_least(const block_bytes *block, uint8_t byte) {
  const uint8x16_t least = vdupq_n_u8(byte);
  return join(vcgeq_u8(block->val[0], least), vcgeq_u8(block->val[1], least),
              vcgeq_u8(block->val[2], least), vcgeq_u8(block->val[3], least));
}

#endif
