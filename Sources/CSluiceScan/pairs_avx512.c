// x86-64 with AVX-512: sixteen fields at a time, gathered from where they stand.
#if defined(__x86_64__)

#include <immintrin.h>

#include "pairs_bits.h"
#include "scan_bits.h"

#pragma clang attribute push(                                                       \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,bmi,bmi2,popcnt"))), \
    apply_to = function)

#define PAIRS_NAME sluice_pairs_avx512

#include "block_avx512.h"
#include "pairs_text.h"

// Eight bytes of each of sixteen fields; the high ones are void in a group of up to eight.
typedef struct {
  __m512i low, high;
} pairs_words;

enum { PAIRS_HALF = SLUICE_PAIRS_GROUP / 2 };

// Where the fields before and those of the columns end. If all that is read in any case is all there is, it is
// picked from two registers, which is faster than a gather.
static inline void pairs_load_ends(const sluice_pairs_plan *p, const uint32_t *ends, __m512i column,
                                   __mmask16 lanes, __m512i *before, __m512i *after) {
  const __m512i next = _mm512_add_epi32(column, _mm512_set1_epi32(1)), none = _mm512_setzero_si512();
  if (p->column_count < SLUICE_PAIRS_ENDS) {
    const __m512i low = _mm512_loadu_si512(ends), high = _mm512_loadu_si512(ends + SLUICE_PAIRS_ENDS / 2);
    *before = _mm512_permutex2var_epi32(low, column, high);
    *after = _mm512_permutex2var_epi32(low, next, high);
  } else {
    *before = _mm512_mask_i32gather_epi32(none, lanes, column, ends, 4);
    *after = _mm512_mask_i32gather_epi32(none, lanes, next, ends, 4);
  }
}

static inline __m512i pairs_widen_low(__m512i lanes) {
  return _mm512_cvtepu32_epi64(_mm512_castsi512_si256(lanes));
}

static inline __m512i pairs_widen_high(__m512i lanes) {
  return _mm512_cvtepu32_epi64(_mm512_extracti64x4_epi64(lanes, 1));
}

static inline __mmask16 pairs_join(__mmask8 low, __mmask8 high) {
  return (__mmask16)(low | (uint32_t)high << PAIRS_HALF);
}

static inline pairs_words pairs_gather(__mmask16 lanes, __m512i offsets, size_t count,
                                       const uint8_t *base) {
  const __m512i none = _mm512_setzero_si512();
  return (pairs_words){
      _mm512_mask_i64gather_epi64(none, (__mmask8)lanes, pairs_widen_low(offsets), base, 1),
      count <= PAIRS_HALF ? none
                          : _mm512_mask_i64gather_epi64(none, (__mmask8)(lanes >> PAIRS_HALF),
                                                        pairs_widen_high(offsets), base, 1)};
}

// Of sixteen fields one of the eight bytes, by a bit for each byte.
static inline __mmask16 pairs_at(uint64_t low, uint64_t high, unsigned place) {
  const uint64_t first = 0x0101010101010101;
  return pairs_join((__mmask8)_pext_u64(low >> place, first), (__mmask8)_pext_u64(high >> place, first));
}

static inline __mmask16 pairs_begin_with(pairs_words words, uint8_t byte) {
  const __m512i bytes = _mm512_set1_epi8((char)byte);
  return pairs_at(_mm512_cmpeq_epi8_mask(words.low, bytes), _mm512_cmpeq_epi8_mask(words.high, bytes), 0);
}

static inline __mmask16 pairs_end_with(__mmask16 lanes, __m512i end, uint8_t byte, size_t count,
                                       const uint8_t *chunk) {
  const pairs_words last =
      pairs_gather(lanes, _mm512_sub_epi32(end, _mm512_set1_epi32(1)), count, chunk);
  return lanes & pairs_begin_with(last, byte);
}

