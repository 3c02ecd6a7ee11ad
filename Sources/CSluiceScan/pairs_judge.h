// Fields judged one by one, for instruction sets without wide gathers. Included with a block_*.h before it.
#ifndef SLUICE_PAIRS_JUDGE_H
#define SLUICE_PAIRS_JUDGE_H

#include "pairs_text.h"

static inline uint64_t pairs_low_bits(uint64_t word, size_t count) {
  return count < 64 ? word & (((uint64_t)1 << count) - 1) : word;
}

static inline uint32_t pairs_is_digit(uint64_t byte) { return (uint8_t)(byte - '0') < 10; }

// Whether a text may be or hold a number that counts by itself: it begins with a digit, a sign of phone
// numbers or `tel:`, or is longer than a number inside it. Dates, with signs where those of ISO are and so
// too few digits, are told apart.
static inline uint32_t pairs_may_be_number(const uint8_t *text, uint64_t word, size_t length) {
  const uint8_t first = (uint8_t)word;
  if ((word & PAIRS_FIRST_FOREIGN) &&
      (first == PAIRS_SIGN_TWO || first == PAIRS_SIGN_THREE || first == PAIRS_SIGN_WIDE ||
       (word & 0xFFFFFF) == PAIRS_WIDE_BLANK || (first | PAIRS_SMALL_LETTER) == 't'))
    return 1;
  const uint32_t begins = (uint32_t)((uint8_t)(word - 0x28) < 0x12) |
                          (uint32_t)(((uint32_t)word | 0x00202020) == 0x3a6c6574);
  const uint32_t digits = pairs_is_digit(word >> 32) | pairs_is_digit(word >> 56);
  const uint32_t is_date = (uint32_t)(length <= 10) & ~digits;
  if (begins) return !is_date && !pairs_has_time(text, length);
  if (length > SLUICE_PAIRS_SHORT) return pairs_long_text_may_hold_number(text, length);
  const uint8_t eighth = (uint8_t)(word >> 56);
  const uint32_t is_sign = (uint32_t)(eighth == ' ') | (uint32_t)(eighth >= 0x80);
  const uint32_t is_numeric = (uint32_t)((uint8_t)(eighth - 0x28) < 0x12) | is_sign;
  return length > PAIRS_TEXT_NUMBER && (is_numeric || length > PAIRS_TEXT_SHORT) &&
         pairs_text_may_hold_number(text, length);
}

static inline void pairs_judge(const sluice_pairs_plan *p, const sluice_pairs_record *r,
                               size_t place, size_t count, pairs_group *group) {
  uint32_t stops = 0, values = 0, longs = 0;
  for (size_t i = 0; i < count; i++) {
    const uint32_t action = p->actions[place + i];
    const uint32_t *end = r->ends + p->columns[place + i];
    size_t start = (uint32_t)(end[-1] + 1);
    size_t length = (*end < r->end ? *end : r->end) - start;
    const uint32_t is_quoted = r->chunk[start] == p->quote;
    if (action == SLUICE_PAIRS_OTHER || length > SLUICE_PAIRS_VALUE ||
        (is_quoted && (length < 2 || r->chunk[start + length - 1] != p->quote))) {
      stops |= 1u << i;
      break;
    }
    start += is_quoted;
    length -= 2 * is_quoted;

    const uint8_t *text = r->chunk + start;
    const uint64_t word = word_load(text), key = pairs_low_bits(word, length * 8);
    uint32_t is_null = 0;
    uint64_t odd = (uint64_t)(text[0] == ' ') | (uint64_t)(text[length - (length != 0)] == ' ');
    for (size_t i = 0; i < p->short_null_count; i++) is_null |= p->nulls[i] == key;
    for (size_t i = p->short_null_count; i < p->null_count; i++) odd |= p->nulls[i] == key;
    const uint64_t special = word_load(r->special + start / 8) >> start % 8;
    odd |= pairs_low_bits(special, length);
    const uint32_t is_long = length > SLUICE_PAIRS_SHORT;
    if (is_long) odd |= pairs_has_special_tail(r, start, length);
    const uint32_t is_number = action == SLUICE_PAIRS_JUDGED && length >= PAIRS_NUMBER &&
                               pairs_may_be_number(text, word, length);
    const uint32_t is_value = (uint32_t)(length != 0) & ~is_null;
    group->start[i] = (uint32_t)start;
    group->length[i] = (uint32_t)length;
    group->written[i] = (p->prefix_counts[place + i] + (uint32_t)length + 1) & -is_value;
    stops |= (((uint32_t)(odd != 0) | is_number) & is_value) << i;
    values |= is_value << i;
    longs |= is_long << i;
  }
  group->stops = stops;
  group->values = values;
  group->longs = longs;
}

#endif
