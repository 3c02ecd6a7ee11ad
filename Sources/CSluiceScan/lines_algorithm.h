// The algorithm, once: included by each instruction set's file, which defines before
//   LINES_NAME               the function's name
//   lines_block              64 bytes in registers
//   lines_load(p)            fills it
//   lines_equal(b, c)        bit i = byte i is c
//   lines_at_least(b, c)     bit i = byte i is c or more
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
static inline uint64_t lines_not_utf8(const lines_block *block, uint64_t high,
                                      sluice_line_state *s) {
  const uint64_t from_c0 = lines_at_least(block, 0xC0);
  const uint64_t from_e0 = lines_at_least(block, 0xE0);
  const uint64_t from_f0 = lines_at_least(block, 0xF0);
  const uint64_t none = (from_c0 & ~lines_at_least(block, 0xC2)) | lines_at_least(block, 0xF5);
  const uint64_t e0 = lines_equal(block, 0xE0), ed = lines_equal(block, 0xED);
  const uint64_t f0 = lines_equal(block, 0xF0), f4 = lines_equal(block, 0xF4);
  const uint64_t from_90 = lines_at_least(block, 0x90), from_a0 = lines_at_least(block, 0xA0);
  const uint64_t asked = from_c0 << 1 | from_e0 << 2 | from_f0 << 3 | s->asked;
  const uint64_t wrong = none | (asked ^ (high & ~from_c0)) |
                         ((e0 << 1 | s->after_e0) & ~from_a0) | ((ed << 1 | s->after_ed) & from_a0) |
                         ((f0 << 1 | s->after_f0) & ~from_90) | ((f4 << 1 | s->after_f4) & from_90);
  s->asked = from_c0 >> 63 | from_e0 >> 62 | from_f0 >> 61;
  s->after_e0 = e0 >> 63, s->after_ed = ed >> 63, s->after_f0 = f0 >> 63, s->after_f4 = f4 >> 63;
  return wrong;
}

void LINES_NAME(const uint8_t *bytes, size_t blocks, sluice_line_state *state,
                sluice_line_masks *masks) {
  sluice_line_state s = *state;
  for (size_t index = 0; index < blocks; index++, bytes += 64) {
    const lines_block block = lines_load(bytes);
    const uint64_t end = lines_equal(&block, '\n');
    const uint64_t tab = lines_equal(&block, '\t');
    const uint64_t quote = lines_equal(&block, '"');
    const uint64_t high = lines_at_least(&block, 0x80);
    uint64_t odd = (~lines_at_least(&block, 0x20) | lines_equal(&block, 0x7F)) & ~(end | tab);

    const uint64_t quoted = lines_parity(quote, end, 0, &s.quoted, &odd);
    const uint64_t in_id = lines_parity(end | tab, end, ~(uint64_t)0, &s.in_id, &odd);
    const uint64_t id_end = tab & ~in_id;
    odd |= (tab | quote) & in_id;

    const uint64_t outside = ~(quoted | in_id);
    const uint64_t equals = lines_equal(&block, '=') & outside;
    const uint64_t comma = lines_equal(&block, ',') & outside;
    const uint64_t in_value = lines_parity(equals | comma | end, end, 0, &s.in_value, &odd);
    odd |= (equals & ~in_value) | (comma & in_value);

    // Whatever opens a key or a value is followed by its quotation mark, and nothing else is by one;
    // every closing one is followed by what ends a key or a value, and nothing else is.
    const uint64_t open = quote & quoted, close = quote & ~quoted;
    const uint64_t opener = id_end | comma | equals;
    odd |= open ^ lines_shift(opener, s.opener, 1);
    odd |= (equals | comma | end) ^ lines_shift(close, s.close, 1);
    odd |= lines_shift(open, s.open, 1) & close;

    // Trait forms are told by length first: few keys have one of the three, and with a `_` there.
    // Keys of trait forms are told by their second byte first, which few others have there.
    const uint64_t key_open = open & ~in_value;
    odd |= lines_shift(key_open, s.key_open, 1) & lines_equal(&block, '-');
    const uint64_t second = lines_equal(&block, '_') | lines_equal(&block, 'c');
    odd |= lines_reserved(bytes, lines_shift(key_open, s.key_open, 2) & second);
    if (high | s.asked) odd |= lines_not_utf8(&block, high, &s);

    s.opener = opener, s.open = open, s.close = close, s.key_open = key_open;
    masks[index] = (sluice_line_masks){end, id_end, equals, odd, s.pair_count};
    s.pair_count += (uint64_t)__builtin_popcountll(equals);
  }
  *state = s;
}
