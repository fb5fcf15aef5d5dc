#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "CRealtime.h"

int32_t rt_cpu_count(void) {
  cpu_set_t cpus;
  if (sched_getaffinity(getpid(), sizeof cpus, &cpus) != 0) return 1;
  return CPU_COUNT(&cpus);
}

int64_t rt_thread_cpu_nanoseconds(int32_t thread_id) {
  // The kernel's number for the CPU clock of one thread, as pthread_getcpuclockid makes it.
  clockid_t clock = (clockid_t)(~(uint32_t)thread_id << 3 | 6);
  struct timespec used;
  if (clock_gettime(clock, &used) != 0) return -1;
  return (int64_t)used.tv_sec * 1000000000 + used.tv_nsec;
}

int32_t rt_open_thread_report(int32_t thread_id) {
  char path[64];
  snprintf(path, sizeof path, "/proc/self/task/%d/status", thread_id);
  return open(path, O_RDONLY | O_CLOEXEC);
}

void rt_close_thread_report(int32_t report) {
  if (report >= 0) close(report);
}

int rt_voluntary_switches(int32_t report, uint64_t *count) {
  static const char label[] = "\nvoluntary_ctxt_switches:";
  char text[8192];
  ssize_t length = pread(report, text, sizeof text - 1, 0);
  if (length < 0) return errno;
  text[length] = 0;
  const char *line = strstr(text, label);
  if (line == NULL) return ENODATA;
  *count = strtoull(line + sizeof label - 1, NULL, 10);
  return 0;
}

static bool has(int32_t thread_id, int32_t policy, int32_t priority) {
  struct sched_param parameters;
  int present = sched_getscheduler(thread_id);
  return present >= 0 && (present & ~SCHED_RESET_ON_FORK) == policy &&
         sched_getparam(thread_id, &parameters) == 0 && parameters.sched_priority == priority;
}

static const int lowest_nice = 19;

int rt_lower_thread(int32_t thread_id, rt_scheduling granted, bool keeps_nice) {
  if (!has(thread_id, granted.policy, granted.priority)) return -1;
  // First, while it means nothing yet: at SCHED_OTHER the thread would be a moment at its own.
  if (!keeps_nice) rt_set_nice(thread_id, lowest_nice);
  return rt_set_scheduling(thread_id, SCHED_OTHER, 0);
}

int rt_raise_thread(int32_t thread_id, rt_scheduling granted, bool keeps_nice) {
  bool is_ours = has(thread_id, SCHED_OTHER, 0);
  int error = is_ours ? rt_set_scheduling(thread_id, granted.policy, granted.priority) : -1;
  if (!keeps_nice && getpriority(PRIO_PROCESS, (id_t)thread_id) == lowest_nice)
    rt_set_nice(thread_id, granted.nice);  // It may be refused: a real-time thread does not mind.
  return error;
}

bool rt_may_undo_nice(void) {
  int present = getpriority(PRIO_PROCESS, 0);
  return rt_set_nice(0, present + 1) == 0 && rt_set_nice(0, present) == 0;
}

void rt_describe_address(uintptr_t address, char *text, size_t byte_count) {
  Dl_info info;
  if (dladdr((void *)address, &info) == 0) {
    snprintf(text, byte_count, "%#lx", (unsigned long)address);
    return;
  }
  const char *slash = strrchr(info.dli_fname, '/');
  const char *file = slash == NULL ? info.dli_fname : slash + 1;
  if (info.dli_sname != NULL && (uintptr_t)info.dli_saddr == address)
    snprintf(text, byte_count, "%s (%s)", info.dli_sname, file);
  else
    snprintf(text, byte_count, "%s+%#lx", file,
             (unsigned long)(address - (uintptr_t)info.dli_fbase));
}
