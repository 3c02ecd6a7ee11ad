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
  uint32_t start[SLUICE_PAIRS_GROUP];
  uint32_t length[SLUICE_PAIRS_GROUP];
  /// Bytes of the pairs; zero where there is no value.
  uint32_t written[SLUICE_PAIRS_GROUP];
  /// A bit for each field that has a value.
  uint32_t values;
  /// A bit for each field that is not for this algorithm; what is said of it otherwise is void.
  uint32_t stops;
} pairs_group;

// Whether a text is an ISO date and a time, which has room for nothing more: not for the nine bytes of a number
// behind the hour's colon, nor behind that of the minute.
static inline int pairs_has_time(const uint8_t *text, uint64_t length) {
  const uint64_t dashes = 0xFF0000FF00000000, iso = 0x2D00002D00000000;
  return (length > 13) & (text[13] == ':') & ((uint8_t)(text[0] - '0') < 10) &
         ((word_load(text) & dashes) == iso) &
         ((length < 14 + PAIRS_NUMBER) | ((length < 17 + PAIRS_NUMBER) & (text[16] == ':')));
}

#endif
