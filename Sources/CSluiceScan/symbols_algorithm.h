// The algorithm, once: included by each instruction set's file, which defines before
//   SYMBOLS_FIND, SYMBOLS_COUNT, SYMBOLS_WRITE   the functions' names
//   block_...                see lines_algorithm.h
//   symbols_ahead(a, b)      how many of the 64 bytes from a and from b are equal, up to the first that is not
//   symbols_behind(a, b)     how many of the 32 bytes before a and before b are, counted backwards
//   symbols_widen(p, s)      stores 32 bytes as 32 literals
//
// Lines repeat what a compressor for any bytes has to search for at each byte: the keys, and values that
// many users have. So repetitions are looked for in few places only, where a value begins, a line,
// or a word within a value; there by the next eight bytes, else by the next four, and in both cases
// after the same key (words: after anything); and for values else by the key alone. What is found is followed
// in both directions, which is how the text between two values comes in. The first candidate in this order is
// taken; of several ways the one that saves most.

enum {
  // A repetition is not worth its two symbols below this.
  SHORTEST = 5,
  LONGEST = 258,
  WINDOW = 1 << 15,
  // Bytes at both ends of the block at which nothing is looked for, so that whole registers can be read.
  MARGIN_BEFORE = 32,
  MARGIN_AFTER = 64,
  START_BITS = 11,
  KEY_BITS = 8,
  // Bytes whose places are listed at a time, and the places of a block of 64 that are stored in any case.
  STRETCH = 1024,
  USUAL_PLACES = 6,
};

// For what must be compiled anew for each number of ways.
#define SYMBOLS_INLINE static inline __attribute__((always_inline))

// What a block of 64 bytes tells the next, in its last bit.
typedef struct {
  uint64_t letter, quote, equals, start;
} symbols_state;

// Where to look: behind `="` and line ends, and at the first letter of a word, unless a
// quotation mark is before it, because there a value or a key begins. Letters of scripts without blanks between words
// (in UTF-8 three bytes or more) are words by themselves.
static inline uint64_t symbols_places(const uint8_t *bytes, symbols_state *s) {
  const block_bytes block = block_load(bytes);
  const uint64_t quote = block_equal(&block, '"'), equals = block_equal(&block, '=');
  const uint64_t high = block_at_least(&block, 0x80);
  const uint64_t upper = block_at_least(&block, 'A') & ~block_at_least(&block, 'Z' + 1);
  const uint64_t lower = block_at_least(&block, 'a') & ~block_at_least(&block, 'z' + 1);
  const uint64_t letter = upper | lower | high | block_equal(&block, '_');
  const uint64_t lead = high ? block_at_least(&block, 0xE0) : 0;
  const uint64_t start = (quote & (equals << 1 | s->equals)) | block_equal(&block, '\n');
  const uint64_t word = (letter & ~(letter << 1 | s->letter) & ~(quote << 1 | s->quote)) | lead;
  const uint64_t places = word | start << 1 | s->start;
  *s = (symbols_state){letter >> 63, quote >> 63, equals >> 63, start >> 63};
  return places;
}

// Stores the places of the bits of a mask. The first few are stored whether there are so many or not.
static inline uint32_t *symbols_list(uint64_t mask, uint32_t base, uint32_t *list) {
  const int count = __builtin_popcountll(mask);
  uint64_t rest = mask;
  for (int i = 0; i < USUAL_PLACES; i++, rest &= rest - 1)
    list[i] = base + (uint32_t)(rest ? __builtin_ctzll(rest) : 64);
  for (int i = USUAL_PLACES; i < count; i++, rest &= rest - 1)
    list[i] = base + (uint32_t)__builtin_ctzll(rest);
  return list + count;
}

// A repetition: its bytes before and behind the place, and how far back they stand.
typedef struct {
  uint32_t behind, ahead, distance;
} symbols_match;

