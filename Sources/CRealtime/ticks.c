#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "CRealtime.h"

#if defined(__x86_64__)
#include <cpuid.h>
#endif

bool rt_ticks_are_cycles;
uint64_t rt_tick_scale = UINT64_C(1) << 32;
static uint64_t first_ticks;
static int64_t first_nanoseconds;

#if defined(__x86_64__)

static const int64_t measured_nanoseconds = 2000000;

// Whether the counter runs at one speed on all cores: the processor says so, and the kernel found
// no reason to keep time by something else.
static bool counter_is_steady(void) {
  unsigned a, b, c, d;
  if (!__get_cpuid(0x80000007, &a, &b, &c, &d) || (d & 1u << 8) == 0) return false;
  char name[16] = "";
  FILE *source = fopen("/sys/devices/system/clocksource/clocksource0/current_clocksource", "re");
  if (source == NULL) return false;
  bool is_read = fgets(name, sizeof name, source) != NULL;
  fclose(source);
  return is_read && strcmp(name, "tsc\n") == 0;
}

// Reads both clocks at the same moment: of several readings, the one least interrupted.
static uint64_t read_together(int64_t *nanoseconds) {
  uint64_t ticks = 0, shortest = UINT64_MAX;
  for (int i = 0; i < 16; i++) {
    uint64_t before = __builtin_ia32_rdtsc();
    int64_t now = rt_now_nanoseconds();
    uint64_t taken = __builtin_ia32_rdtsc() - before;
    if (taken >= shortest) continue;
    shortest = taken;
    ticks = before + taken / 2;
    *nanoseconds = now;
  }
  return ticks;
}

static void prepare(void) {
  if (!counter_is_steady()) return;
  int64_t end = 0;
  first_ticks = read_together(&first_nanoseconds);
  while (rt_now_nanoseconds() < first_nanoseconds + measured_nanoseconds) rt_spin_pause();
  uint64_t ticks = read_together(&end) - first_ticks;
  uint64_t elapsed = (uint64_t)(end - first_nanoseconds);
  rt_tick_scale = (uint64_t)(((unsigned __int128)elapsed << 32) / ticks);
  rt_ticks_are_cycles = true;
}

#elif defined(__aarch64__)

static void prepare(void) {
  uint64_t frequency;
  __asm__("mrs %0, cntfrq_el0" : "=r"(frequency));
  if (frequency == 0) return;
  rt_tick_scale = (uint64_t)(((unsigned __int128)1000000000 << 32) / frequency);
  rt_ticks_are_cycles = true;
}

#else

static void prepare(void) {}

#endif

void rt_prepare_ticks(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, prepare);
}

// Below it, the scale was measured about as well as it can be from the age.
static const int64_t telling_age_nanoseconds = 100000000;

int64_t rt_time_of_ticks(uint64_t ticks, uint64_t now_ticks, int64_t now_nanoseconds) {
  int64_t age = now_nanoseconds - first_nanoseconds;
  if (first_ticks == 0 || age < telling_age_nanoseconds)
    return now_nanoseconds - rt_ticks_between(ticks, now_ticks);
  __int128 span = (int64_t)(now_ticks - ticks);
  return now_nanoseconds - (int64_t)(span * age / (int64_t)(now_ticks - first_ticks));
}
