// What tests need of C: first of all a count of what a thread asks of the heap, with malloc and its kin
// interposed in the test executable.
#ifndef TACTUS_CTESTSUPPORT_H
#define TACTUS_CTESTSUPPORT_H

#include <stdbool.h>
#include <stdint.h>

/// May be called from a cycle, so that a worker can switch its own counting on and off.
#define TEST_CYCLE __attribute__((swift_attr("@_noLocks")))

/// False in a sanitizer's build: there the heap is the sanitizer's.
bool malloc_counter_is_available(void);

/// Makes a counter at zero. End it when no thread counts into it any more.
void *malloc_counter_create(void);

/// Frees a counter.
void malloc_counter_destroy(void *counter);

/// From here on the calling thread's heap calls count into `counter`.
TEST_CYCLE void malloc_counter_start_thread(void *counter);

/// The calling thread's heap calls count no more. The argument is not used; with it the function
/// is one more piece of work for a queue.
TEST_CYCLE void malloc_counter_stop_thread(void *unused);

/// Blocks asked for, or asked to be resized, by all threads that counted into `counter`.
TEST_CYCLE uint64_t malloc_counter_allocations(const void *counter);

/// Blocks given back by all threads that counted into `counter`.
TEST_CYCLE uint64_t malloc_counter_frees(const void *counter);

/// Whether this is a build with the ThreadSanitizer.
bool thread_sanitizer_is_present(void);

/// The hard RLIMIT_RTTIME of a process (0: this one) in microseconds; UINT64_MAX for none.
uint64_t hard_cpu_time_limit(int32_t process_id);

/// An eventfd at zero that does not block; -1 when there is none.
int make_eventfd(void);

/// A timerfd that becomes readable once, in `nanoseconds`; -1 when there is none.
int make_timerfd(int64_t nanoseconds);

#endif