// How the bytes at `place` repeat those that stand `distance` before; nothing before `from` or from `to` on.
static inline symbols_match symbols_follow(const uint8_t *block, uint32_t place, uint32_t distance,
                                           uint32_t from, uint32_t to) {
  const uint8_t *here = block + place, *there = here - distance;
  uint32_t ahead = 0, behind = 0, equal;
  do {
    equal = symbols_ahead(here + ahead, there + ahead);
    ahead += equal;
  } while (equal == 64 && place + ahead < to);
  if (ahead > to - place) ahead = to - place;
  const uint32_t before = place - distance, room = place - from < before ? place - from : before;
  do {
    equal = symbols_behind(here - behind, there - behind);
    behind += equal;
  } while (equal == 32 && behind + 32 <= room);
  return (symbols_match){behind < room ? behind : room, ahead, distance};
}

// The code of a distance less one (RFC 1951, 3.2.5) and its extra bits.
static inline uint32_t symbols_distance(uint32_t less) {
  if (less < 4) return SLUICE_SYMBOL_DISTANCE + less;
  const uint32_t bits = 30 - (uint32_t)__builtin_clz(less);
  const uint32_t code = 2 * bits + (less >> bits);
  return (SLUICE_SYMBOL_DISTANCE + code) | (less & ((1u << bits) - 1)) << SLUICE_SYMBOL_BITS;
}

static inline uint32_t *symbols_literals(const uint8_t *bytes, size_t count, uint32_t *symbols) {
  for (size_t done = 0; done < count; done += 32) symbols_widen(bytes + done, symbols + done);
  return symbols + count;
}

static inline uint32_t *symbols_repeat(uint32_t length, uint32_t distance, uint32_t *symbols) {
  const uint32_t code = symbols_distance(distance - 1);
  while (__builtin_expect(length > LONGEST, 0)) {
    const uint32_t part = length < LONGEST + SHORTEST ? LONGEST - SHORTEST : LONGEST;
    *symbols++ = SLUICE_SYMBOL_LENGTH + part - 3;
    *symbols++ = code;
    length -= part;
  }
  symbols[0] = SLUICE_SYMBOL_LENGTH + length - 3;
  symbols[1] = code;
  return symbols + 2;
}

// The distance to the place that a table remembered for it, 0 where that is too far or none.
static inline uint32_t symbols_distance_to(uint16_t seen, uint32_t place) {
  const uint32_t distance = (uint16_t)(place - seen), before = place - MARGIN_BEFORE;
  return distance - 1 < (before < WINDOW ? before : WINDOW) ? distance : 0;
}

// The places that began like this one, the latest first; and this one put before them.
SYMBOLS_INLINE void symbols_exchange(uint16_t *seen, unsigned ways, uint32_t place, uint16_t *old) {
  for (unsigned i = 0; i < ways; i++) old[i] = seen[i];
  for (unsigned i = ways - 1; i > 0; i--) seen[i] = seen[i - 1];
  seen[0] = (uint16_t)place;
}

// Of one way: the repetition of the best kind.
SYMBOLS_INLINE symbols_match symbols_first(const uint8_t *block, uint32_t place, uint32_t from, uint32_t to,
                                          uint64_t next, uint32_t by_long, uint32_t by_short,
                                          uint32_t by_key) {
  const uint8_t *here = block + place;
  uint32_t distance = by_key;
  // Which of them it is cannot be foreseen, so no branch depends on it.
  const uint32_t is_short =
      (by_short != 0) & ((uint32_t)word_load(here - by_short) == (uint32_t)next);
  const uint32_t is_long = (by_long != 0) & (word_load(here - by_long) == next);
  distance = is_short ? by_short : distance;
  distance = is_long ? by_long : distance;
  return distance ? symbols_follow(block, place, distance, from, to) : (symbols_match){0, 0, 0};
}

