// The algorithm, once: included by each instruction set's file, which defines before
//   INFLATE_NAME                 the function's name
//   inflate_low_bits(word, n)    the low bits of a word: as many as the low six bits of n say, and bits 6 and 7
//                                of n are zero
//
// What comes next, a literal, a length or the end, cannot be foreseen, and a branch foreseen wrongly costs more
// than two symbols. So each step does the same for all of them: it takes the entry's bits, copies a register's worth
// from where its bytes stand (those of a repetition in the output, those of literals in the entry itself)
// and goes on by as many as there are, none for a length. The entry for the next step is looked up before the bits
// are filled up again, which then costs no time. What is rare has branches: words longer than
// the look-up, repetitions longer than a register's worth or into themselves, and the end.
//
// That loop reads and writes ahead. Near the end of either side symbols are taken one by one (`inflate_slowly`).

enum {
  // Bytes of input that a turn of the loop may read, and of the past that its values that are no distances cannot exceed.
  INFLATE_AHEAD = 32,
  INFLATE_PAST = 256,
};

typedef struct {
  uint64_t bits;
  // In the low six bits how many bits of `bits` count. Above them is garbage, and so is what is above those in `bits`:
  // bytes that will be read again.
  uint32_t count;
  const uint8_t *in;
} inflate_bits;

// Afterwards at least 56 bits count.
static inline inflate_bits inflate_refill(inflate_bits b) {
  const uint32_t count = b.count & INFLATE_TAKEN;
  b.bits |= word_load(b.in) << count;
  b.in += (63 - count) >> 3;
  b.count = count | 56;
  return b;
}

static inline const uint32_t *inflate_look_up(const uint32_t *table, uint64_t bits) {
  return table + inflate_low_bits(bits, SLUICE_INFLATE_BITS);
}

// The entry of a word that is longer than the look-up.
static inline const uint32_t *inflate_look_further(const uint32_t *table, uint32_t entry, uint64_t bits) {
  return table + (entry >> INFLATE_VALUE_SHIFT) +
         inflate_low_bits(bits >> SLUICE_INFLATE_BITS, entry & INFLATE_TAKEN);
}

// The value of an entry, extra bits added, whose words are the next of the bits; its special bit must not be set.
static inline uint32_t inflate_value(uint32_t entry, uint64_t bits) {
  const uint32_t shift = INFLATE_VALUE_SHIFT + (entry >> 12 & 8);
  return (entry >> shift) + (uint32_t)(inflate_low_bits(bits, entry) >> inflate_words(entry));
}

// INFLATE_SHORT bytes, all of them read before any is written.
static inline void inflate_copy(uint8_t *to, const uint8_t *from) {
  struct {
    uint8_t bytes[INFLATE_SHORT];
  } copied;
  __builtin_memcpy(&copied, from, INFLATE_SHORT);
  __builtin_memcpy(to, &copied, INFLATE_SHORT);
}

// A repetition of any kind, byte by byte where it goes on into itself.
static inline void inflate_repeat(uint8_t *out, uint32_t distance, uint32_t length) {
  const uint8_t *from = out - distance;
  if (distance >= INFLATE_SHORT)
    for (uint32_t done = 0; done < length; done += INFLATE_SHORT)
      inflate_copy(out + done, from + done);
  else
    for (uint32_t done = 0; done < length; done++) out[done] = from[done];
}

// Symbol by symbol: no input is read ahead, and what is written ends at most one repetition behind `until`, inside
// the margin.
static int inflate_slowly(const sluice_inflate_tables *tables, sluice_inflate_stream *s, uint8_t *until) {
  while (s->out < until) {
    while (s->bit_count < 56 && s->in < s->in_end)
      s->bits |= (uint64_t)*s->in++ << s->bit_count, s->bit_count += 8;
    const uint32_t *table = tables->entries + (s->length > 0 ? SLUICE_INFLATE_TABLE : 0);
    uint32_t entry = *inflate_look_up(table, s->bits);
    if ((entry & INFLATE_SPECIAL) && inflate_kind(entry) == INFLATE_TABLE)
      entry = *inflate_look_further(table, entry, s->bits);
    const uint32_t taken = entry & INFLATE_TAKEN;
    // An ordinary entry has no kind; INFLATE_TABLE, which no entry has any more here, stands for that.
    const inflate_special kind = entry & INFLATE_SPECIAL ? inflate_kind(entry) : INFLATE_TABLE;
    // Bits that are not there yet are zeros, with which a word may look like none.
    if (kind == INFLATE_NONE && s->bit_count >= SLUICE_INFLATE_LONGEST) return SLUICE_INFLATE_BAD_CODE;
    if (kind == INFLATE_NONE || taken > s->bit_count) return SLUICE_INFLATE_NEEDS_INPUT;
    const uint32_t value = inflate_value(entry & ~INFLATE_SPECIAL, s->bits);
    s->bits >>= taken;
    s->bit_count -= taken;
    if (kind == INFLATE_END) return SLUICE_INFLATE_END_OF_BLOCK;
    if (s->length > 0) {
      if (value > (size_t)(s->out - s->history)) return SLUICE_INFLATE_BAD_DISTANCE;
      inflate_repeat(s->out, value, s->length);
      s->out += s->length;
      s->length = 0;
      continue;
    }
    const uint32_t literals = kind == INFLATE_TABLE ? inflate_kind(entry) : 0;
    for (uint32_t i = 0; i < literals; i++) *s->out++ = (uint8_t)(entry >> (INFLATE_VALUE_SHIFT + 8 * i));
    if (kind == INFLATE_LONG || (entry & INFLATE_LENGTH)) s->length = value;
  }
  return SLUICE_INFLATE_NEEDS_OUTPUT;
}

