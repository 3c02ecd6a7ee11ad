// x86-64 with AVX-512BW and PCLMUL: one register a block, compared straight into masks.
#if defined(__x86_64__)

#include <immintrin.h>

#include "lines_bits.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,pclmul,popcnt"))), \
                             apply_to = function)

#define LINES_NAME sluice_lines_avx512

typedef __m512i lines_block;

static inline lines_block lines_load(const uint8_t *bytes) { return _mm512_loadu_si512(bytes); }

static inline uint64_t lines_equal(const lines_block *block, uint8_t byte) {
  return _mm512_cmpeq_epi8_mask(*block, _mm512_set1_epi8((char)byte));
}

static inline uint64_t lines_at_least(const lines_block *block, uint8_t byte) {
  return _mm512_cmpge_epu8_mask(*block, _mm512_set1_epi8((char)byte));
}

static inline uint64_t scan_prefix_xor(uint64_t mask) {
  const __m128i product =
      _mm_clmulepi64_si128(_mm_cvtsi64_si128((long long)mask), _mm_set1_epi8((char)0xFF), 0);
  return (uint64_t)_mm_cvtsi128_si64(product);
}

#include "lines_algorithm.h"

#pragma clang attribute pop

#endif
