// Counts heap calls of one thread, by standing in front of the C library's malloc. All who are
// measured pay the same look at a thread-local variable for it.
#include <stdlib.h>

#include "CPeers.h"

void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void *__libc_memalign(size_t, size_t);

#define THREAD_LOCAL static __thread __attribute__((tls_model("initial-exec")))
THREAD_LOCAL bool is_counting;
THREAD_LOCAL uint64_t allocations;

#if !__has_feature(thread_sanitizer) && !__has_feature(address_sanitizer)

void *malloc(size_t size) {
  if (is_counting) allocations++;
  return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  if (is_counting) allocations++;
  return __libc_calloc(count, size);
}

void *realloc(void *block, size_t size) {
  if (is_counting) allocations++;
  return __libc_realloc(block, size);
}

void *memalign(size_t alignment, size_t size) {
  if (is_counting) allocations++;
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **block, size_t alignment, size_t size) {
  *block = memalign(alignment, size);
  return *block == NULL ? 12 : 0;
}

#endif

void peer_count_allocations(void) {
  allocations = 0;
  is_counting = true;
}

uint64_t peer_counted_allocations(void) {
  is_counting = false;
  return allocations;
}
