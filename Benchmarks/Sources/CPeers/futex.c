#define _GNU_SOURCE
#include <limits.h>
#include <linux/futex.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "CPeersFutex.h"

struct pair {
  _Alignas(128) _Atomic uint32_t request;
  _Alignas(128) _Atomic uint32_t reply;
  _Alignas(128) pid_t process;
};

static void sleep_while(_Atomic uint32_t *word, uint32_t value) {
  while (atomic_load(word) == value) syscall(SYS_futex, word, FUTEX_WAIT, value, NULL, NULL, 0);
}

static void wake(_Atomic uint32_t *word) {
  syscall(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0);
}

/// Only system calls: it is forked from a process with threads.
static void answer(struct pair *pair, uint64_t mask) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  cpu_set_t cores;
  CPU_ZERO(&cores);
  for (int core = 0; core < 64; core++) {
    if (mask >> core & 1) CPU_SET(core, &cores);
  }
  sched_setaffinity(0, sizeof cores, &cores);
  for (uint32_t last = 0;;) {
    sleep_while(&pair->request, last);
    last = atomic_load(&pair->request);
    atomic_store(&pair->reply, last);
    wake(&pair->reply);
  }
}

void *peer_futex_create(uint64_t mask) {
  struct pair *pair = mmap(NULL, sizeof *pair, PROT_READ | PROT_WRITE,
                           MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
  if (pair == MAP_FAILED) return NULL;
  struct sched_param parameters;
  int policy = sched_getscheduler(0) & ~SCHED_RESET_ON_FORK;
  sched_getparam(0, &parameters);
  pid_t process = fork();
  if (process == 0) {
    sched_setscheduler(0, policy, &parameters);
    answer(pair, mask);
  }
  pair->process = process;  // Here only: both have this memory.
  if (process > 0) return pair;
  munmap(pair, sizeof *pair);
  return NULL;
}

void peer_futex_round(void *context) {
  struct pair *pair = context;
  uint32_t last = atomic_load_explicit(&pair->request, memory_order_relaxed);
  atomic_store(&pair->request, last + 1);
  wake(&pair->request);
  sleep_while(&pair->reply, last);
}

void peer_futex_release(void *context) {
  struct pair *pair = context;
  kill(pair->process, SIGKILL);
  waitpid(pair->process, NULL, 0);
  munmap(pair, sizeof *pair);
}
