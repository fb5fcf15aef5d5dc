// What a test plugin does wrong when its parameters ask for it.
//
// A fault happens once, in the first block after `fault` has changed to it, so that an instance that
// begins with it does not; with `always` it happens in every block.
#ifndef TACTUS_TEST_FAULT_H
#define TACTUS_TEST_FAULT_H

#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

typedef enum fault_kind {
  fault_none = 0,
  fault_crash = 1,      // a null pointer
  fault_abort = 2,
  fault_hang = 3,       // computes for ever
  fault_sleep = 4,      // for `amount` milliseconds
  fault_exit = 5,       // with code `amount`
  fault_overrun = 6,    // writes `amount` samples past the output's end
  fault_nan = 7,
  fault_infinity = 8,
  fault_denormal = 9,
  fault_loud = 10,      // plays `amount`
  fault_allocate = 11,
  fault_lock = 12,
  fault_kill = 13,      // SIGKILL to its own process
  fault_divide = 14,    // SIGFPE
  fault_illegal = 15,   // an instruction that is none
  fault_stack = 16      // endless recursion
} fault_kind;

typedef struct fault_state {
  bool has_run;
  int last;
  void *kept;
} fault_state;

static pthread_mutex_t fault_mutex = PTHREAD_MUTEX_INITIALIZER;

__attribute__((noinline, unused)) static int fault_deeper(volatile int depth) {
  volatile char room[4096];
  room[0] = (char)depth;
  if (depth < 0) return 0;
  return fault_deeper(depth + 1) + room[0];
}

static inline void fault_fill(float *output, uint32_t frames, float value) {
  for (uint32_t frame = 0; frame < frames; frame++) output[frame] = value;
}

static inline void fault_sleep_for(float milliseconds) {
  int64_t nanoseconds = (int64_t)((double)milliseconds * 1e6);
  struct timespec time = {nanoseconds / 1000000000, nanoseconds % 1000000000};
  nanosleep(&time, NULL);
}

static inline void fault_perform(fault_state *state, int kind, float amount, float *output,
                                 uint32_t frames) {
  switch (kind) {
    case fault_crash: *(volatile int *)NULL = 1; break;
    case fault_abort: abort();
    case fault_hang: for (volatile int turns = 0;; turns = turns + 1) {} break;
    case fault_sleep: fault_sleep_for(amount); break;
    case fault_exit: exit((int)amount);
    case fault_overrun:
      for (uint32_t frame = 0; frame < (uint32_t)amount; frame++) {
        ((volatile float *)output)[frames + frame] = 1e9f;
      }
      break;
    case fault_nan: fault_fill(output, frames, NAN); break;
    case fault_infinity: fault_fill(output, frames, INFINITY); break;
    case fault_denormal: fault_fill(output, frames, 1e-40f); break;
    case fault_loud: fault_fill(output, frames, amount); break;
    case fault_allocate:
      free(state->kept);
      state->kept = malloc(1 + (size_t)amount);
      break;
    case fault_lock:
      pthread_mutex_lock(&fault_mutex);
      pthread_mutex_unlock(&fault_mutex);
      break;
    case fault_kill: kill(getpid(), SIGKILL); break;
    case fault_divide: raise(SIGFPE); break;
    case fault_illegal: __builtin_trap();
    case fault_stack: state->last = fault_deeper(0); break;
    default: break;
  }
}

// To be called at the end of each block.
static inline void fault_run(fault_state *state, float fault, float amount, bool always,
                             float *output, uint32_t frames) {
  int kind = (int)fault;
  bool is_new = state->has_run && kind != state->last;
  state->has_run = true;
  state->last = kind;
  if (is_new || always) fault_perform(state, kind, amount, output, frames);
}

#endif