static inline __mmask16 pairs_equal(pairs_words words, uint64_t word) {
  const __m512i wanted = _mm512_set1_epi64((long long)word);
  return pairs_join(_mm512_cmpeq_epi64_mask(words.low, wanted),
                    _mm512_cmpeq_epi64_mask(words.high, wanted));
}

static inline __m512i pairs_low_bits(__m512i words, __m512i count) {
  const __m512i ones = _mm512_set1_epi64(-1);
  // Lanes shifted by more than there are bits are zero: of a long text all of the word is taken.
  return _mm512_andnot_si512(_mm512_sllv_epi64(ones, count), words);
}

static inline __mmask16 pairs_are_special(__mmask16 lanes, __m512i start, __m512i length, size_t count,
                                          const uint8_t *special) {
  const pairs_words words = pairs_gather(lanes, _mm512_srli_epi32(start, 3), count, special);
  const __m512i shift = _mm512_and_si512(start, _mm512_set1_epi32(7));
  const __m512i low =
      pairs_low_bits(_mm512_srlv_epi64(words.low, pairs_widen_low(shift)), pairs_widen_low(length));
  const __m512i high =
      pairs_low_bits(_mm512_srlv_epi64(words.high, pairs_widen_high(shift)), pairs_widen_high(length));
  return lanes & pairs_join(_mm512_test_epi64_mask(low, low), _mm512_test_epi64_mask(high, high));
}

// The lanes whose texts may be numbers that count by themselves, or hold some.
typedef struct {
  __mmask16 numbers, texts;
} pairs_numbers;

static inline uint64_t pairs_in_range(__m512i bytes, uint8_t first, uint8_t count) {
  return _mm512_cmplt_epu8_mask(_mm512_sub_epi8(bytes, _mm512_set1_epi8((char)first)),
                                _mm512_set1_epi8((char)count));
}

// Blanks, and what is not ASCII, which may be one or a dash.
static inline uint64_t pairs_sign(__m512i bytes) {
  return _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(' ')) | _mm512_movepi8_mask(bytes);
}

static inline __mmask16 pairs_longer(__m512i lengths, uint32_t length) {
  return _mm512_cmpgt_epu32_mask(lengths, _mm512_set1_epi32((int)length));
}

// Those that begin with a digit, a sign of phone numbers or `tel:`, but for dates, with signs where those of
// ISO are and so too few digits; and those of the others that have room for a number and, if they are short, a
// byte of one where it must be.
static inline pairs_numbers pairs_may_be_numbers(__mmask16 lanes, pairs_words w, __m512i lengths) {
  const __m512i lower = _mm512_set1_epi32(0x00202020), tel = _mm512_set1_epi32(0x3a6c6574);
  const __mmask16 scheme = pairs_join(
      (__mmask8)_pext_u32(_mm512_cmpeq_epi32_mask(_mm512_or_si512(w.low, lower), tel), 0x5555),
      (__mmask8)_pext_u32(_mm512_cmpeq_epi32_mask(_mm512_or_si512(w.high, lower), tel), 0x5555));
  const uint64_t low = pairs_in_range(w.low, 0x28, 0x12), high = pairs_in_range(w.high, 0x28, 0x12);
  const uint64_t low_digits = pairs_in_range(w.low, '0', 10), high_digits = pairs_in_range(w.high, '0', 10);
  const __mmask16 begins = pairs_at(low, high, 0) | scheme;
  const __mmask16 digits = pairs_at(low_digits | low_digits >> 3, high_digits | high_digits >> 3, 4);
  const __mmask16 is_numeric = pairs_at(low | pairs_sign(w.low), high | pairs_sign(w.high), 7) |
                               pairs_longer(lengths, PAIRS_TEXT_SHORT);
  return (pairs_numbers){
      (__mmask16)(lanes & pairs_longer(lengths, PAIRS_NUMBER - 1) & begins &
                  (digits | pairs_longer(lengths, 10))),
      (__mmask16)(lanes & pairs_longer(lengths, PAIRS_TEXT_NUMBER) & is_numeric & ~begins)};
}

