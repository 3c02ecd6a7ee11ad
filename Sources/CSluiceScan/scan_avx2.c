// x86-64 with AVX2 and PCLMUL: two registers of 32 bytes a block.
#if defined(__x86_64__)

#include <immintrin.h>

#include "scan_bits.h"

#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,pclmul,popcnt"))), apply_to = function)

#define SCAN_NAME sluice_scan_avx2
#define PLACES_NAME sluice_places_avx2

#include "block_avx2.h"

typedef struct {
  __m256i delimiter, quote, line_end, cr, escape, comment;
} scan_vectors;

static inline scan_vectors scan_load(sluice_scan_needles n) {
  return (scan_vectors){_mm256_set1_epi8((char)n.delimiter), _mm256_set1_epi8((char)n.quote),
                        _mm256_set1_epi8((char)n.line_end), _mm256_set1_epi8('\r'),
                        _mm256_set1_epi8((char)n.escape), _mm256_set1_epi8((char)n.comment)};
}

static inline uint64_t equal(__m256i low, __m256i high, __m256i needle) {
  return join(_mm256_cmpeq_epi8(low, needle), _mm256_cmpeq_epi8(high, needle));
}

// Control bytes, which are those that a minimum with the largest of them leaves as they are, `"`, `@` and `%`.
static inline __m256i special(__m256i bytes) {
  const __m256i control = _mm256_cmpeq_epi8(
      _mm256_min_epu8(bytes, _mm256_set1_epi8(SCAN_FIRST_PRINTABLE - 1)), bytes);
  const __m256i signs = _mm256_or_si256(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('"')),
                                        _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('@')));
  const __m256i percent = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('%'));
  return _mm256_or_si256(_mm256_or_si256(control, percent), signs);
}

static inline scan_bits scan_block(const uint8_t *bytes, const scan_vectors *v) {
  const __m256i low = _mm256_loadu_si256((const __m256i *)bytes);
  const __m256i high = _mm256_loadu_si256((const __m256i *)(bytes + 32));
  return (scan_bits){
      .delimiter = equal(low, high, v->delimiter),
      .quote = equal(low, high, v->quote),
      .line_end = equal(low, high, v->line_end),
      .cr = equal(low, high, v->cr),
      .foreign = equal(low, high, _mm256_setzero_si256()) | join(low, high),
      .special = join(special(low), special(high)),
  };
}

static inline uint64_t scan_equal(const uint8_t *bytes, __m256i needle) {
  const __m256i low = _mm256_loadu_si256((const __m256i *)bytes);
  return equal(low, _mm256_loadu_si256((const __m256i *)(bytes + 32)), needle);
}

static inline uint64_t scan_escapes(const uint8_t *bytes, const scan_vectors *v) {
  return scan_equal(bytes, v->escape);
}

static inline uint64_t scan_comments(const uint8_t *bytes, const scan_vectors *v) {
  return scan_equal(bytes, v->comment);
}

static inline uint64_t scan_prefix_xor(uint64_t mask) {
  const __m128i product =
      _mm_clmulepi64_si128(_mm_set_epi64x(0, (long long)mask), _mm_set1_epi8((char)0xFF), 0);
  return (uint64_t)_mm_cvtsi128_si64(product);
}

#include "scan_algorithm.h"

#include "places_algorithm.h"

#pragma clang attribute pop

#endif
