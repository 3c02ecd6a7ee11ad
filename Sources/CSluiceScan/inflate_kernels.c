// Which kernels for inflating this processor can run, found once.
#include "sluice_inflate.h"

int sluice_inflate_bmi2(const sluice_inflate_tables *tables, sluice_inflate_stream *stream);
int sluice_inflate_portable(const sluice_inflate_tables *tables, sluice_inflate_stream *stream);

enum { MOST_KERNELS = 2 };

static size_t list_kernels(sluice_inflate_kernel list[MOST_KERNELS]) {
  size_t count = 0;
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2"))
    list[count++] = (sluice_inflate_kernel){"bmi2", sluice_inflate_bmi2};
#endif
  list[count++] = (sluice_inflate_kernel){"portable", sluice_inflate_portable};
  return count;
}

size_t sluice_inflate_kernel_count(void) {
  sluice_inflate_kernel list[MOST_KERNELS];
  return list_kernels(list);
}

sluice_inflate_kernel sluice_inflate_kernel_at(size_t index) {
  sluice_inflate_kernel list[MOST_KERNELS];
  const size_t count = list_kernels(list);
  return list[index < count ? index : count - 1];
}
