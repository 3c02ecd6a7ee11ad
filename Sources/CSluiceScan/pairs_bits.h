// What is known of a group of fields before their values are written.
#ifndef SLUICE_PAIRS_BITS_H
#define SLUICE_PAIRS_BITS_H

#include "sluice_pairs.h"
#include "word.h"

/// The most bytes that the pairs of fields judged together take; a wide store behind them is for the slack.
enum { PAIRS_MOST_BYTES = SLUICE_PAIRS_GROUP * (SLUICE_PAIRS_PREFIX + SLUICE_PAIRS_VALUE + 1) };

/// Bytes of the shortest number that counts by itself.
enum { PAIRS_NUMBER = 9 };

typedef struct {
  /// Where the texts start in the chunk, and their bytes.
  _Alignas(64) uint32_t start[SLUICE_PAIRS_GROUP];
  uint32_t length[SLUICE_PAIRS_GROUP];
  /// Bytes of the pairs; zero where there is no value.
  uint32_t written[SLUICE_PAIRS_GROUP];
  /// A bit for each field that has a value, and for those whose value is not short.
  uint32_t values;
  uint32_t longs;
  /// A bit for each field that is not for this algorithm; what is said of it otherwise is void.
  uint32_t stops;
} pairs_group;

// Whether there is a special byte behind those of a long text that one load of the bits holds.
static inline uint32_t pairs_has_special_tail(const sluice_pairs_record *record, size_t start, size_t length) {
  uint64_t found = 0;
  for (size_t done = SLUICE_PAIRS_SHORT; done < length; done += SLUICE_PAIRS_SHORT) {
    const size_t place = start + done, rest = length - done;
    const uint64_t bits = word_load(record->special + place / 8) >> place % 8;
    found |= rest < SLUICE_PAIRS_SHORT ? bits & (((uint64_t)1 << rest) - 1) : bits << (64 - SLUICE_PAIRS_SHORT);
  }
  return found != 0;
}

// Whether a text is an ISO date and a time, `2024-12-31 10:11`, which has room for nothing more: not for the nine bytes
// of a number behind the hour's colon, nor behind that of the minute. Digits behind the first are known by their upper
// halves.
static inline int pairs_has_time(const uint8_t *text, uint64_t length) {
  const uint64_t date = 0xFFF0F0FFF0F0F0F0, day_and_hour = 0xFFF0F000F0F0FFF0;
  const uint64_t first = word_load(text), second = word_load(text + 6);
  return (length > 13) & (text[0] <= '9') & ((first & date) == 0x2D30302D30303030) &
         ((second & day_and_hour) == 0x3A30300030302D30) &
         ((length < 14 + PAIRS_NUMBER) | ((length < 17 + PAIRS_NUMBER) & (text[16] == ':')));
}

#endif
