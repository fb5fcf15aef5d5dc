#include "CTestSupport.h"

#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>

#if defined(TACTUS_RTSAN) || __has_feature(thread_sanitizer) || __has_feature(address_sanitizer)
#define INTERPOSE 0
#else
#define INTERPOSE 1
#endif

typedef struct counter {
  _Atomic uint64_t allocations;
  _Atomic uint64_t frees;
} counter;

// Initial-exec: reading it must never lead back into malloc.
static __thread counter *current __attribute__((tls_model("initial-exec")));

bool malloc_counter_is_available(void) { return INTERPOSE; }

void *malloc_counter_create(void) { return calloc(1, sizeof(counter)); }

void malloc_counter_destroy(void *counter) { free(counter); }

void malloc_counter_start_thread(void *counter) { current = counter; }

void malloc_counter_stop_thread(void *unused) {
  (void)unused;
  current = NULL;
}

uint64_t malloc_counter_allocations(const void *object) {
  return atomic_load_explicit(&((counter *)object)->allocations, memory_order_relaxed);
}

uint64_t malloc_counter_frees(const void *object) {
  return atomic_load_explicit(&((counter *)object)->frees, memory_order_relaxed);
}

#if INTERPOSE

// glibc's own heap, under the names it keeps for those who interpose the public ones.
void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void *__libc_memalign(size_t, size_t);
void __libc_free(void *);

static void count_allocation(void) {
  if (current != NULL)
    atomic_fetch_add_explicit(&current->allocations, 1, memory_order_relaxed);
}

void *malloc(size_t size) {
  count_allocation();
  return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  count_allocation();
  return __libc_calloc(count, size);
}

void *realloc(void *block, size_t size) {
  count_allocation();
  return __libc_realloc(block, size);
}

void *memalign(size_t alignment, size_t size) {
  count_allocation();
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **block, size_t alignment, size_t size) {
  if (alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0 || alignment == 0)
    return EINVAL;
  void *made = memalign(alignment, size);
  if (made == NULL) return ENOMEM;
  *block = made;
  return 0;
}

void free(void *block) {
  if (block != NULL && current != NULL)
    atomic_fetch_add_explicit(&current->frees, 1, memory_order_relaxed);
  __libc_free(block);
}

#endif
