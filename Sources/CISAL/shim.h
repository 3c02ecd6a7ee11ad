// ISA-L's CRC-32.
#ifndef SLUICE_CISAL_SHIM_H
#define SLUICE_CISAL_SHIM_H

#include <isa-l/crc.h>

#endif
