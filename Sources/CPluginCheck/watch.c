#define _GNU_SOURCE
#include "watch.h"

#include <signal.h>
#include <stddef.h>
#include <time.h>
#include <unistd.h>

// In programs that are linked with the sanitizer's runtime these are its own.
__attribute__((weak)) void __rtsan_ensure_initialized(void);
__attribute__((weak)) void __rtsan_realtime_enter(void);
__attribute__((weak)) void __rtsan_realtime_exit(void);
__attribute__((weak)) void __rtsan_disable(void);
__attribute__((weak)) void __rtsan_enable(void);

// The sanitizer walks the stack at each call, known or not: a plugin that allocates a hundred
// thousand times in a period would take minutes.
static const struct itimerspec longest = {.it_value = {.tv_sec = 1}};

static __thread volatile sig_atomic_t has_stopped;
static __thread timer_t timer;
static __thread bool has_timer;

static void stop(int signal) {
  (void)signal;
  if (has_stopped) return;
  has_stopped = 1;
  __rtsan_disable();
}

// Counts what this thread runs, and tells this thread.
static bool make_timer(void) {
  struct sigaction action = {.sa_handler = stop, .sa_flags = SA_RESTART};
  struct sigevent event = {.sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGRTMAX};
  event._sigev_un._tid = gettid();
  return sigaction(SIGRTMAX, &action, NULL) == 0 &&
         timer_create(CLOCK_THREAD_CPUTIME_ID, &event, &timer) == 0;
}

bool check_has_sanitizer(void) { return __rtsan_realtime_enter != NULL; }

void check_watch(void) {
  if (!has_timer) has_timer = make_timer();
  if (has_timer) timer_settime(timer, 0, &longest, NULL);
  __rtsan_ensure_initialized();
  __rtsan_realtime_enter();
}

void check_end_watch(void) {
  __rtsan_realtime_exit();
  if (has_timer) timer_settime(timer, 0, &(struct itimerspec){0}, NULL);
  if (has_stopped) __rtsan_enable();
  has_stopped = 0;
}
