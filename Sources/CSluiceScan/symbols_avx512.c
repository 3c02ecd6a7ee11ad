// x86-64 with AVX-512BW: one register a block.
#if defined(__x86_64__)

#include <immintrin.h>

#include "symbols_bits.h"

#pragma clang attribute push(                                                                \
    __attribute__((target("avx512f,avx512bw,avx512vl,bmi,bmi2,lzcnt,popcnt"))), apply_to = function)

#include "block_avx512.h"

#define SYMBOLS_FIND sluice_symbols_find_avx512
#define SYMBOLS_COUNT sluice_symbols_count_avx512
#define SYMBOLS_WRITE sluice_symbols_write_avx512

static inline uint32_t symbols_ahead(const uint8_t *a, const uint8_t *b) {
  const uint64_t unequal = _mm512_cmpneq_epi8_mask(_mm512_loadu_si512(a), _mm512_loadu_si512(b));
  return (uint32_t)_tzcnt_u64(unequal);
}

static inline uint32_t symbols_behind(const uint8_t *a, const uint8_t *b) {
  const __m256i before_a = _mm256_loadu_si256((const __m256i *)(a - 32));
  const __m256i before_b = _mm256_loadu_si256((const __m256i *)(b - 32));
  return (uint32_t)_lzcnt_u32(_mm256_cmpneq_epi8_mask(before_a, before_b));
}

static inline void symbols_widen(const uint8_t *bytes, uint32_t *symbols) {
  for (int i = 0; i < 32; i += 16)
    _mm512_storeu_si512(symbols + i,
                        _mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)(bytes + i))));
}

#include "symbols_algorithm.h"

#pragma clang attribute pop

#endif
