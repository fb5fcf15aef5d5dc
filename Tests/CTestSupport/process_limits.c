#define _GNU_SOURCE
#include <stddef.h>
#include <sys/resource.h>

#include "CTestSupport.h"

uint64_t hard_cpu_time_limit(int32_t process_id) {
  struct rlimit limit;
  return prlimit(process_id, RLIMIT_RTTIME, NULL, &limit) == 0 ? limit.rlim_max : UINT64_MAX;
}
