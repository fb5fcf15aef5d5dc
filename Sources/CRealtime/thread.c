#define _GNU_SOURCE
#include "CRealtime.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

int32_t rt_thread_id(void) {
  static __thread int32_t id;
  if (id == 0) {
    rt_cycle_vouch_begin();  // The sanitizer takes every syscall() to block; this one never does.
    id = (int32_t)syscall(SYS_gettid);
    rt_cycle_vouch_end();
  }
  return id;
}

static __thread void *current_worker;

void *rt_current_worker(void) { return current_worker; }

void *rt_set_current_worker(void *worker) {
  void *before = current_worker;
  current_worker = worker;
  return before;
}

int rt_set_scheduling(int32_t thread_id, int32_t policy, int32_t priority) {
  struct sched_param parameters = {.sched_priority = priority};
  int present = sched_getscheduler(thread_id);
  if (present > 0) policy |= present & SCHED_RESET_ON_FORK;
  return sched_setscheduler(thread_id, policy, &parameters) == 0 ? 0 : errno;
}

int rt_set_nice(int32_t thread_id, int32_t nice) {
  return setpriority(PRIO_PROCESS, (id_t)thread_id, nice) == 0 ? 0 : errno;
}

int rt_get_scheduling(int32_t thread_id, rt_scheduling *scheduling) {
  struct sched_param parameters;
  int policy = sched_getscheduler(thread_id);
  if (policy < 0) return errno;
  if (sched_getparam(thread_id, &parameters) != 0) return errno;
  errno = 0;
  int nice = getpriority(PRIO_PROCESS, (id_t)thread_id);
  if (nice == -1 && errno != 0) return errno;
  scheduling->policy = policy & ~SCHED_RESET_ON_FORK;
  scheduling->priority = parameters.sched_priority;
  scheduling->nice = nice;
  return 0;
}

int32_t rt_priority_limit(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_RTPRIO, &limit) != 0) return 0;
  if (limit.rlim_cur == RLIM_INFINITY || limit.rlim_cur > INT32_MAX) return INT32_MAX;
  return (int32_t)limit.rlim_cur;
}

void *rt_stack_create(size_t byte_count, bool *locked) {
  void *stack = mmap(NULL, byte_count, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
  if (stack == MAP_FAILED) return NULL;
  size_t page = (size_t)sysconf(_SC_PAGESIZE);
  mprotect(stack, page, PROT_NONE);  // A guard page: an overflow stops here, not in other data.
  memset((char *)stack + page, 0, byte_count - page);
  *locked = mlock((char *)stack + page, byte_count - page) == 0;
  return stack;
}

void rt_stack_destroy(void *stack, size_t byte_count) { munmap(stack, byte_count); }

typedef struct start {
  rt_work work;
  void *context;
  char name[16];
} start;

static void *run(void *argument) {
  start s = *(start *)argument;
  free(argument);
  pthread_setname_np(pthread_self(), s.name);
  rt_accept_cpu_time_warning();
  s.work(s.context);
  return NULL;
}

int rt_thread_start(uintptr_t *thread, const char *name, void *stack, size_t byte_count,
                    rt_work work, void *context) {
  start *s = malloc(sizeof *s);
  if (s == NULL) return ENOMEM;
  *s = (start){.work = work, .context = context};
  strncpy(s->name, name, sizeof s->name - 1);

  pthread_attr_t attributes;
  int error = pthread_attr_init(&attributes);
  if (error == 0) {
    pthread_t created;
    error = pthread_attr_setstack(&attributes, stack, byte_count);
    if (error == 0) error = pthread_create(&created, &attributes, run, s);
    if (error == 0) *thread = (uintptr_t)created;
    pthread_attr_destroy(&attributes);
  }
  if (error != 0) free(s);
  return error;
}

int rt_thread_detach(uintptr_t thread) { return pthread_detach((pthread_t)thread); }

int rt_thread_join(uintptr_t thread) { return pthread_join((pthread_t)thread, NULL); }

int rt_lock_memory(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_MEMLOCK, &limit) != 0) return errno;
  if (limit.rlim_cur != RLIM_INFINITY && geteuid() != 0) return EPERM;
  if (mlockall(MCL_CURRENT) != 0) return errno;
  return mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) == 0 ? 0 : errno;
}

int rt_set_affinity(int32_t thread_id, uint64_t mask) {
  cpu_set_t set;
  CPU_ZERO(&set);
  for (int cpu = 0; cpu < 64; cpu++)
    if (mask >> cpu & 1) CPU_SET(cpu, &set);
  return sched_setaffinity(thread_id, sizeof set, &set) == 0 ? 0 : errno;
}

int rt_reset_affinity(int32_t thread_id) {
  cpu_set_t set;
  if (sched_getaffinity(getpid(), sizeof set, &set) != 0) return errno;
  return sched_setaffinity(thread_id, sizeof set, &set) == 0 ? 0 : errno;
}

int rt_reset_nice(int32_t thread_id) {
  int nice = getpriority(PRIO_PROCESS, (id_t)getpid());
  if (nice == getpriority(PRIO_PROCESS, (id_t)thread_id)) return 0;
  return rt_set_nice(thread_id, nice);
}