// Of several: the one that saves most, a bit of distance costing an eighth of a byte.
SYMBOLS_INLINE symbols_match symbols_best(const uint8_t *block, uint32_t place, uint32_t from, uint32_t to,
                                         unsigned ways, const uint16_t *by_long,
                                         const uint16_t *by_short, uint32_t by_key) {
  symbols_match best = {0, 0, 0};
  int most = 0;
  for (unsigned i = 0; i < 2 * ways + 1; i++) {
    const uint32_t distance =
        i == 2 * ways ? by_key : symbols_distance_to(i < ways ? by_long[i] : by_short[i - ways], place);
    if (!distance) continue;
    const symbols_match match = symbols_follow(block, place, distance, from, to);
    const int saved = 8 * (int)(match.behind + match.ahead) - 2 * (32 - __builtin_clz(distance));
    if (saved > most) most = saved, best = match;
  }
  return best;
}

// Multiplied, the highest bits of a word depend on all of its bits.
static const uint64_t symbols_mixers[2] = {0x9E3779B97F4A7C15ull, 0xD6E8FEB86659FD93ull};

// The repetition found at a place; what begins there is remembered in any case.
SYMBOLS_INLINE symbols_match symbols_match_at(const uint8_t *block, uint32_t place, uint32_t from,
                                             uint32_t to, unsigned ways, sluice_symbol_tables *tables) {
  const uint64_t next = word_load(block + place);
  uint64_t key = word_load(block + place - 8);
  const uint64_t last = key >> 56;
  if (last != '"') key = last;
  key *= symbols_mixers[0];
  uint16_t *longs = tables->long_starts + ((key ^ next) * symbols_mixers[1] >> (64 - START_BITS)) * ways;
  uint16_t *shorts =
      tables->short_starts + ((key ^ (uint32_t)next) * symbols_mixers[1] >> (64 - START_BITS)) * ways;
  uint16_t *keys = tables->keys + (key >> (64 - KEY_BITS));
  uint16_t by_long[SLUICE_SYMBOLS_MOST_WAYS], by_short[SLUICE_SYMBOLS_MOST_WAYS], by_key[1];
  symbols_exchange(longs, ways, place, by_long);
  symbols_exchange(shorts, ways, place, by_short);
  symbols_exchange(keys, 1, place, by_key);
  if (place < from) return (symbols_match){0, 0, 0};

  const uint32_t key_distance =
      last == '"' || last == '\n' ? symbols_distance_to(by_key[0], place) : 0;
  return ways > 1
             ? symbols_best(block, place, from, to, ways, by_long, by_short, key_distance)
             : symbols_first(block, place, from, to, next, symbols_distance_to(by_long[0], place),
                             symbols_distance_to(by_short[0], place), key_distance);
}

// Bytes of a block that was begun, from `from` on: `done` goes on over what has become symbols.
SYMBOLS_INLINE uint32_t *symbols_of_stretch(const uint8_t *block, const uint32_t *list,
                                           const uint32_t *end, uint32_t to, unsigned ways,
                                           uint32_t *done, sluice_symbol_tables *tables,
                                           uint32_t *symbols) {
  for (; list < end; list++) {
    const uint32_t place = *list;
    if (place < MARGIN_BEFORE || place >= to) continue;
    const symbols_match match = symbols_match_at(block, place, *done, to, ways, tables);
    if (match.behind + match.ahead < SHORTEST) continue;
    symbols = symbols_literals(block + *done, place - match.behind - *done, symbols);
    symbols = symbols_repeat(match.behind + match.ahead, match.distance, symbols);
    *done = place + match.ahead;
  }
  return symbols;
}

