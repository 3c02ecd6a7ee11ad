// x86-64 with AVX2: two registers of 32 bytes a block.
#if defined(__x86_64__)

#include <immintrin.h>

#include "symbols_bits.h"

#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt"))), \
                             apply_to = function)

#include "block_avx2.h"
#include "symbols_look_up.h"

#define SYMBOLS_FIND sluice_symbols_find_avx2
#define SYMBOLS_COUNT sluice_symbols_count_avx2
#define SYMBOLS_WRITE sluice_symbols_write_avx2

static inline uint32_t equal_bytes(const uint8_t *a, const uint8_t *b) {
  return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)a),
                                                          _mm256_loadu_si256((const __m256i *)b)));
}

static inline uint32_t symbols_ahead(const uint8_t *a, const uint8_t *b) {
  const uint64_t equal = equal_bytes(a, b) | (uint64_t)equal_bytes(a + 32, b + 32) << 32;
  return (uint32_t)_tzcnt_u64(~equal);
}

static inline uint32_t symbols_behind(const uint8_t *a, const uint8_t *b) {
  return (uint32_t)_lzcnt_u32(~equal_bytes(a - 32, b - 32));
}

enum { SYMBOLS_WIDE = 32 };

static inline void symbols_widen(const uint8_t *bytes, uint32_t *symbols) {
  for (int i = 0; i < SYMBOLS_WIDE; i += 8)
    _mm256_storeu_si256((__m256i *)(symbols + i),
                        _mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)(bytes + i))));
}

#include "symbols_algorithm.h"
#include "symbols_write.h"

#pragma clang attribute pop

#endif
