// arm64: four registers of 16 bytes for the places; repetitions by ordinary registers, because a
// comparison's outcome is nearer in those.
#if defined(__aarch64__)

#include "block_neon.h"
#include "symbols_bits.h"
#include "symbols_look_up.h"
#include "symbols_words.h"

#define SYMBOLS_FIND sluice_symbols_find_neon
#define SYMBOLS_COUNT sluice_symbols_count_neon
#define SYMBOLS_WRITE sluice_symbols_write_neon

#include "symbols_algorithm.h"
#include "symbols_write.h"

#endif
