// LZ4 blocks and frames.
#ifndef SLUICE_CLZ4_SHIM_H
#define SLUICE_CLZ4_SHIM_H

#include <lz4.h>
#include <lz4frame.h>

#endif
