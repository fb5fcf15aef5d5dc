#define _GNU_SOURCE
#include "CSandbox.h"

#include <limits.h>
#include <linux/futex.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

struct node {
  _Atomic(uint32_t *) reply;
  _Atomic(uint32_t *) faulted;
};

static struct node nodes[sandbox_most_nodes];
static _Thread_local int own_place = -1;

void sandbox_watch_node(int place, uint32_t *reply, uint32_t *faulted) {
  atomic_store(&nodes[place].faulted, faulted);
  atomic_store(&nodes[place].reply, reply);
}

size_t sandbox_stack_byte_count(void) { return 64 * 1024; }

void sandbox_enter_node(int place, void *stack, size_t byte_count) {
  own_place = place;
  stack_t alternate = {.ss_sp = stack, .ss_size = byte_count};
  sigaltstack(&alternate, NULL);
}

// May be called from a signal's handler: nothing but stores and system calls.
static void tell_all(void) {
  for (int place = 0; place < sandbox_most_nodes; place++) {
    uint32_t *reply = atomic_load(&nodes[place].reply);
    if (reply == NULL) continue;
    __atomic_store_n(reply, 0, __ATOMIC_SEQ_CST);
    syscall(SYS_futex, reply, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
  }
}

static void take(int number) {
  uint32_t *faulted = own_place >= 0 ? atomic_load(&nodes[own_place].faulted) : NULL;
  if (faulted != NULL) __atomic_store_n(faulted, (uint32_t)number, __ATOMIC_SEQ_CST);
  tell_all();
  raise(number);  // Blocked until this returns, and then met as if nobody had taken it.
}

void sandbox_take_signals(void) {
  static const int fatal[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS, SIGXCPU};
  struct sigaction action = {.sa_handler = take, .sa_flags = SA_ONSTACK | SA_RESETHAND};
  for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++) sigaction(fatal[i], &action, NULL);
  atexit(tell_all);
}
