#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <string.h>
#include <sys/resource.h>

#include "CRealtime.h"

_Static_assert(sizeof(cpu_set_t) == sizeof((rt_saved_scheduling){0}.cpus), "one bit per CPU");

int rt_save_scheduling(int32_t thread_id, rt_saved_scheduling *saved) {
  struct sched_param parameters;
  memset(saved, 0, sizeof *saved);
  saved->policy = sched_getscheduler(thread_id);
  if (saved->policy < 0 || sched_getparam(thread_id, &parameters) != 0) return errno;
  saved->priority = parameters.sched_priority;
  errno = 0;
  saved->nice = getpriority(PRIO_PROCESS, (id_t)thread_id);
  if (saved->nice == -1 && errno != 0) return errno;
  cpu_set_t *cpus = (cpu_set_t *)saved->cpus;
  return sched_getaffinity(thread_id, sizeof *cpus, cpus) == 0 ? 0 : errno;
}

int rt_change_priority(int32_t priority) {
  struct sched_param parameters;
  memset(&parameters, 0, sizeof parameters);
  parameters.sched_priority = priority;
  return sched_setparam(0, &parameters) == 0 ? 0 : errno;
}

int rt_restore_scheduling(int32_t thread_id, const rt_saved_scheduling *saved) {
  rt_saved_scheduling present;
  int error = rt_save_scheduling(thread_id, &present);
  if (error != 0) return error;
  if (present.policy != saved->policy || present.priority != saved->priority)
    error = rt_set_scheduling(thread_id, saved->policy, saved->priority);
  if (present.nice != saved->nice) {
    int refusal = rt_set_nice(thread_id, saved->nice);
    if (error == 0) error = refusal;
  }
  if (memcmp(present.cpus, saved->cpus, sizeof present.cpus) != 0 &&
      sched_setaffinity(thread_id, sizeof saved->cpus, (const cpu_set_t *)saved->cpus) != 0 &&
      error == 0)
    error = errno;
  return error;
}