static inline pairs_words pairs_first_bytes(pairs_words words, uint64_t mask) {
  const __m512i bytes = _mm512_set1_epi64((long long)mask);
  return (pairs_words){_mm512_and_si512(words.low, bytes), _mm512_and_si512(words.high, bytes)};
}

// Whether words begin with a letter that is not ASCII, or with a t that has one near by.
static inline __mmask8 pairs_begin_foreign(__m512i words) {
  const __m512i small = _mm512_and_si512(words, _mm512_set1_epi64(0xFF & ~PAIRS_SMALL_LETTER));
  const __mmask8 foreign = _mm512_test_epi64_mask(words, _mm512_set1_epi64(PAIRS_FIRST_FOREIGN));
  const __m512i t = _mm512_set1_epi64('t' & ~PAIRS_SMALL_LETTER);
  return _mm512_test_epi64_mask(words, _mm512_set1_epi64(0x80)) | _mm512_mask_cmpeq_epi64_mask(foreign, small, t);
}

// Those that begin with a sign of typography, or with a `tel:` that may have one in it: a number may stand behind.
// Few texts begin so.
static inline __mmask16 pairs_begin_with_signs(__mmask16 lanes, pairs_words words) {
  lanes &= pairs_join(pairs_begin_foreign(words.low), pairs_begin_foreign(words.high));
  if (__builtin_expect(lanes == 0, 1)) return 0;
  const pairs_words first = pairs_first_bytes(words, 0xFF), letter = pairs_first_bytes(words, 0xFFFFFF);
  const pairs_words small = pairs_first_bytes(words, 0xFF & ~PAIRS_SMALL_LETTER);
  return lanes & (pairs_equal(first, PAIRS_SIGN_TWO) | pairs_equal(first, PAIRS_SIGN_THREE) |
                  pairs_equal(first, PAIRS_SIGN_WIDE) | pairs_equal(letter, PAIRS_WIDE_BLANK) |
                  pairs_equal(small, 't' & ~PAIRS_SMALL_LETTER));
}

// Of the fields that may be or hold numbers most groups have one or none, which cannot be foreseen: the first is
// looked at in any case.
static inline unsigned pairs_lowest(uint32_t lanes) {
  return (unsigned)__builtin_ctz(lanes | 1u << SLUICE_PAIRS_GROUP) % SLUICE_PAIRS_GROUP;
}

static inline uint32_t pairs_are_numbers(uint32_t lanes, const uint8_t *chunk, const pairs_group *group) {
  uint32_t found = 0;
  do {
    const unsigned lane = pairs_lowest(lanes);
    const uint32_t has_time = pairs_has_time(chunk + group->start[lane], group->length[lane]);
    found |= lanes & -lanes & (has_time - 1);
    lanes &= lanes - 1;
  } while (__builtin_expect(lanes != 0, 0));
  return found;
}

static inline uint32_t pairs_hold_numbers(uint32_t lanes, const uint8_t *chunk, const pairs_group *group) {
  uint32_t found = 0;
  do {
    const unsigned lane = pairs_lowest(lanes);
    const uint32_t holds = pairs_text_may_hold_number(chunk + group->start[lane], group->length[lane]);
    found |= lanes & -lanes & -holds;
    lanes &= lanes - 1;
  } while (__builtin_expect(lanes != 0, 0));
  return found;
}

// Long values that have to be looked at closely: one in many groups has any.
static inline uint32_t pairs_long_are_odd(uint32_t lanes, uint32_t judged, const sluice_pairs_record *r,
                                          const pairs_group *group) {
  uint32_t found = 0;
  for (; lanes != 0; lanes &= lanes - 1) {
    const unsigned lane = (unsigned)__builtin_ctz(lanes);
    const size_t start = group->start[lane], length = group->length[lane];
    const int holds = (judged >> lane & 1) && pairs_long_text_may_hold_number(r->chunk + start, length);
    if (holds || pairs_has_special_tail(r, start, length)) found |= 1u << lane;
  }
  return found;
}