// `ways` is a constant in each call, so that each gets a loop of its own.
SYMBOLS_INLINE size_t symbols_find(
    const uint8_t *block, size_t count, size_t from, size_t to, unsigned ways,
    sluice_symbol_tables *tables, uint32_t *symbols) {
  uint32_t list[STRETCH + USUAL_PLACES], *next = symbols;
  const size_t readable = count < MARGIN_AFTER ? 0 : count - MARGIN_AFTER;
  const size_t last = to < readable ? to : readable;
  symbols_state state = {0, 0, 0, from == 0};
  uint32_t done = (uint32_t)from;
  for (size_t start = from; start < last; start += STRETCH) {
    uint32_t *end = list;
    for (size_t at = start; at < last && at < start + STRETCH; at += 64)
      end = symbols_list(symbols_places(block + at, &state), (uint32_t)at, end);
    next = symbols_of_stretch(block, list, end, (uint32_t)last, ways, &done, tables, next);
  }
  if (done + 32 <= to) {
    const size_t whole = (to - done) / 32 * 32;
    next = symbols_literals(block + done, whole, next);
    done += (uint32_t)whole;
  }
  while (done < to) *next++ = block[done++];
  return (size_t)(next - symbols);
}

size_t SYMBOLS_FIND(const uint8_t *block, size_t count, size_t from, size_t to, unsigned ways,
                    sluice_symbol_tables *tables, uint32_t *symbols) {
  switch (ways) {
    case 1: return symbols_find(block, count, from, to, 1, tables, symbols);
    case 2: return symbols_find(block, count, from, to, 2, tables, symbols);
    default: return symbols_find(block, count, from, to, SLUICE_SYMBOLS_MOST_WAYS, tables, symbols);
  }
}

void SYMBOLS_COUNT(const uint32_t *symbols, size_t count, uint32_t *counts) {
  const uint32_t mask = (1u << SLUICE_SYMBOL_BITS) - 1;
  size_t done = 0;
  for (; done + SLUICE_SYMBOLS_COUNT_SETS <= count; done += SLUICE_SYMBOLS_COUNT_SETS)
    for (int set = 0; set < SLUICE_SYMBOLS_COUNT_SETS; set++)
      counts[(unsigned)set * SLUICE_SYMBOL_COUNT + (symbols[done + (size_t)set] & mask)]++;
  for (; done < count; done++) counts[symbols[done] & mask]++;
}

// The bits that stand for a symbol.
static inline uint64_t symbols_bits_of(uint32_t symbol, sluice_symbol_code code) {
  return code.word | (uint64_t)(symbol >> SLUICE_SYMBOL_BITS) << code.word_bits;
}

static inline sluice_bits symbols_put(sluice_bits bits, uint64_t word, uint64_t count) {
  bits.open |= word << bits.open_count;
  bits.open_count += count;
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  const uint64_t stored = __builtin_bswap64(bits.open);
#else
  const uint64_t stored = bits.open;
#endif
  __builtin_memcpy(bits.end, &stored, sizeof stored);
  bits.end += bits.open_count >> 3;
  bits.open >>= bits.open_count & ~7ull;
  bits.open_count &= 7;
  return bits;
}

// Two symbols at a time: their bits and those that are open fit into a word.
void SYMBOLS_WRITE(const uint32_t *symbols, size_t count, const sluice_symbol_code *codes,
                   sluice_bits *bits) {
  const uint32_t mask = (1u << SLUICE_SYMBOL_BITS) - 1;
  sluice_bits b = *bits;
  size_t done = 0;
  for (; done + 2 <= count; done += 2) {
    const uint32_t first = symbols[done], second = symbols[done + 1];
    const sluice_symbol_code one = codes[first & mask], other = codes[second & mask];
    const uint64_t word = symbols_bits_of(first, one) | symbols_bits_of(second, other) << one.all_bits;
    b = symbols_put(b, word, (uint64_t)one.all_bits + other.all_bits);
  }
  if (done < count) {
    const sluice_symbol_code last = codes[symbols[done] & mask];
    b = symbols_put(b, symbols_bits_of(symbols[done], last), last.all_bits);
  }
  *bits = b;
}
