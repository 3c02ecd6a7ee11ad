// x86-64 with AVX-512BW and PCLMUL: one register a block, compared straight into masks.
#if defined(__x86_64__)

#include <immintrin.h>

#include "lines_bits.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,pclmul,popcnt"))), \
                             apply_to = function)

#include "block_avx512.h"

#define LINES_NAME sluice_lines_avx512

static inline uint64_t scan_prefix_xor(uint64_t mask) {
  const __m128i product =
      _mm_clmulepi64_si128(_mm_cvtsi64_si128((long long)mask), _mm_set1_epi8((char)0xFF), 0);
  return (uint64_t)_mm_cvtsi128_si64(product);
}

#include "lines_algorithm.h"

#pragma clang attribute pop

#endif
