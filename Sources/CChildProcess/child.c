#define _GNU_SOURCE
#include "CChildProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// From vfork to execve the child runs on its parent's memory, with its parent's thread stopped:
// nothing but system calls happens there.

enum { most_descriptors = 64 };

static bool limit(int resource, rlim_t soft, rlim_t hard) {
  struct rlimit value = {soft, hard};
  return setrlimit(resource, &value) == 0;
}

static bool set_limits(const struct child_setup *setup) {
  if (!limit(RLIMIT_CORE, 0, 0)) return false;
  rlim_t bytes = setup->address_space_bytes, seconds = setup->cpu_seconds;
  if (bytes > 0 && !limit(RLIMIT_AS, bytes, bytes)) return false;
  // One that takes SIGXCPU for nothing is killed a second later.
  return seconds == 0 || limit(RLIMIT_CPU, seconds, seconds + 1);
}

// Moves the descriptors to their places, `*report` to the one after, and closes all others.
static bool place_descriptors(const struct child_setup *setup, int *report) {
  int count = setup->descriptor_count, above = count + 1;
  int moved[most_descriptors];
  for (int i = 0; i < count; i++) {
    moved[i] = fcntl(setup->descriptors[i], F_DUPFD_CLOEXEC, above);
    if (moved[i] < 0) return false;
  }
  int from = fcntl(*report, F_DUPFD_CLOEXEC, above);
  if (from < 0 || dup3(from, count, O_CLOEXEC) < 0) return false;
  *report = count;
  for (int i = 0; i < count; i++) {
    if (dup2(moved[i], i) < 0) return false;
  }
  return close_range((unsigned)above, ~0U, 0) == 0;
}

static void reset_signals(void) {
  struct sigaction standard = {.sa_handler = SIG_DFL};
  for (int number = 1; number < NSIG; number++) {
    // SIGKILL, SIGSTOP and those the C library keeps cannot be set, nor need to be.
    sigaction(number, &standard, NULL);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

static _Noreturn void become(const struct child_setup *setup, pid_t parent, int report) {
  bool is_ready = prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && setpgid(0, 0) == 0;
  // A parent that ended before that tells nobody any more.
  if (getppid() != parent) _exit(127);
  if (is_ready && place_descriptors(setup, &report)) {
    reset_signals();
    if (set_limits(setup)) execve(setup->program, setup->arguments, setup->environment);
  }
  int error = errno;
  if (write(report, &error, sizeof error) < 0) _exit(126);
  _exit(127);
}

// The errno the child met before its program began; 0 when that runs.
static int reported_error(int report) {
  int error = 0;
  ssize_t count;
  do count = read(report, &error, sizeof error);
  while (count < 0 && errno == EINTR);
  return count == sizeof error ? error : 0;
}

pid_t child_start(const struct child_setup *setup) {
  if (setup->descriptor_count > most_descriptors) return -EMFILE;
  int report[2];
  if (pipe2(report, O_CLOEXEC) != 0) return -errno;
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pid_t parent = getpid();
  pid_t process = vfork();
  if (process == 0) become(setup, parent, report[1]);
  int error = process < 0 ? errno : 0;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  close(report[1]);
  if (process > 0) error = reported_error(report[0]);
  close(report[0]);
  if (error == 0) return process;
  while (process > 0 && waitpid(process, NULL, 0) < 0 && errno == EINTR) continue;
  return -error;
}

int child_descriptor(pid_t process) { return (int)syscall(SYS_pidfd_open, process, 0); }

int child_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

const char *child_signal_name(int number) { return sigabbrev_np(number); }

int child_signal(int descriptor, int number) {
  return (int)syscall(SYS_pidfd_send_signal, descriptor, number, NULL, 0);
}
