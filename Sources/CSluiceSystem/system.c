// See CSluiceSystem.h. Elsewhere than on Linux what is Linux's fails with ENOSYS, which callers expect.

#define _GNU_SOURCE
#include "CSluiceSystem.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#endif

extern char **environ;

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

int sluice_is_of_the_kernel(const char *directory) {
#ifdef __linux__
  const unsigned long proc = 0x9FA0, sys = 0x62656572;  // PROC_SUPER_MAGIC, SYSFS_MAGIC of <linux/magic.h>
  struct statfs facts;
  if (statfs(directory, &facts)) return -1;
  return (unsigned long)facts.f_type == proc || (unsigned long)facts.f_type == sys;
#else
  (void)directory;
  return 0;
#endif
}

int sluice_channel(int ends[2]) {
#ifdef __linux__
  return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends);
#else
  (void)ends;
  errno = ENOSYS;
  return -1;
#endif
}

ptrdiff_t sluice_send(int channel, const void *bytes, size_t count) {
#ifdef __linux__
  return send(channel, bytes, count, MSG_NOSIGNAL);
#else
  (void)channel, (void)bytes, (void)count;
  errno = ENOSYS;
  return -1;
#endif
}

int sluice_memory_file(void) {
#ifdef __linux__
  return memfd_create("sluice", MFD_CLOEXEC);
#else
  errno = ENOSYS;
  return -1;
#endif
}

// The group keeps a terminal's interrupt from the program: whoever started it ends it. The mask is
// empty because threads of pools block signals, which a program would inherit.
static int describe(posix_spawnattr_t *attributes) {
  sigset_t ignored, none;
  sigemptyset(&none);
  sigemptyset(&ignored);
  sigaddset(&ignored, SIGINT);
  sigaddset(&ignored, SIGPIPE);
  sigaddset(&ignored, SIGTERM);
  int failure = posix_spawnattr_setflags(
      attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  if (!failure) failure = posix_spawnattr_setpgroup(attributes, 0);
  if (!failure) failure = posix_spawnattr_setsigdefault(attributes, &ignored);
  if (!failure) failure = posix_spawnattr_setsigmask(attributes, &none);
  return failure;
}

// The descriptors stand above the standard ones already, so that none is overwritten before it is used.
static int spawn(char *const arguments[], const int descriptors[3], pid_t *process) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  int failure = posix_spawn_file_actions_init(&actions);
  if (failure) return failure;
  failure = posix_spawnattr_init(&attributes);
  if (!failure) {
    failure = describe(&attributes);
    for (int place = 0; place < 3 && !failure; place++)
      failure = posix_spawn_file_actions_adddup2(&actions, descriptors[place], place);
    if (!failure)
      failure = posix_spawnp(process, arguments[0], &actions, &attributes, arguments, environ);
    posix_spawnattr_destroy(&attributes);
  }
  posix_spawn_file_actions_destroy(&actions);
  return failure;
}

int sluice_spawn(char *const arguments[], int input, int output, int errors) {
  const int given[3] = {input, output, errors};
  int raised[3] = {-1, -1, -1};
  int failure = 0;
  pid_t process = -1;
  for (int place = 0; place < 3 && !failure; place++) {
    raised[place] = fcntl(given[place], F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    if (raised[place] < 0) failure = errno;
  }
  if (!failure) failure = spawn(arguments, raised, &process);
  for (int place = 0; place < 3; place++)
    if (raised[place] >= 0) close(raised[place]);
  if (!failure) return process;
  errno = failure;
  return -1;
}