// What the loop comes upon that is rare: one symbol, and the distance behind a length that the loop cannot copy.
// Returns a status, or -1 to go on.
static int inflate_rarely(const uint32_t *tables, inflate_bits *bits, sluice_inflate_stream *s) {
  inflate_bits b = *bits;
  do {
    b = inflate_refill(b);
    const uint32_t *table = tables + (s->length > 0 ? SLUICE_INFLATE_TABLE : 0);
    uint32_t entry = *inflate_look_up(table, b.bits);
    if ((entry & INFLATE_SPECIAL) && inflate_kind(entry) == INFLATE_TABLE)
      entry = *inflate_look_further(table, entry, b.bits);
    const int is_special = (entry & INFLATE_SPECIAL) != 0;
    if (is_special && inflate_kind(entry) == INFLATE_NONE) return SLUICE_INFLATE_BAD_CODE;
    const uint32_t value = inflate_value(entry & ~INFLATE_SPECIAL, b.bits);
    b.bits >>= entry & INFLATE_TAKEN;
    b.count -= entry & INFLATE_TAKEN;
    if (is_special && inflate_kind(entry) == INFLATE_END) {
      *bits = b;
      return SLUICE_INFLATE_END_OF_BLOCK;
    }
    if (s->length > 0) {
      if (value > (size_t)(s->out - s->history)) return SLUICE_INFLATE_BAD_DISTANCE;
      inflate_repeat(s->out, value, s->length);
      s->out += s->length;
      s->length = 0;
    } else if (is_special || (entry & INFLATE_LENGTH)) {
      s->length = value;
    } else {
      *s->out++ = (uint8_t)(entry >> INFLATE_VALUE_SHIFT);
    }
  } while (s->length > INFLATE_SHORT);
  *bits = inflate_refill(b);
  return -1;
}

// One step. `length` is that of a repetition whose distance this is, else 0. Takes at most 16 bits of a literal or
// a length, and 24 of a distance: two steps leave enough to look the next one up.
#define INFLATE_STEP                                                                                  \
  {                                                                                                   \
    const uint32_t entry = *next;                                                                     \
    if (__builtin_expect(entry & INFLATE_SPECIAL, 0)) goto rare;                                      \
    const uint32_t value = inflate_value(entry, b.bits);                                              \
    const uint8_t *from = length > 0 ? out - value : (const uint8_t *)next + 2;                       \
    if (__builtin_expect((value < length) | (value > (size_t)(out - history)), 0)) goto rare;         \
    b.bits >>= entry & INFLATE_TAKEN;                                                                 \
    b.count -= entry;                                                                                 \
    inflate_copy(out, from);                                                                          \
    out += length + (entry >> INFLATE_KIND_SHIFT & INFLATE_KIND);                                     \
    const uint32_t is_length = entry >> 14 & 1;                                                       \
    next = inflate_look_up(tables + is_length * SLUICE_INFLATE_TABLE, b.bits);                        \
    length = value & -is_length;                                                                      \
  }

static int inflate_quickly(const sluice_inflate_tables *all, sluice_inflate_stream *s) {
  const uint32_t *tables = all->entries;
  const uint8_t *const history = s->history, *const in_limit = s->in_end - INFLATE_AHEAD;
  uint8_t *out = s->out, *const out_limit = s->out_limit;
  uint32_t length = s->length;
  inflate_bits b = inflate_refill((inflate_bits){s->bits, s->bit_count, s->in});
  const uint32_t *next = inflate_look_up(tables + (length > 0 ? SLUICE_INFLATE_TABLE : 0), b.bits);
  int status = -1;
  while (b.in < in_limit && out < out_limit) {
    b = inflate_refill(b);
    INFLATE_STEP
    INFLATE_STEP
    continue;
  rare:
    s->out = out;
    s->length = length;
    status = inflate_rarely(tables, &b, s);
    out = s->out;
    length = s->length;
    if (status >= 0) break;
    next = inflate_look_up(tables + (length > 0 ? SLUICE_INFLATE_TABLE : 0), b.bits);
  }
  b.count &= INFLATE_TAKEN;
  s->bits = inflate_low_bits(b.bits, b.count);
  s->bit_count = b.count;
  s->in = b.in;
  s->out = out;
  s->length = length;
  return status;
}

int INFLATE_NAME(const sluice_inflate_tables *tables, sluice_inflate_stream *s) {
  if (s->out - s->history < INFLATE_PAST || s->length > INFLATE_SHORT) {
    uint8_t *past = s->out + INFLATE_PAST, *until = past < s->out_limit ? past : s->out_limit;
    const int status = inflate_slowly(tables, s, until);
    if (status != SLUICE_INFLATE_NEEDS_OUTPUT) return status;
  }
  if (s->in_end - s->in > INFLATE_AHEAD) {
    const int status = inflate_quickly(tables, s);
    if (status >= 0) return status;
  }
  return inflate_slowly(tables, s, s->out_limit);
}
