#define _GNU_SOURCE
#include "CRealtime.h"

#include <errno.h>
#include <linux/futex.h>
#include <linux/membarrier.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static const int64_t second = 1000000000;

static struct timespec timespec_of(int64_t nanoseconds) {
  return (struct timespec){.tv_sec = nanoseconds / second, .tv_nsec = nanoseconds % second};
}

int64_t rt_now_nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * second + now.tv_nsec;
}

int rt_sleep_until(int64_t deadline_nanoseconds) {
  struct timespec deadline = timespec_of(deadline_nanoseconds);
  return clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &deadline, NULL);
}

static int futex_wait(const void *word, int operation, uint32_t expected,
                      int64_t deadline_nanoseconds) {
  struct timespec deadline = timespec_of(deadline_nanoseconds);
  long result = syscall(SYS_futex, word, operation, expected,
                        deadline_nanoseconds < 0 ? NULL : &deadline, NULL,
                        FUTEX_BITSET_MATCH_ANY);
  return result == 0 ? 0 : errno;
}

static int futex_wake(const void *word, int operation, int count) {
  rt_cycle_vouch_begin();  // The sanitizer takes every syscall() to block; a wake never does.
  int woken = (int)syscall(SYS_futex, word, operation, count, NULL, NULL, 0);
  rt_cycle_vouch_end();
  return woken;
}

int rt_futex_wait(const void *word, uint32_t expected, int64_t deadline_nanoseconds) {
  return futex_wait(word, FUTEX_WAIT_BITSET_PRIVATE, expected, deadline_nanoseconds);
}

int rt_futex_wake(const void *word, int count) {
  return futex_wake(word, FUTEX_WAKE_PRIVATE, count);
}

int rt_futex_wait_shared(const void *word, uint32_t expected, int64_t deadline_nanoseconds) {
  return futex_wait(word, FUTEX_WAIT_BITSET, expected, deadline_nanoseconds);
}

int rt_futex_wake_shared(const void *word, int count) {
  return futex_wake(word, FUTEX_WAKE, count);
}

int rt_prepare_process_barrier(void) {
  int command = MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED;
  return syscall(SYS_membarrier, command, 0, 0) == 0 ? 0 : errno;
}

void rt_process_barrier(void) {
  __atomic_thread_fence(__ATOMIC_SEQ_CST);
  rt_cycle_vouch_begin();  // It waits for the other cores to take an interrupt, and for no thread.
  syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0);
  rt_cycle_vouch_end();
}
