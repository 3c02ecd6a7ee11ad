// The algorithm, once: included by each instruction set's file, which defines before
//   SCAN_NAME             the function's name
//   scan_vectors          what the needles look like in registers
//   scan_load(needles)    fills them
//   scan_block(p, v)      compares 64 bytes, gives scan_bits
//   scan_prefix_xor(m)    bit i = parity of the bits 0...i of m
//
// Quoted regions are where the parity of quotes is odd. That is right only while every quote
// stands where one may: an opening one after a delimiter, a line end or a closing one (a
// doubled quote closes and reopens), a closing one before a delimiter, a line end, CR LF or a quote. Whatever
// stands elsewhere is marked `stray`, and the caller asks the exact reader.

static inline uint64_t scan_shift_in(uint64_t mask, uint64_t *carry) {
  uint64_t shifted = (mask << 1) | *carry;
  *carry = mask >> 63;
  return shifted;
}

void SCAN_NAME(const uint8_t *bytes, size_t blocks, sluice_scan_needles needles,
               sluice_scan_state *state, sluice_scan_masks *masks) {
  const scan_vectors vectors = scan_load(needles);
  const uint64_t quotes_count = needles.has_quote ? ~(uint64_t)0 : 0;
  sluice_scan_state s = *state;
  for (size_t block = 0; block < blocks; block++) {
    const scan_bits bits = scan_block(bytes + block * SLUICE_SCAN_BLOCK, &vectors);
    const uint64_t quote = bits.quote & quotes_count;
    const uint64_t cr = bits.cr & ~bits.line_end;
    const uint64_t quoted = scan_prefix_xor(quote) ^ s.quoted;
    s.quoted = (uint64_t)((int64_t)quoted >> 63);
    const uint64_t open = quote & quoted;
    const uint64_t close = quote & ~quoted;
    const uint64_t line_end = bits.line_end & ~quoted;
    const uint64_t structural = (bits.delimiter & ~quoted) | line_end;

    uint64_t stray = open & ~scan_shift_in(structural | close, &s.may_open);
    const uint64_t after = scan_shift_in(close, &s.after_close);
    stray |= after & ~(bits.delimiter | bits.line_end | quote | cr);
    stray |= scan_shift_in(after & cr, &s.after_close_cr) & ~bits.line_end;

    s.line_count += (uint64_t)__builtin_popcountll(bits.line_end);
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
