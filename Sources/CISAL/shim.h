// ISA-L's inflate and CRC-32.
#ifndef SLUICE_CISAL_SHIM_H
#define SLUICE_CISAL_SHIM_H

#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>

#endif
