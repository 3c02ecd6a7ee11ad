// The lengths of code words to the tables in which they are looked up (RFC 1951, section 3.2.2).
#include "inflate_entries.h"

enum { ROOT = 1 << SLUICE_INFLATE_BITS, END_OF_BLOCK = 256, FIRST_LENGTH = 257 };

// RFC 1951, section 3.2.5. The last two of each alphabet have words in the fixed codes, but no meaning.
enum { LENGTHS = 29, DISTANCES = 30 };
static const uint16_t length_bases[LENGTHS] = {3,  4,  5,  6,  7,  8,  9,  10, 11,  13,  15,  17,  19,  23, 27,
                                               31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258};
static const uint8_t length_bits[LENGTHS] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2,
                                             2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
static const uint16_t distance_bases[DISTANCES] = {
    1,   2,   3,   4,   5,   7,    9,    13,   17,   25,   33,   49,   65,    97,    129,
    193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577};

typedef uint32_t (*entry_function)(size_t symbol, uint32_t length);

static uint32_t special_entry(inflate_special kind) {
  return INFLATE_SPECIAL | (uint32_t)kind << INFLATE_KIND_SHIFT;
}

static uint32_t literal_entry(size_t symbol, uint32_t length) {
  const uint32_t words = length | length << INFLATE_WORDS_SHIFT;
  if (symbol < END_OF_BLOCK)
    return words | INFLATE_LITERAL | INFLATE_HIGH | (uint32_t)symbol << INFLATE_VALUE_SHIFT;
  if (symbol == END_OF_BLOCK) return words | special_entry(INFLATE_END);
  const size_t place = symbol - FIRST_LENGTH;
  if (place >= LENGTHS) return special_entry(INFLATE_NONE);
  const uint32_t base = length_bases[place], extra = length_bits[place], all = words + extra;
  if (base + (1u << extra) - 1 > INFLATE_SHORT)
    return all | special_entry(INFLATE_LONG) | base << INFLATE_VALUE_SHIFT;
  return all | INFLATE_LENGTH | INFLATE_HIGH | base << INFLATE_HIGH_SHIFT;
}

static uint32_t distance_entry(size_t symbol, uint32_t length) {
  if (symbol >= DISTANCES) return special_entry(INFLATE_NONE);
  const uint32_t extra = symbol < 4 ? 0 : (uint32_t)symbol / 2 - 1;
  return (length + extra) | length << INFLATE_WORDS_SHIFT |
         (uint32_t)distance_bases[symbol] << INFLATE_VALUE_SHIFT;
}

// The first bit of a word is the lowest of what is looked up.
static uint32_t reversed(uint32_t word, uint32_t length) {
  return __builtin_bitreverse32(word) >> (32 - length);
}

// Whether words of such lengths can be told apart, and use up all there are; a single one need not.
static int is_code(const uint32_t counts[SLUICE_INFLATE_LONGEST + 1]) {
  int64_t left = 1;
  uint32_t longest = 0;
  for (uint32_t length = 1; length <= SLUICE_INFLATE_LONGEST; length++) {
    left = 2 * left - counts[length];
    if (left < 0) return 0;
    if (counts[length] > 0) longest = length;
  }
  return left == 0 || longest <= 1;
}

// The tables of longer words stand behind the root, each for words with the same first bits and as wide as the
// longest of them wants. Canonical order puts those words next to each other, the longest last.
static void build_table(uint32_t *table, const uint8_t *lengths, size_t count,
                        const uint32_t counts[SLUICE_INFLATE_LONGEST + 1], entry_function entry) {
  uint16_t sorted[SLUICE_INFLATE_LITERALS];
  uint32_t starts[SLUICE_INFLATE_LONGEST + 2] = {0}, words[SLUICE_INFLATE_LONGEST + 1] = {0};
  for (uint32_t length = 1; length <= SLUICE_INFLATE_LONGEST; length++) {
    starts[length + 1] = starts[length] + counts[length];
    words[length] = (words[length - 1] + (length > 1 ? counts[length - 1] : 0)) << 1;
  }
  const uint32_t used = starts[SLUICE_INFLATE_LONGEST + 1];
  for (size_t symbol = 0; symbol < count; symbol++)
    if (lengths[symbol] != 0) sorted[starts[lengths[symbol]]++] = (uint16_t)symbol;

  for (uint32_t i = 0; i < ROOT; i++) table[i] = special_entry(INFLATE_NONE);
  uint32_t next = ROOT, open = ROOT, first = 0, width = 0;
  for (uint32_t i = used; i-- > 0;) {
    const size_t symbol = sorted[i];
    const uint32_t length = lengths[symbol];
    const uint32_t word = reversed(words[length] + i - (starts[length] - counts[length]), length);
    const uint32_t value = entry(symbol, length);
    if (length <= SLUICE_INFLATE_BITS) {
      for (uint32_t at = word; at < ROOT; at += 1u << length) table[at] = value;
      continue;
    }
    if (open != (word & (ROOT - 1))) {
      open = word & (ROOT - 1), first = next, width = length - SLUICE_INFLATE_BITS;
      table[open] = width | special_entry(INFLATE_TABLE) | first << INFLATE_VALUE_SHIFT;
      next += 1u << width;
    }
    for (uint32_t at = word >> SLUICE_INFLATE_BITS; at < 1u << width;
         at += 1u << (length - SLUICE_INFLATE_BITS))
      table[first + at] = value;
  }
}

// Puts into the entry of a literal what follows it, if the bits that are looked up show all of its word. From the
// greatest index down, because what follows has a smaller one and must be a single symbol yet.
static void join_entries(uint32_t *table) {
  for (uint32_t at = ROOT; at-- > 0;) {
    const uint32_t entry = table[at];
    if ((entry & (INFLATE_SPECIAL | INFLATE_LITERAL)) != INFLATE_LITERAL) continue;
    const uint32_t bits = entry & INFLATE_TAKEN, next = table[at >> bits];
    const uint32_t words = bits + inflate_words(next);
    if (at >> bits == at || (next & INFLATE_SPECIAL) != 0 || words > SLUICE_INFLATE_BITS) continue;
    const uint32_t literal = entry & 0xFF << INFLATE_VALUE_SHIFT;
    const uint32_t taken = (bits + (next & INFLATE_TAKEN)) | words << INFLATE_WORDS_SHIFT | INFLATE_HIGH;
    if ((next & INFLATE_LENGTH) != 0)
      table[at] = taken | INFLATE_LITERAL | INFLATE_LENGTH | literal | (next & 0xFFu << INFLATE_HIGH_SHIFT);
    else
      table[at] = taken | 2 * INFLATE_LITERAL | literal | (next & 0xFF << INFLATE_VALUE_SHIFT) << 8;
  }
}

static int build(uint32_t *table, const uint8_t *lengths, size_t count, entry_function entry) {
  uint32_t counts[SLUICE_INFLATE_LONGEST + 1] = {0};
  for (size_t symbol = 0; symbol < count; symbol++) counts[lengths[symbol]]++;
  counts[0] = 0;
  if (!is_code(counts)) return 0;
  build_table(table, lengths, count, counts, entry);
  return 1;
}

int sluice_inflate_build(sluice_inflate_tables *tables, const uint8_t *literals, size_t literal_count,
                         const uint8_t *distances, size_t distance_count) {
  if (!build(tables->entries, literals, literal_count, literal_entry)) return 0;
  join_entries(tables->entries);
  return build(tables->entries + SLUICE_INFLATE_TABLE, distances, distance_count, distance_entry);
}
