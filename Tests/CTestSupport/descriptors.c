#include <stddef.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <time.h>

#include "CTestSupport.h"

int make_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

int make_timerfd(int64_t nanoseconds) {
  int timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
  struct itimerspec times = {
      .it_value = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000}};
  timerfd_settime(timer, 0, &times, NULL);
  return timer;
}
