// The algorithm, once: included by each instruction set's file, which defines before
//   LINES_NAME               the function's name
//   block_bytes              64 bytes in registers
//   block_load(p)            fills it
//   block_equal(b, c)        bit i = byte i is c
//   block_at_least(b, c)     bit i = byte i is c or more
//   scan_prefix_xor(m)       bit i = parity of the bits 0...i of m
//
// Three states alternate in a good line and are the parity of what toggles them: between quotation
// marks or not, in the ID or behind its tab, in a key or in a value. A line that is not good may leave a
// state wrong, so each is set right at every line end: what is odd about a line stays in that line.

// Bit i = bit i - n of what `before` and then `mask` say, 0 < n < 64.
static inline uint64_t lines_shift(uint64_t mask, uint64_t before, int n) {
  return mask << n | before >> (64 - n);
}

// The state after each byte. At line ends it must be `wanted`; where it is not, that is odd, and the
// state is turned round from there on.
static inline uint64_t lines_parity(uint64_t toggles, uint64_t ends, uint64_t wanted,
                                    uint64_t *carry, uint64_t *odd) {
  uint64_t parity = scan_prefix_xor(toggles) ^ *carry;
  uint64_t wrong = ends & (parity ^ wanted);
  while (wrong) {
    const uint64_t from_first = -(wrong & -wrong);
    *odd |= wrong & -wrong;
    parity ^= from_first;
    wrong = ends & (parity ^ wanted);
  }
  *carry = (uint64_t)((int64_t)parity >> 63);
  return parity;
}

// Those of the keys' second bytes at `candidates` whose key is ic or begins with d_.
static inline uint64_t lines_reserved(const uint8_t *bytes, uint64_t candidates) {
  uint64_t found = 0;
  for (; candidates; candidates &= candidates - 1) {
    const uint8_t *second = bytes + __builtin_ctzll(candidates);
    const int is_ic = second[-1] == 'i' && second[0] == 'c' && second[1] == '"';
    if (is_ic || (second[-1] == 'd' && second[0] == '_')) found |= candidates & -candidates;
  }
  return found;
}

// Bytes that break UTF-8: continuation bytes are where a lead asks for one and nowhere else, and
// after E0, ED, F0 and F4 only some are good (The Unicode Standard, table 3-7).
static inline uint64_t lines_not_utf8(const block_bytes *block, uint64_t high,
                                      sluice_line_state *s) {
  const uint64_t from_c0 = block_at_least(block, 0xC0);
  const uint64_t from_e0 = block_at_least(block, 0xE0);
  const uint64_t from_f0 = block_at_least(block, 0xF0);
  const uint64_t none = (from_c0 & ~block_at_least(block, 0xC2)) | block_at_least(block, 0xF5);
  const uint64_t e0 = block_equal(block, 0xE0), ed = block_equal(block, 0xED);
  const uint64_t f0 = block_equal(block, 0xF0), f4 = block_equal(block, 0xF4);
  const uint64_t from_90 = block_at_least(block, 0x90), from_a0 = block_at_least(block, 0xA0);
  const uint64_t asked = from_c0 << 1 | from_e0 << 2 | from_f0 << 3 | s->asked;
  const uint64_t wrong = none | (asked ^ (high & ~from_c0)) |
                         ((e0 << 1 | s->after_e0) & ~from_a0) | ((ed << 1 | s->after_ed) & from_a0) |
                         ((f0 << 1 | s->after_f0) & ~from_90) | ((f4 << 1 | s->after_f4) & from_90);
  s->asked = from_c0 >> 63 | from_e0 >> 62 | from_f0 >> 61;
  s->after_e0 = e0 >> 63, s->after_ed = ed >> 63, s->after_f0 = f0 >> 63, s->after_f4 = f4 >> 63;
  return wrong;
}

// What elements without quotation marks come to, `d_sid=24` or `d_unsid=24`: the `=` of each.
typedef struct {
  uint64_t added, removed;
} lines_traits;

// Those of the `=` at `candidates` that stand behind `name`, which is so many bytes long.
static inline uint64_t lines_named(const uint8_t *bytes, uint64_t candidates, const char *name,
                                   int count) {
  uint64_t found = 0;
  for (; candidates; candidates &= candidates - 1) {
    const uint8_t *equals = bytes + __builtin_ctzll(candidates);
    if (__builtin_memcmp(equals - count, name, (size_t)count) == 0)
      found |= candidates & -candidates;
  }
  return found;
}

