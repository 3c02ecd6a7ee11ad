// Any processor: eight bytes at a time in an ordinary register.
#include "block_portable.h"
#include "symbols_bits.h"
#include "symbols_words.h"

#define SYMBOLS_NAME sluice_symbols_portable

#include "symbols_algorithm.h"
