// 64 bytes in two registers of 32, for files that include immintrin.h and set the target to AVX2.
#ifndef SLUICE_BLOCK_AVX2_H
#define SLUICE_BLOCK_AVX2_H

#include <stdint.h>

#include "block_offsets.h"

typedef struct {
  __m256i low, high;
} block_bytes;

static inline block_bytes block_load(const uint8_t *bytes) {
  return (block_bytes){_mm256_loadu_si256((const __m256i *)bytes),
                       _mm256_loadu_si256((const __m256i *)(bytes + 32))};
}

static inline uint64_t join(__m256i low, __m256i high) {
  return (uint64_t)(uint32_t)_mm256_movemask_epi8(low) |
         (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

static inline uint64_t block_equal(const block_bytes *block, uint8_t byte) {
  const __m256i needle = _mm256_set1_epi8((char)byte);
  return join(_mm256_cmpeq_epi8(block->low, needle), _mm256_cmpeq_epi8(block->high, needle));
}

// Bytes that a maximum with the least of them leaves as they are.
static inline uint64_t block_at_least(const block_bytes *block, uint8_t byte) {
  const __m256i least = _mm256_set1_epi8((char)byte);
  return join(_mm256_cmpeq_epi8(_mm256_max_epu8(block->low, least), block->low),
              _mm256_cmpeq_epi8(_mm256_max_epu8(block->high, least), block->high));
}

#endif
