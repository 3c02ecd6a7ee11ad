// The search, once: included by each instruction set's file, which defines before
//   SYMBOLS_FIND             the function's name
//   block_...                see lines_algorithm.h; block_offsets(m, base, to) writes base + i for each bit i of m
//   symbols_look_up(block, list, count, tables, places, distances)
//                            see symbols_look_up.h; behind the list's end are places as well
//   symbols_ahead(a, b)      how many of the 64 bytes from a and from b are equal, up to the first that is not
//   symbols_behind(a, b)     how many of the 32 bytes before a and before b are, counted backwards
//   symbols_widen(p, s)      stores SYMBOLS_WIDE bytes as literals
//
// Lines repeat what a compressor for any bytes has to search for at each byte: the keys, and values that
// many users have. So repetitions are looked for in few places only, where a value begins, a line,
// or a word within a value; there by the next eight bytes, else by the next four, and in both cases
// after the same key (words: after anything); and for values else by the key alone. What is found is followed
// in both directions, which is how the text between two values comes in. The first candidate in this order is
// taken; of several ways the one that saves most.
//
// Whether a place has a candidate, and whether it lies within what is a repetition already, cannot be
// foreseen, and a branch foreseen wrongly costs as much as looking up a place. So each step goes over a whole
// stretch: places, candidates, how far each of them goes, and only then which are taken, without a branch for
// any of them.