// As `pairs_judge` of pairs_judge.h, with a lane for each field.
static inline void pairs_judge(const sluice_pairs_plan *p, const sluice_pairs_record *r,
                               size_t place, size_t count, pairs_group *group) {
  const __m512i one = _mm512_set1_epi32(1);
  const __mmask16 all = (__mmask16)((1u << count) - 1);
  const __m512i column = _mm512_loadu_si512(p->columns + place);
  const __m512i action = _mm512_loadu_si512(p->actions + place);
  __m512i start, end;
  pairs_load_ends(p, r->ends - 1, column, all, &start, &end);
  start = _mm512_add_epi32(start, one);
  end = _mm512_min_epu32(end, _mm512_set1_epi32((int)(uint32_t)r->end));
  __m512i length = _mm512_sub_epi32(end, start);
  pairs_words word = pairs_gather(all, start, count, r->chunk);

  uint32_t stops = (uint32_t)_mm512_testn_epi32_mask(action, action) | pairs_longer(length, SLUICE_PAIRS_VALUE);
  __mmask16 lanes = (__mmask16)(all & ~stops);
  const __mmask16 quoted = lanes & pairs_begin_with(word, p->quote);
  if (quoted) {
    stops |= (uint32_t)(quoted & ~(pairs_end_with(quoted, end, p->quote, count, r->chunk) & pairs_longer(length, 1)));
    lanes = (__mmask16)(lanes & ~stops);
    start = _mm512_mask_add_epi32(start, quoted, start, one);
    length = _mm512_mask_sub_epi32(length, quoted, length, _mm512_set1_epi32(2));
    word = pairs_gather(lanes, start, count, r->chunk);
  }

  const __mmask16 filled = _mm512_mask_test_epi32_mask(lanes, length, length);
  uint32_t odd = pairs_begin_with(word, ' ');
  odd |= pairs_end_with(filled, _mm512_add_epi32(start, length), ' ', count, r->chunk);
  odd |= pairs_are_special(filled, start, length, count, r->special);

  const __m512i bits = _mm512_slli_epi32(length, 3);
  const pairs_words key = {pairs_low_bits(word.low, pairs_widen_low(bits)),
                           pairs_low_bits(word.high, pairs_widen_high(bits))};
  __mmask16 nulls = 0;
  for (size_t i = 0; i < p->short_null_count; i++) nulls |= pairs_equal(key, p->nulls[i]);
  for (size_t i = p->short_null_count; i < p->null_count; i++) odd |= pairs_equal(key, p->nulls[i]);
  const __mmask16 values = filled & ~nulls;
  stops |= odd & values;

  const __mmask16 judged = _mm512_mask_cmpeq_epi32_mask(values, action, _mm512_set1_epi32(SLUICE_PAIRS_JUDGED));
  const pairs_numbers may_be = pairs_may_be_numbers(judged, word, length);
  stops |= pairs_begin_with_signs(judged & pairs_longer(length, PAIRS_NUMBER - 1), word);
  const __m512i prefix_count = _mm512_loadu_si512(p->prefix_counts + place);
  _mm512_storeu_si512(group->start, start);
  _mm512_storeu_si512(group->length, length);
  _mm512_storeu_si512(group->written,
                      _mm512_maskz_add_epi32(values, _mm512_add_epi32(prefix_count, length), one));
  const __mmask16 longs = values & pairs_longer(length, SLUICE_PAIRS_SHORT);
  stops |= pairs_are_numbers(may_be.numbers, r->chunk, group);
  stops |= pairs_hold_numbers(may_be.texts & ~longs, r->chunk, group);
  stops |= pairs_long_are_odd(longs & ~stops, judged, r, group);
  group->stops = stops & all;
  group->values = values;
  group->longs = longs;
}

#include "pairs_algorithm.h"

#pragma clang attribute pop

#endif
