// Places looked up one after the other, for instruction sets without wide gathers.
#ifndef SLUICE_SYMBOLS_LOOK_UP_H
#define SLUICE_SYMBOLS_LOOK_UP_H

#include "symbols_bits.h"

// Which of the three it is cannot be foreseen, so no branch depends on it.
static inline size_t symbols_look_up(const uint8_t *block, const uint32_t *list, size_t count,
                                     sluice_symbol_tables *tables, uint32_t *places,
                                     uint32_t *distances) {
  symbols_buckets buckets[SYMBOLS_GROUP];
  size_t found = 0;
  if (count > SYMBOLS_GROUP) count = SYMBOLS_GROUP;
  for (size_t i = 0; i < count; i++) {
    const uint32_t place = list[i];
    const uint64_t next = word_load(block + place), before = word_load(block + place - 8);
    const uint64_t last = before >> 56;
    buckets[i] = symbols_buckets_of(next, last == '"' ? before : last);
    const uint32_t by_long = tables->long_starts[buckets[i].by_long];
    const uint32_t by_short = tables->short_starts[buckets[i].by_short];
    const uint32_t by_key = tables->keys[buckets[i].by_key];
    const uint32_t is_key = ((uint32_t)(last == '"') | (uint32_t)(last == '\n')) &
                            symbols_is_near(by_key, place);
    const uint32_t is_short = (uint32_t)((uint32_t)word_load(block + by_short) == (uint32_t)next) &
                              symbols_is_near(by_short, place);
    const uint32_t is_long =
        (uint32_t)(word_load(block + by_long) == next) & symbols_is_near(by_long, place);
    uint32_t seen = is_key ? by_key : place;
    seen = is_short ? by_short : seen;
    seen = is_long ? by_long : seen;
    places[found] = place;
    distances[found] = place - seen;
    found += seen != place;
  }
  for (size_t i = 0; i < count; i++) {
    tables->long_starts[buckets[i].by_long] = list[i];
    tables->short_starts[buckets[i].by_short] = list[i];
    tables->keys[buckets[i].by_key] = list[i];
  }
  return found;
}

#endif