enum {
  // A repetition is not worth its two symbols below this.
  SHORTEST = 5,
  LONGEST = 258,
  // Bytes that are equal as far as `symbols_ahead` sees.
  AHEAD = 64,
  // Bytes whose places are looked up before any is taken.
  STRETCH = 1024,
  // Entries behind the last one that are written in vain.
  LIST_SLACK = 64,
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

// Repetitions that may be taken: the place, how far back its like stands, how many bytes are equal from there
// on and before (as far as a register goes), and the symbol of the distance.
typedef struct {
  uint32_t place[STRETCH + SYMBOLS_GROUP], distance[STRETCH + SYMBOLS_GROUP];
  uint32_t ahead[STRETCH], behind[STRETCH], code[STRETCH];
} symbols_candidates;

// The code of a distance (RFC 1951, 3.2.5) and its extra bits.
static inline uint32_t symbols_distance(uint32_t distance) {
  const uint32_t less = distance - 1;
  const uint32_t bits = less < 4 ? 0 : 30 - (uint32_t)__builtin_clz(less);
  const uint32_t code = 2 * bits + (less >> bits);
  return (SLUICE_SYMBOL_DISTANCE + code) | (less & ((1u << bits) - 1)) << SLUICE_SYMBOL_BITS;
}

// The candidates among the places of a list: of each the first kind that there is.
static inline size_t symbols_look_up_all(const uint8_t *block, const uint32_t *list, const uint32_t *end,
                                         uint32_t to, sluice_symbol_tables *tables,
                                         symbols_candidates *c) {
  size_t count = 0;
  for (; list < end; list += SYMBOLS_GROUP)
    count += symbols_look_up(block, list, (size_t)(end - list), tables, c->place + count,
                             c->distance + count);
  for (size_t i = 0; i < count; i++) {
    const uint8_t *here = block + c->place[i], *there = here - c->distance[i];
    const uint32_t ahead = symbols_ahead(here, there), most = to - c->place[i];
    c->ahead[i] = ahead < most ? ahead : most;
    c->behind[i] = symbols_behind(here, there);
  }
  return count;
}

// The places that began like this one, the latest first; and this one put before them.
SYMBOLS_INLINE void symbols_exchange(uint32_t *seen, unsigned ways, uint32_t place, uint32_t *old) {
  for (unsigned i = 0; i < ways; i++) old[i] = seen[i];
  for (unsigned i = ways - 1; i > 0; i--) seen[i] = seen[i - 1];
  seen[0] = place;
}

// Compares each of the places seen with this one and keeps, as the candidate, the one that saves most, a bit of
// distance costing an eighth of a byte.
SYMBOLS_INLINE int symbols_compare(const uint8_t *block, uint32_t place, uint32_t to,
                                   const uint32_t *seen, unsigned count, int most,
                                   symbols_candidates *c, size_t i) {
  for (unsigned way = 0; way < count; way++) {
    if (!symbols_is_near(seen[way], place)) continue;
    const uint32_t equal = symbols_ahead(block + place, block + seen[way]), rest = to - place;
    const uint32_t ahead = equal < rest ? equal : rest;
    const uint32_t behind = symbols_behind(block + place, block + seen[way]);
    const uint32_t distance = place - seen[way];
    const int saved = 8 * (int)(ahead + behind) - 2 * (32 - __builtin_clz(distance));
    if (saved <= most) continue;
    most = saved;
    c->place[i] = place, c->distance[i] = distance, c->ahead[i] = ahead, c->behind[i] = behind;
  }
  return most;
}

// As `symbols_look_up_all`, but of each place the candidate that saves most.
SYMBOLS_INLINE size_t symbols_compare_all(const uint8_t *block, const uint32_t *list,
                                          const uint32_t *end, uint32_t to, unsigned ways,
                                          sluice_symbol_tables *tables, symbols_candidates *c) {
  size_t count = 0;
  for (; list < end; list++) {
    const uint32_t place = *list;
    const uint64_t next = word_load(block + place), before = word_load(block + place - 8);
    const uint64_t last = before >> 56;
    const symbols_buckets buckets = symbols_buckets_of(next, last == '"' ? before : last);
    uint32_t by_long[SLUICE_SYMBOLS_MOST_WAYS], by_short[SLUICE_SYMBOLS_MOST_WAYS], by_key[1];
    symbols_exchange(tables->long_starts + buckets.by_long * ways, ways, place, by_long);
    symbols_exchange(tables->short_starts + buckets.by_short * ways, ways, place, by_short);
    symbols_exchange(tables->keys + buckets.by_key, 1, place, by_key);
    int most = symbols_compare(block, place, to, by_long, ways, 0, c, count);
    most = symbols_compare(block, place, to, by_short, ways, most, c, count);
    if (last == '"' || last == '\n')
      most = symbols_compare(block, place, to, by_key, 1, most, c, count);
    count += most > 0;
  }
  return count;
}

static inline uint32_t *symbols_literals(const uint8_t *bytes, size_t count, uint32_t *symbols) {
  size_t done = 0;
  do symbols_widen(bytes + done, symbols + done), done += SYMBOLS_WIDE;
  while (__builtin_expect(done < count, 0));
  return symbols + count;
}

// A repetition that is longer than a candidate shows, as so many as are needed.
static inline uint32_t *symbols_repeat(uint32_t length, uint32_t code, uint32_t *symbols) {
  while (length > LONGEST) {
    const uint32_t part = length < LONGEST + SHORTEST ? LONGEST - SHORTEST : LONGEST;
    *symbols++ = SLUICE_SYMBOL_LENGTH + part - 3;
    *symbols++ = code;
    length -= part;
  }
  *symbols++ = SLUICE_SYMBOL_LENGTH + length - 3;
  *symbols++ = code;
  return symbols;
}

// How far bytes are equal beyond what a candidate shows.
static inline uint32_t symbols_extend(const uint8_t *here, const uint8_t *there, uint32_t most) {
  uint32_t ahead = AHEAD, equal = AHEAD;
  while (equal == AHEAD && ahead < most) {
    equal = symbols_ahead(here + ahead, there + ahead);
    ahead += equal;
  }
  return ahead < most ? ahead : most;
}

// Takes the candidates that begin behind what is taken already, each with the bytes before it that are free.
// `done` goes on over what has become symbols.
static inline uint32_t *symbols_take(const uint8_t *block, const symbols_candidates *c, size_t count,
                                     uint32_t to, uint32_t *done, uint32_t *symbols) {
  uint32_t from = *done;
  for (size_t i = 0; i < count; i++) {
    const uint32_t place = c->place[i], free = place - from, code = c->code[i];
    const uint32_t ahead = c->ahead[i], behind = c->behind[i] < free ? c->behind[i] : free;
    if (__builtin_expect(ahead == AHEAD, 0) && place >= from) {
      const uint8_t *here = block + place;
      const uint32_t all = symbols_extend(here, here - c->distance[i], to - place);
      symbols = symbols_literals(block + from, free - behind, symbols);
      symbols = symbols_repeat(behind + all, code, symbols);
      from = place + all;
      continue;
    }
    const uint32_t length = ahead + behind;
    const uint32_t is_taken = (uint32_t)(place >= from) & (uint32_t)(length >= SHORTEST);
    symbols = symbols_literals(block + from, is_taken ? free - behind : 0, symbols);
    symbols[0] = SLUICE_SYMBOL_LENGTH + length - 3;
    symbols[1] = code;
    symbols += 2 * is_taken;
    from = is_taken ? place + ahead : from;
  }
  *done = from;
  return symbols;
}

// `ways` is a constant in each call, so that each gets a loop of its own.
SYMBOLS_INLINE size_t symbols_find(const uint8_t *block, size_t count, size_t from, size_t to,
                                   unsigned ways, sluice_symbol_tables *tables, uint32_t *symbols) {
  uint32_t places[STRETCH + LIST_SLACK], *next = symbols;
  symbols_candidates candidates;
  const size_t readable = count < SYMBOLS_MARGIN_AFTER ? 0 : count - SYMBOLS_MARGIN_AFTER;
  const uint32_t last = (uint32_t)(to < readable ? to : readable);
  symbols_state state = {0, 0, 0, from == 0};
  uint32_t done = (uint32_t)from;
  for (uint32_t start = done; start < last; start += STRETCH) {
    uint32_t *list = places, *end = places;
    for (uint32_t at = start; at < last && at < start + STRETCH; at += 64) {
      const uint64_t mask = symbols_places(block + at, &state);
      block_offsets(mask, at, end);
      end += __builtin_popcountll(mask);
    }
    while (list < end && *list < SYMBOLS_MARGIN_BEFORE) list++;
    while (list < end && end[-1] >= last) end--;
    for (int i = 0; i < SYMBOLS_GROUP; i++) end[i] = SYMBOLS_MARGIN_BEFORE;
    const size_t found = ways == 1
                             ? symbols_look_up_all(block, list, end, last, tables, &candidates)
                             : symbols_compare_all(block, list, end, last, ways, tables, &candidates);
    for (size_t i = 0; i < found; i++) candidates.code[i] = symbols_distance(candidates.distance[i]);
    next = symbols_take(block, &candidates, found, last, &done, next);
  }
  if (done + SYMBOLS_WIDE <= to) {
    const size_t whole = (to - done) / SYMBOLS_WIDE * SYMBOLS_WIDE;
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
