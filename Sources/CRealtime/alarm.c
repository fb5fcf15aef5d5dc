#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "CRealtime.h"

static const int64_t second = 1000000000;

// There, a thread of low priority makes timers go off that nobody sleeps on: the thread that is late
// would keep it from its core.
static bool has_threaded_timers(void) { return access("/sys/kernel/realtime", F_OK) == 0; }

int rt_alarm_create(void) {
  if (has_threaded_timers()) return -ENOTSUP;
  int alarm = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
  return alarm < 0 ? -errno : alarm;
}

void rt_alarm_destroy(int alarm) { close(alarm); }

void rt_alarm_set(int alarm, int64_t nanoseconds) {
  struct itimerspec setting = {0};  // Zero stops it.
  if (nanoseconds < 1) nanoseconds = 1;
  if (nanoseconds < INT64_MAX) {
    setting.it_value.tv_sec = nanoseconds / second;
    setting.it_value.tv_nsec = nanoseconds % second;
  }
  rt_cycle_vouch_begin();  // In case the sanitizer takes it to block: it never does.
  timerfd_settime(alarm, TFD_TIMER_ABSTIME, &setting, NULL);
  rt_cycle_vouch_end();
}

bool rt_alarm_wait(int alarm, int64_t deadline_nanoseconds) {
  int64_t now = rt_now_nanoseconds();
  int64_t left = deadline_nanoseconds > now ? deadline_nanoseconds - now : 0;
  struct timespec timeout = {.tv_sec = left / second, .tv_nsec = left % second};
  struct pollfd polled = {.fd = alarm, .events = POLLIN};
  if (ppoll(&polled, 1, &timeout, NULL) <= 0) return false;
  uint64_t times;
  return read(alarm, &times, sizeof times) == sizeof times;
}
