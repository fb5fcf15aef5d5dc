#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/resource.h>

#include "CRealtime.h"

static _Atomic rlim_t soft_limit;
static _Atomic uint64_t demotions;
static pthread_mutex_t limiting = PTHREAD_MUTEX_INITIALIZER;

// The kernel sends SIGXCPU to the thread that overran, and puts the soft limit up by a second, past
// the hard one: it is put back, or the next thread would be killed unwarned.
static void lower_this_thread(int signal_number) {
  (void)signal_number;
  int before = errno;
  int policy = sched_getscheduler(0) & ~SCHED_RESET_ON_FORK;
  if ((policy == SCHED_FIFO || policy == SCHED_RR) && rt_set_scheduling(0, SCHED_OTHER, 0) == 0)
    atomic_fetch_add(&demotions, 1);
  struct rlimit limit;
  if (getrlimit(RLIMIT_RTTIME, &limit) == 0) {
    limit.rlim_cur = atomic_load(&soft_limit);
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

static int lower_limit(rlim_t maximum) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_RTTIME, &limit) != 0) return errno;
  if (limit.rlim_max > maximum) limit.rlim_max = maximum;  // RLIM_INFINITY is the largest number.
  rlim_t warned = limit.rlim_max / 10 * 8;
  if (limit.rlim_cur > warned) limit.rlim_cur = warned;
  atomic_store(&soft_limit, limit.rlim_cur);
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

void rt_accept_cpu_time_warning(void) {
  sigset_t warning;
  sigemptyset(&warning);
  sigaddset(&warning, SIGXCPU);
  pthread_sigmask(SIG_UNBLOCK, &warning, NULL);
}

uint64_t rt_cpu_time_demotions(void) { return atomic_load(&demotions); }
