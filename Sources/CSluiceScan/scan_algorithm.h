// The algorithm, once: included by each instruction set's file, which defines before
//   SCAN_NAME             the function's name
//   scan_vectors          what the needles look like in registers
//   scan_load(needles)    fills them
//   scan_block(p, v)      compares 64 bytes, gives scan_bits
//   scan_escapes(p, v)    compares them with the escape
//   scan_comments(p, v)   compares them with the comment sign
//   scan_prefix_xor(m)    bit i = parity of the bits 0...i of m
//
// Quoted regions are where the parity of quotes is odd. That is right only while every quote
// stands where one may: an opening one after a delimiter, a line end or a closing one (a
// doubled quote closes and reopens), a closing one before a delimiter, a line end, CR LF or a quote. Whatever
// stands elsewhere is marked `stray`, and the caller asks the exact reader.
//
// An escape takes the next byte, which then is neither a quote nor structure. One that takes a carriage return may
// take the line feed behind it as well, which is for the exact reader to say; so are lines that begin with
// the comment sign.

static inline uint64_t scan_shift_in(uint64_t mask, uint64_t *carry) {
  uint64_t shifted = (mask << 1) | *carry;
  *carry = mask >> 63;
  return shifted;
}

// The bytes that escapes take: every other one of a run of escapes, and the one behind a run of an odd number. Runs
// that begin at even bits and those that begin at odd ones are told apart by adding: the carry of a run
// comes out behind it.
static inline uint64_t scan_taken(uint64_t escape, uint64_t *carry) {
  const uint64_t even = 0x5555555555555555;
  escape &= ~*carry;
  const uint64_t follows = escape << 1 | *carry;
  const uint64_t odd_starts = escape & ~even & ~follows;
  uint64_t sums;
  *carry = __builtin_add_overflow(odd_starts, escape, &sums);
  return (even ^ sums << 1) & follows;
}

// `has_signs` (escapes, comments, another quote than `"`) is a constant in each call, so that texts without them pay
// nothing.
static inline __attribute__((always_inline)) void scan_run(
    const uint8_t *bytes, size_t blocks, sluice_scan_needles needles, int has_signs,
    sluice_scan_state *state, sluice_scan_masks *masks) {
  const scan_vectors vectors = scan_load(needles);
  const uint64_t quotes_count = needles.has_quote ? ~(uint64_t)0 : 0;
  const uint64_t escapes_count = needles.has_escape ? ~(uint64_t)0 : 0;
  const uint64_t comments_count = needles.has_comment ? ~(uint64_t)0 : 0;
  sluice_scan_state s = *state;
  for (size_t block = 0; block < blocks; block++) {
    const uint8_t *from = bytes + block * SLUICE_SCAN_BLOCK;
    scan_bits bits = scan_block(from, &vectors);
    s.line_count += (uint64_t)__builtin_popcountll(bits.line_end);
    uint64_t stray = 0;
    if (has_signs) {
      const uint64_t escape = scan_escapes(from, &vectors) & escapes_count;
      const uint64_t taken = scan_taken(escape, &s.after_escape);
      stray = taken & bits.cr;
      bits.special |= escape | (bits.quote & quotes_count);
      bits.delimiter &= ~taken;
      bits.quote &= ~taken;
      bits.line_end &= ~taken;
    }
    const uint64_t quote = bits.quote & quotes_count;
    const uint64_t cr = bits.cr & ~bits.line_end;
    const uint64_t quoted = scan_prefix_xor(quote) ^ s.quoted;
    s.quoted = (uint64_t)((int64_t)quoted >> 63);
    const uint64_t open = quote & quoted;
    const uint64_t close = quote & ~quoted;
    const uint64_t line_end = bits.line_end & ~quoted;
    const uint64_t structural = (bits.delimiter & ~quoted) | line_end;

    stray |= open & ~scan_shift_in(structural | close, &s.may_open);
    const uint64_t after = scan_shift_in(close, &s.after_close);
    stray |= after & ~(bits.delimiter | bits.line_end | quote | cr);
    stray |= scan_shift_in(after & cr, &s.after_close_cr) & ~bits.line_end;

    if (has_signs)
      stray |= scan_shift_in(line_end | bits.foreign, &s.may_comment) &
               scan_comments(from, &vectors) & comments_count;
    s.any_stray |= stray;
    s.any_foreign |= bits.foreign;
    masks[block].structural = structural;
    masks[block].line_end = line_end;
    masks[block].stray = stray;
    masks[block].foreign = bits.foreign;
    masks[block].special = bits.special;
  }
  *state = s;
}

void SCAN_NAME(const uint8_t *bytes, size_t blocks, sluice_scan_needles needles,
               sluice_scan_state *state, sluice_scan_masks *masks) {
  if (needles.has_escape | needles.has_comment | (needles.quote != '"'))
    scan_run(bytes, blocks, needles, 1, state, masks);
  else
    scan_run(bytes, blocks, needles, 0, state, masks);
}
