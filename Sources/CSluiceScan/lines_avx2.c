// x86-64 with AVX2 and PCLMUL: two registers of 32 bytes a block.
#if defined(__x86_64__)

#include <immintrin.h>

#include "lines_bits.h"

#pragma clang attribute push(__attribute__((target("avx2,pclmul,popcnt"))), apply_to = function)

#define LINES_NAME sluice_lines_avx2

typedef struct {
  __m256i low, high;
} lines_block;

static inline lines_block lines_load(const uint8_t *bytes) {
  return (lines_block){_mm256_loadu_si256((const __m256i *)bytes),
                       _mm256_loadu_si256((const __m256i *)(bytes + 32))};
}

static inline uint64_t join(__m256i low, __m256i high) {
  return (uint64_t)(uint32_t)_mm256_movemask_epi8(low) |
         (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

static inline uint64_t lines_equal(const lines_block *block, uint8_t byte) {
  const __m256i needle = _mm256_set1_epi8((char)byte);
  return join(_mm256_cmpeq_epi8(block->low, needle), _mm256_cmpeq_epi8(block->high, needle));
}

// Bytes that a maximum with the least of them leaves as they are.
static inline uint64_t lines_at_least(const lines_block *block, uint8_t byte) {
  const __m256i least = _mm256_set1_epi8((char)byte);
  return join(_mm256_cmpeq_epi8(_mm256_max_epu8(block->low, least), block->low),
              _mm256_cmpeq_epi8(_mm256_max_epu8(block->high, least), block->high));
}

static inline uint64_t scan_prefix_xor(uint64_t mask) {
  const __m128i product =
      _mm_clmulepi64_si128(_mm_cvtsi64_si128((long long)mask), _mm_set1_epi8((char)0xFF), 0);
  return (uint64_t)_mm_cvtsi128_si64(product);
}

#include "lines_algorithm.h"

#pragma clang attribute pop

#endif
