// The kernels of this processor against the portable ones, on random bytes: for processors that the package's own
// tests do not run on. Takes how many rounds to do; ends with 1 at the first difference. See scripts/test-arm.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sluice_lines.h"
#include "sluice_scan.h"
#include "sluice_symbols.h"

enum { MOST_BLOCKS = 18, TEXT = 1 << 17 };

// SplitMix64: the same numbers in each run.
static uint64_t seed;

static uint64_t next(void) {
  seed += 0x9E3779B97F4A7C15;
  uint64_t value = seed;
  value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9;
  value = (value ^ value >> 27) * 0x94D049BB133111EB;
  return value ^ value >> 31;
}

static size_t below(size_t bound) { return (size_t)(next() % bound); }
static int one_in(size_t count) { return below(count) == 0; }

static void check(int is_same, const char *what, long round) {
  if (is_same) return;
  printf("%s differ in round %ld\n", what, round);
  exit(1);
}

// Fills `to` with words, and now and then with any byte. What does not fit is cut off.
static void fill(uint8_t *to, size_t count, const char *const *words, size_t word_count) {
  for (size_t done = 0; done < count;) {
    if (one_in(16)) {
      to[done++] = (uint8_t)next();
      continue;
    }
    for (const char *word = words[below(word_count)]; *word && done < count; word++) to[done++] = (uint8_t)*word;
  }
}

static const char *const signs[] = {",", ";", "\n", "\r", "\r\n", "\"", "\\", "#", "@", "%", "x", "\x80", "\"\""};
static const char *const elements[] = {
    "\"gender\"=\"m\"", ",", "\n", "C0012\t", "d_sid=24", "d_unsid=7", "\"", "=", "\t", "K\xC3\xB8", "\xE3\x81\x8A",
    "\"ic\"=\"x\"", "\"d_x\"=\"x\"", "abc", " ", "u1\t\"a\"=\"b\",\"c\"=\"d\"\n", "\xF0\x9F\x98\x80"};
static const size_t sign_count = sizeof signs / sizeof *signs, element_count = sizeof elements / sizeof *elements;

static uint8_t sign(void) { return (uint8_t)*signs[below(sign_count)]; }

static void compare_scans(sluice_scan_kernel own, sluice_scan_kernel portable, long round) {
  uint8_t bytes[MOST_BLOCKS * SLUICE_SCAN_BLOCK];
  const size_t blocks = 1 + below(MOST_BLOCKS);
  fill(bytes, sizeof bytes, signs, sign_count);
  const sluice_scan_needles needles = {
      .delimiter = sign(), .quote = one_in(2) ? '"' : sign(), .line_end = sign(), .escape = '\\', .comment = '#',
      .has_quote = !one_in(4), .has_escape = one_in(2), .has_comment = one_in(2)};
  sluice_scan_state a = {.quoted = one_in(2) ? ~(uint64_t)0 : 0, .may_open = one_in(2), .after_close = one_in(2),
                         .after_close_cr = one_in(2), .after_escape = one_in(2), .may_comment = one_in(2)};
  sluice_scan_state b = a;
  sluice_scan_masks ones[MOST_BLOCKS] = {0}, others[MOST_BLOCKS] = {0};
  own.scan(bytes, blocks, needles, &a, ones);
  portable.scan(bytes, blocks, needles, &b, others);
  check(!memcmp(ones, others, sizeof ones) && !memcmp(&a, &b, sizeof a), "scans", round);

  uint32_t ends[2][(MOST_BLOCKS + 1) * 64], records[2][(MOST_BLOCKS + 1) * 64];
  sluice_scan_stretch foreign[2][MOST_BLOCKS + 1];
  sluice_scan_places p = {.ends = ends[0], .records = records[0], .foreign = foreign[0]};
  sluice_scan_places q = {.ends = ends[1], .records = records[1], .foreign = foreign[1]};
  own.places(ones, blocks, 100, &p);
  portable.places(ones, blocks, 100, &q);
  const int counts = p.end_count == q.end_count && p.record_count == q.record_count &&
                     p.foreign_count == q.foreign_count;
  check(counts && !memcmp(p.ends, q.ends, p.end_count * sizeof *p.ends) &&
            !memcmp(p.records, q.records, p.record_count * sizeof *p.records) &&
            !memcmp(p.foreign, q.foreign, p.foreign_count * sizeof *p.foreign),
        "places", round);
}

static void compare_lines(sluice_lines_kernel own, sluice_lines_kernel portable, long round) {
  // The block before the first one is read as well, and a byte behind the last.
  uint8_t bytes[(MOST_BLOCKS + 1) * 64 + 1];
  const size_t blocks = 1 + below(MOST_BLOCKS);
  fill(bytes, sizeof bytes, elements, element_count);
  sluice_line_state a = {.in_id = ~(uint64_t)0}, b = a;
  sluice_line_masks ones[MOST_BLOCKS] = {0}, others[MOST_BLOCKS] = {0};
  own.scan(bytes + 64, blocks, &a, ones);
  portable.scan(bytes + 64, blocks, &b, others);
  check(!memcmp(ones, others, sizeof ones) && !memcmp(&a, &b, sizeof a), "lines", round);
}

static void compare_symbols(sluice_symbols_kernel own, sluice_symbols_kernel portable, long round) {
  static uint8_t text[TEXT];
  static uint32_t ones[TEXT + SLUICE_SYMBOLS_SLACK], others[TEXT + SLUICE_SYMBOLS_SLACK];
  static sluice_symbol_tables a, b;
  const size_t count = below(TEXT);
  const unsigned ways = 1u << below(3);
  fill(text, count, elements, element_count);
  memset(&a, 0, sizeof a);
  memset(&b, 0, sizeof b);
  const size_t found = own.find(text, count, 0, count, ways, &a, ones);
  const size_t expected = portable.find(text, count, 0, count, ways, &b, others);
  check(found == expected && !memcmp(ones, others, found * sizeof *ones), "symbols", round);
  uint32_t counts[2][SLUICE_SYMBOLS_COUNT_SETS * SLUICE_SYMBOL_COUNT] = {0};
  own.count(ones, found, counts[0]);
  portable.count(ones, found, counts[1]);
  check(!memcmp(counts[0], counts[1], sizeof counts[0]), "counts", round);
}

int main(int argument_count, char **arguments) {
  const long rounds = argument_count > 1 ? atol(arguments[1]) : 100000;
  const size_t scans = sluice_scan_kernel_count(), lines = sluice_lines_kernel_count();
  const size_t symbols = sluice_symbols_kernel_count();
  const sluice_scan_kernel own = sluice_scan_kernel_at(0);
  if (scans < 2 || lines < 2 || symbols < 2) {
    printf("there are only portable kernels\n");
    return 1;
  }
  for (long round = 0; round < rounds; round++) {
    compare_scans(own, sluice_scan_kernel_at(scans - 1), round);
    compare_lines(sluice_lines_kernel_at(0), sluice_lines_kernel_at(lines - 1), round);
    if (round % 100 == 0) compare_symbols(sluice_symbols_kernel_at(0), sluice_symbols_kernel_at(symbols - 1), round);
  }
  printf("%s and portable: the same in %ld rounds\n", own.name, rounds);
  return 0;
}
