// Any processor: what wide copies are is the compiler's choice.
#include "block_portable.h"
#include "scan_bits.h"

#define PAIRS_NAME sluice_pairs_portable

#include "pairs_judge.h"

#include "pairs_algorithm.h"
