#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "CRealtime.h"

static _Atomic rlim_t soft_limit;
static pthread_mutex_t limiting = PTHREAD_MUTEX_INITIALIZER;

enum { remembered_demotions = 64 };
static _Atomic uint64_t demotions;
/// The last threads that were lowered, each under the number of its demotion.
static _Atomic uint64_t demoted[remembered_demotions];

static void note_demotion(int32_t thread_id) {
  uint64_t number = atomic_fetch_add(&demotions, 1) + 1;
  atomic_store(&demoted[number % remembered_demotions], number << 32 | (uint32_t)thread_id);
}

int rt_demote_thread(int32_t thread_id) {
  int policy = sched_getscheduler(thread_id) & ~SCHED_RESET_ON_FORK;
  if (policy != SCHED_FIFO && policy != SCHED_RR) return -1;
  int error = rt_set_scheduling(thread_id, SCHED_OTHER, 0);
  if (error == 0) note_demotion(thread_id);
  return error;
}

static rlim_t warned_at(rlim_t hard) { return hard == RLIM_INFINITY ? hard : hard / 10 * 8; }

// The kernel sends SIGXCPU to the thread that overran, and puts the soft limit up by a second, past
// the hard one: it is put back, or the next thread would be killed unwarned.
static void lower_this_thread(int signal_number) {
  (void)signal_number;
  int before = errno;
  // Not rt_thread_id: a first look at thread-local data may allocate.
  rt_demote_thread((int32_t)syscall(SYS_gettid));
  struct rlimit limit;
  if (getrlimit(RLIMIT_RTTIME, &limit) == 0) {
    rlim_t warned = warned_at(limit.rlim_max);  // The hard limit may have gone down since.
    limit.rlim_cur = atomic_load(&soft_limit);
    if (limit.rlim_cur > warned) limit.rlim_cur = warned;
    setrlimit(RLIMIT_RTTIME, &limit);
  }
  errno = before;
}

static int handle_overruns(void) {
  struct sigaction present;
  if (sigaction(SIGXCPU, NULL, &present) != 0) return errno;
  if ((present.sa_flags & SA_SIGINFO) != 0 || present.sa_handler != SIG_DFL) return 0;
  struct sigaction action = {.sa_handler = lower_this_thread, .sa_flags = SA_RESTART};
  sigemptyset(&action.sa_mask);
  return sigaction(SIGXCPU, &action, NULL) == 0 ? 0 : errno;
}

/// Whether the kernel has put the soft limit up after a warning, whose handler is still to run.
static bool is_put_up(rlim_t soft) {
  rlim_t known = atomic_load(&soft_limit);
  return known != 0 && soft > known && (soft - known) % 1000000 == 0;
}

static int lower_limit(rlim_t maximum) {
  struct rlimit present;
  if (getrlimit(RLIMIT_RTTIME, &present) != 0) return errno;
  struct rlimit limit = present;
  if (limit.rlim_max > maximum) limit.rlim_max = maximum;  // RLIM_INFINITY is the largest number.
  if (is_put_up(limit.rlim_cur)) limit.rlim_cur = atomic_load(&soft_limit);
  rlim_t warned = warned_at(limit.rlim_max);
  if (limit.rlim_cur > warned) limit.rlim_cur = warned;
  atomic_store(&soft_limit, limit.rlim_cur);
  if (limit.rlim_cur == present.rlim_cur && limit.rlim_max == present.rlim_max) return 0;
  return setrlimit(RLIMIT_RTTIME, &limit) == 0 ? 0 : errno;
}

int rt_limit_cpu_time(int64_t maximum_microseconds) {
  if (maximum_microseconds < 10) return EINVAL;
  pthread_mutex_lock(&limiting);
  int error = handle_overruns();
  if (error == 0) error = lower_limit((rlim_t)maximum_microseconds);
  pthread_mutex_unlock(&limiting);
  return error;
}

int64_t rt_watch_cpu_time(bool *is_under_way) {
  struct rlimit limit;
  *is_under_way = false;
  if (getrlimit(RLIMIT_RTTIME, &limit) != 0) return INT64_MAX;
  if (limit.rlim_cur == RLIM_INFINITY && limit.rlim_max == RLIM_INFINITY) return INT64_MAX;
  *is_under_way = is_put_up(limit.rlim_cur);
  bool is_prepared = limit.rlim_cur == atomic_load(&soft_limit) &&
                     limit.rlim_cur <= warned_at(limit.rlim_max);
  // Whoever has the lock does the same.
  if (!is_prepared && pthread_mutex_trylock(&limiting) == 0) {
    if (handle_overruns() == 0) lower_limit(RLIM_INFINITY);
    pthread_mutex_unlock(&limiting);
  }
  return limit.rlim_max > INT64_MAX ? INT64_MAX : (int64_t)limit.rlim_max;
}

void rt_accept_cpu_time_warning(void) {
  sigset_t warning;
  sigemptyset(&warning);
  sigaddset(&warning, SIGXCPU);
  pthread_sigmask(SIG_UNBLOCK, &warning, NULL);
}

uint64_t rt_cpu_time_demotions(void) { return atomic_load(&demotions); }

int32_t rt_demoted_thread(uint64_t number) {
  uint64_t entry = atomic_load(&demoted[number % remembered_demotions]);
  return entry >> 32 == (uint32_t)number ? (int32_t)(uint32_t)entry : 0;
}
