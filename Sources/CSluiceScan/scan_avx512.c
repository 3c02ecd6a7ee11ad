// x86-64 with AVX-512BW and PCLMUL: one register a block, compared straight into masks.
#if defined(__x86_64__)

#include <immintrin.h>

#include "scan_bits.h"

#pragma clang attribute push(                                                   \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,bmi,bmi2,pclmul,popcnt"))), \
    apply_to = function)

#define SCAN_NAME sluice_scan_avx512
#define PLACES_NAME sluice_places_avx512

typedef struct {
  __m512i delimiter, quote, line_end, cr, escape, comment;
} scan_vectors;

static inline scan_vectors scan_load(sluice_scan_needles n) {
  return (scan_vectors){_mm512_set1_epi8((char)n.delimiter), _mm512_set1_epi8((char)n.quote),
                        _mm512_set1_epi8((char)n.line_end), _mm512_set1_epi8('\r'),
                        _mm512_set1_epi8((char)n.escape), _mm512_set1_epi8((char)n.comment)};
}

static inline scan_bits scan_block(const uint8_t *bytes, const scan_vectors *v) {
  const __m512i block = _mm512_loadu_si512(bytes);
  return (scan_bits){
      .delimiter = _mm512_cmpeq_epi8_mask(block, v->delimiter),
      .quote = _mm512_cmpeq_epi8_mask(block, v->quote),
      .line_end = _mm512_cmpeq_epi8_mask(block, v->line_end),
      .cr = _mm512_cmpeq_epi8_mask(block, v->cr),
      .foreign = _mm512_testn_epi8_mask(block, block) | _mm512_movepi8_mask(block),
      .special = _mm512_cmplt_epu8_mask(block, _mm512_set1_epi8(SCAN_FIRST_PRINTABLE)) |
                 _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8('"')) |
                 _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8('@')) |
                 _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8('%')),
  };
}

static inline uint64_t scan_escapes(const uint8_t *bytes, const scan_vectors *v) {
  return _mm512_cmpeq_epi8_mask(_mm512_loadu_si512(bytes), v->escape);
}

static inline uint64_t scan_comments(const uint8_t *bytes, const scan_vectors *v) {
  return _mm512_cmpeq_epi8_mask(_mm512_loadu_si512(bytes), v->comment);
}

static inline uint64_t scan_prefix_xor(uint64_t mask) {
  const __m128i product =
      _mm_clmulepi64_si128(_mm_set_epi64x(0, (long long)mask), _mm_set1_epi8((char)0xFF), 0);
  return (uint64_t)_mm_cvtsi128_si64(product);
}

#include "block_avx512.h"
#include "scan_algorithm.h"

#include "places_algorithm.h"

#pragma clang attribute pop

#endif
