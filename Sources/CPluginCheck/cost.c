#define _GNU_SOURCE
#include <malloc.h>
#include <sys/resource.h>
#include <time.h>

#include "CPluginCheck.h"
#include "watch.h"

size_t check_heap_bytes(void) {
  struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static int64_t processor_time(const struct rusage *usage) {
  struct timeval user = usage->ru_utime, system = usage->ru_stime;
  return ((int64_t)user.tv_sec + system.tv_sec) * 1000000000 +
         ((int64_t)user.tv_usec + system.tv_usec) * 1000;
}

struct check_cost check_run(rt_process process, void *context, const rt_block *block,
                            bool is_watched) {
  struct rusage before, after;
  bool is_marked = is_watched && check_has_sanitizer();
  getrusage(RUSAGE_THREAD, &before);
  int64_t start = now();
  if (is_marked) check_watch();
  process(context, block);
  if (is_marked) check_end_watch();
  int64_t end = now();
  getrusage(RUSAGE_THREAD, &after);
  return (struct check_cost){
      .nanoseconds = end - start,
      .processor_nanoseconds = processor_time(&after) - processor_time(&before),
      .preemptions = after.ru_nivcsw - before.ru_nivcsw,
      .major_faults = after.ru_majflt - before.ru_majflt,
      .minor_faults = after.ru_minflt - before.ru_minflt};
}