// Judges the bytes of elements without quotation marks: each is the name of a trait form, `=`, digits.
static inline lines_traits lines_bare(const uint8_t *bytes, const block_bytes *block, uint64_t bare,
                                      uint64_t equals, uint64_t key_opener, uint64_t open,
                                      uint64_t in_value, sluice_line_state *s, uint64_t *odd) {
  const uint64_t bare_equals = equals & lines_shift(bare, s->bare, 1);
  const uint64_t digits = block_at_least(block, '0') & ~block_at_least(block, '9' + 1);
  lines_traits traits;
  traits.added = lines_named(
      bytes, bare_equals & lines_shift(key_opener, s->key_opener, 6), "d_sid", 5);
  traits.removed = lines_named(
      bytes, bare_equals & lines_shift(key_opener, s->key_opener, 8), "d_unsid", 7);
  *odd |= bare_equals & ~(traits.added | traits.removed);
  *odd |= bare & ~lines_shift(key_opener | bare | bare_equals,
                              s->key_opener | s->bare | s->bare_equals, 1);
  *odd |= open & lines_shift(bare_equals, s->bare_equals, 1);
  *odd |= bare & in_value & ~digits;
  s->bare_equals = bare_equals;
  return traits;
}

void LINES_NAME(const uint8_t *bytes, size_t blocks, sluice_line_state *state,
                sluice_line_masks *masks) {
  sluice_line_state s = *state;
  for (size_t index = 0; index < blocks; index++, bytes += 64) {
    const block_bytes block = block_load(bytes);
    const uint64_t end = block_equal(&block, '\n');
    const uint64_t tab = block_equal(&block, '\t');
    const uint64_t quote = block_equal(&block, '"');
    const uint64_t high = block_at_least(&block, 0x80);
    uint64_t odd = (~block_at_least(&block, 0x20) | block_equal(&block, 0x7F)) & ~(end | tab);

    const uint64_t quoted = lines_parity(quote, end, 0, &s.quoted, &odd);
    const uint64_t in_id = lines_parity(end | tab, end, ~(uint64_t)0, &s.in_id, &odd);
    const uint64_t id_end = tab & ~in_id;
    odd |= (tab | quote) & in_id;

    const uint64_t outside = ~(quoted | in_id);
    const uint64_t equals = block_equal(&block, '=') & outside;
    const uint64_t comma = block_equal(&block, ',') & outside;
    const uint64_t in_value = lines_parity(equals | comma | end, end, 0, &s.in_value, &odd);
    odd |= (equals & ~in_value) | (comma & in_value);

    // A quotation mark opens a key or a value where one may begin, and is followed by something; a closing
    // one is followed by what ends a key or a value. What is neither in an ID nor between quotation
    // marks is the text of an element without them.
    const uint64_t open = quote & quoted, close = quote & ~quoted;
    const uint64_t key_opener = id_end | comma, ender = equals | comma | end;
    const uint64_t bare = outside & ~(quote | ender | tab);
    const uint64_t may_open = lines_shift(key_opener | equals, s.key_opener | s.equals, 1);
    odd |= (open & ~may_open) | (may_open & ~(open | bare));
    const uint64_t closed = lines_shift(close, s.close, 1);
    odd |= (closed & ~ender) | (ender & ~(closed | lines_shift(bare, s.bare, 1)));
    odd |= lines_shift(open, s.open, 1) & close;

    // Keys of trait forms are told by their second byte first, which few others have there.
    const uint64_t key_open = open & ~in_value;
    odd |= lines_shift(key_open, s.key_open, 1) & block_equal(&block, '-');
    const uint64_t second = block_equal(&block, '_') | block_equal(&block, 'c');
    odd |= lines_reserved(bytes, lines_shift(key_open, s.key_open, 2) & second);
    if (high | s.asked) odd |= lines_not_utf8(&block, high, &s);

    lines_traits traits = {0, 0};
    if (bare | s.bare | s.bare_equals)
      traits = lines_bare(bytes, &block, bare, equals, key_opener, open, in_value, &s, &odd);
    const uint64_t pair = equals & ~(traits.added | traits.removed);

    s.key_opener = key_opener, s.equals = equals, s.open = open, s.close = close;
    s.key_open = key_open, s.bare = bare;
    masks[index] = (sluice_line_masks){
        end, id_end, pair, traits.added, traits.removed, odd, s.pair_count};
    s.pair_count += (uint64_t)__builtin_popcountll(pair);
  }
  *state = s;
}
