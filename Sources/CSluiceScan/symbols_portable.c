// Any processor: eight bytes at a time in an ordinary register.
#include "block_portable.h"
#include "symbols_bits.h"
#include "symbols_look_up.h"
#include "symbols_words.h"

#define SYMBOLS_FIND sluice_symbols_find_portable
#define SYMBOLS_COUNT sluice_symbols_count_portable
#define SYMBOLS_WRITE sluice_symbols_write_portable

#include "symbols_algorithm.h"
#include "symbols_write.h"
