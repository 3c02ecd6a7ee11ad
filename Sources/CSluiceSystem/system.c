// See CSluiceSystem.h. Elsewhere than on Linux both fail with ENOSYS, which callers expect.

#define _GNU_SOURCE
#include "CSluiceSystem.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/syscall.h>
#endif

int sluice_start_write_back(int descriptor, int64_t offset, int64_t count) {
#ifdef __linux__
  return sync_file_range(descriptor, offset, count, SYNC_FILE_RANGE_WRITE);
#else
  (void)descriptor, (void)offset, (void)count;
  errno = ENOSYS;
  return -1;
#endif
}

int sluice_rename_exclusively(const char *from, const char *to) {
#if defined(__linux__) && defined(SYS_renameat2)
  const unsigned noReplace = 1;  // RENAME_NOREPLACE of <linux/fs.h>, which older C libraries lack
  return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, noReplace);
#else
  (void)from, (void)to;
  errno = ENOSYS;
  return -1;
#endif
}
