// The C the compiler may trust in a cycle.
//
// Every function marked RT_CYCLE may be called from inside a period: it takes no lock, allocates
// nothing and, but for the waits that are its purpose, does not block. The attribute makes Swift's
// `@_noLocks` accept the call.
#ifndef TACTUS_CREALTIME_H
#define TACTUS_CREALTIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RT_CYCLE __attribute__((swift_attr("@_noLocks")))

#include "CRealtimeSanitizer.h"

// ---------------------------------------------------------------------------------------------
// Shapes that cross target borders.

/// Work to perform: a function and the context it is called with.
typedef void (*rt_work)(void *context);

/// What a waiting worker's wait ended with.
typedef enum rt_wait_result {
  rt_wait_ready = 0,  ///< A period is due: perform it.
  rt_wait_again = 1,  ///< Nothing to do yet (interrupted, recovered): wait again.
  rt_wait_end = 2     ///< The device is gone or was told to stop: leave.
} rt_wait_result;

/// Blocks until a period is due and stores when it was due (CLOCK_MONOTONIC, nanoseconds).
typedef rt_wait_result (*rt_wait)(void *context, int64_t *due_nanoseconds);

/// Where the music is, as the driver's transport tells.
typedef struct rt_transport {
  bool is_rolling;
  bool has_tempo;             ///< Whether the fields from `beats_per_minute` on are known.
  uint64_t frame;             ///< The transport's frame at `frame_time` of `rt_events`.
  double beats_per_minute;
  double beats_per_bar;
  double beat_type;           ///< 4 for quarters.
  int32_t bar;                ///< Counted from 1.
  int32_t beat;               ///< Counted from 1, in the bar.
  double beat_fraction;       ///< What has gone by of the beat, 0 to less than 1.
} rt_transport;

/// A MIDI message.
typedef struct rt_midi_event {
  uint32_t frame;  ///< Frames after `frame_time` of `rt_events`.
  uint32_t byte_count;
  const uint8_t *bytes;
} rt_midi_event;

/// What came in at one MIDI port in a period, in the order of frames.
typedef struct rt_midi_input {
  const rt_midi_event *events;
  uint32_t count;
} rt_midi_input;

/// Takes an event for a port, in the order of frames; false when there is no room left.
///
/// One without bytes, at a processor's port, tells that nothing of it is heard in this block, so that
/// the notes it holds end.
typedef bool (*rt_midi_write)(void *port, const rt_midi_event *event);

/// One MIDI port that plays.
typedef struct rt_midi_output {
  rt_midi_write write;
  void *port;
} rt_midi_output;

/// What a period brings beside samples.
typedef struct rt_events {
  uint64_t frame_time;            ///< That of the period they belong to.
  const rt_transport *transport;  ///< NULL where the driver has none.
  const rt_midi_input *midi_capture;
  const rt_midi_output *midi_playback;
  uint32_t midi_capture_count;
  uint32_t midi_playback_count;
} rt_events;

/// One call of a processor: its ports for one period.
///
/// `inputs` and `outputs` hold one pointer per port, each to `frames` samples.
typedef struct rt_block {
  const float *const *inputs;
  float *const *outputs;
  uint32_t input_count;
  uint32_t output_count;
  uint32_t frames;
  uint64_t frame_time;  ///< Frames since the driver started, at the first sample of this block.
  /// Of the whole period, which may be longer; NULL for none. Its first MIDI port that captures is
  /// what the processor hears, those that play are its own MIDI outputs.
  const rt_events *events;
} rt_block;

/// A processor's work for one period.
typedef void (*rt_process)(void *context, const rt_block *block);

/// Sends a parameter, by its place among a processor's, to a value from the next block on.
typedef void (*rt_set)(void *context, uint32_t place, float value);

/// How a cycle sets the parameters of one processor.
typedef struct rt_setter {
  rt_set set;
  void *context;
} rt_setter;

/// One period as a driver presents it: planar float samples, nominal range -1 to 1.
typedef struct rt_period {
  const float *const *capture;
  float *const *playback;
  uint32_t capture_count;
  uint32_t playback_count;
  uint32_t frames;
  uint64_t frame_time;      ///< Frames since the driver started.
  int64_t due_nanoseconds;  ///< CLOCK_MONOTONIC when the period was due.
  int64_t asked_nanoseconds;  ///< When it was due first, before others were left out; 0: the same.
  int64_t deadline_nanoseconds;  ///< CLOCK_MONOTONIC when its work must be done; 0: whenever.
  uintptr_t ticket;              ///< What the opening leaves for the work and the closing.
  const rt_events *events;       ///< NULL when the driver has none.
} rt_period;

/// What a driver calls once per period, on the thread that woke for it.
typedef void (*rt_period_callback)(void *context, const rt_period *period);

/// Opens a period: leaves a ticket in it for the work, which begins right after.
typedef void (*rt_period_open)(void *context, rt_period *period);

/// Closes a period: what is to be played has to be in its buffers afterwards. `is_complete` tells
/// whether the callback has returned; when not, it may still be under way on another thread.
typedef void (*rt_period_close)(void *context, const rt_period *period, bool is_complete);

/// Prepares a period that is due: what was captured is at hand. NULL when there is none after all.
typedef const rt_period *(*rt_period_begin)(void *context);

/// Hands on what a period played; `is_complete` as it was closed.
typedef void (*rt_period_commit)(void *context, bool is_complete);

RT_CYCLE static inline void rt_call_work(rt_work work, void *context) { work(context); }

RT_CYCLE static inline rt_wait_result rt_call_wait(rt_wait wait, void *context,
                                                   int64_t *due_nanoseconds) {
  return wait(context, due_nanoseconds);
}

RT_CYCLE static inline void rt_call_process(rt_process process, void *context,
                                            const rt_block *block) {
  process(context, block);
}

RT_CYCLE static inline void rt_call_set(rt_setter setter, uint32_t place, float value) {
  if (setter.set) setter.set(setter.context, place, value);
}

RT_CYCLE static inline void rt_call_period(rt_period_callback callback, void *context,
                                           const rt_period *period) {
  callback(context, period);
}

RT_CYCLE static inline bool rt_call_midi_write(rt_midi_write write, void *port,
                                               const rt_midi_event *event) {
  return write(port, event);
}

RT_CYCLE static inline void rt_call_open(rt_period_open open, void *context, rt_period *period) {
  open(context, period);
}

RT_CYCLE static inline void rt_call_close(rt_period_close close, void *context,
                                          const rt_period *period, bool is_complete) {
  close(context, period, is_complete);
}

RT_CYCLE static inline const rt_period *rt_call_begin(rt_period_begin begin, void *context) {
  return begin(context);
}

RT_CYCLE static inline void rt_call_commit(rt_period_commit commit, void *context,
                                           bool is_complete) {
  commit(context, is_complete);
}

// ---------------------------------------------------------------------------------------------
// Time.

/// CLOCK_MONOTONIC in nanoseconds.
RT_CYCLE int64_t rt_now_nanoseconds(void);

/// Chooses what `rt_ticks` counts: the processor's own counter where the kernel trusts it, which
/// costs a third of a look at the clock, else the clock. Control-side work, before the first tick is
/// taken; measures for 2 ms the first time, and does nothing later.
void rt_prepare_ticks(void);

/// Set by `rt_prepare_ticks`.
extern bool rt_ticks_are_cycles;
/// Nanoseconds in a tick, times 2 to the 32nd.
extern uint64_t rt_tick_scale;

/// A moment, only good for measuring how long something took.
RT_CYCLE static inline uint64_t rt_ticks(void) {
#if defined(__x86_64__)
  if (rt_ticks_are_cycles) return __builtin_ia32_rdtsc();
#elif defined(__aarch64__)
  uint64_t ticks;
  __asm__ __volatile__("mrs %0, cntvct_el0" : "=r"(ticks));
  if (rt_ticks_are_cycles) return ticks;
#endif
  return (uint64_t)rt_now_nanoseconds();
}

/// From one moment to another, in nanoseconds; true to a few parts in 100,000. Negative when the
/// other came first.
RT_CYCLE static inline int64_t rt_ticks_between(uint64_t begin, uint64_t end) {
  return (int64_t)(((__int128)(int64_t)(end - begin) * rt_tick_scale) >> 32);
}

/// When `ticks` were counted, on CLOCK_MONOTONIC, told from a later moment on both. Better than
/// `rt_ticks_between` over a long time: it goes by all the time since the ticks were prepared.
RT_CYCLE int64_t rt_time_of_ticks(uint64_t ticks, uint64_t now_ticks, int64_t now_nanoseconds);

/// Sleeps until `deadline_nanoseconds` on CLOCK_MONOTONIC; returns 0, or EINTR.
RT_CYCLE int rt_sleep_until(int64_t deadline_nanoseconds);

// ---------------------------------------------------------------------------------------------
// Waiting and waking.

/// Waits while `*word == expected`, until woken or `deadline_nanoseconds` (CLOCK_MONOTONIC;
/// negative: no deadline). Returns 0, or EAGAIN, EINTR or ETIMEDOUT.
RT_CYCLE int rt_futex_wait(const void *word, uint32_t expected, int64_t deadline_nanoseconds);

/// Wakes up to `count` threads that wait on `word`; returns how many woke.
RT_CYCLE int rt_futex_wake(const void *word, int count);

/// The same for a word in memory that processes share.
RT_CYCLE int rt_futex_wait_shared(const void *word, uint32_t expected,
                                  int64_t deadline_nanoseconds);
RT_CYCLE int rt_futex_wake_shared(const void *word, int count);

/// Lets `rt_process_barrier` be called from now on; returns 0 or an errno. Control side.
int rt_prepare_process_barrier(void);

/// Makes every running thread of the process pass a full memory barrier before it returns: what a
/// thread has not seen by then, it had stored something before that is seen here. A system call.
RT_CYCLE void rt_process_barrier(void);

/// Tells the core that this is a spin loop.
RT_CYCLE static inline void rt_spin_pause(void) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__) || defined(__arm__)
  __asm__ __volatile__("yield");
#endif
}

/// Has the core fetch what is to be written soon; any address will do.
RT_CYCLE static inline void rt_prefetch(const void *address) { __builtin_prefetch(address, 1); }

/// The same for what is only to be read.
RT_CYCLE static inline void rt_prefetch_read(const void *address) { __builtin_prefetch(address, 0); }

#include "CRealtimeAlarm.h"
#include "CRealtimeDescriptors.h"

// ---------------------------------------------------------------------------------------------
// Threads.

/// The thread id the kernel knows this thread by.
RT_CYCLE int32_t rt_thread_id(void);

/// The worker the calling thread is at the moment; NULL for a thread that is none.
RT_CYCLE void *rt_current_worker(void);

/// Makes the calling thread a worker; returns what it was before.
RT_CYCLE void *rt_set_current_worker(void *worker);

/// The kernel's scheduling policies, by their numbers in the system call interface.
typedef enum rt_policy { rt_policy_other = 0, rt_policy_fifo = 1, rt_policy_round_robin = 2 } rt_policy;

/// The scheduling a thread really has.
typedef struct rt_scheduling {
  int32_t policy;    ///< An `rt_policy`, or another of the kernel's.
  int32_t priority;  ///< 1 to 99 for SCHED_FIFO and SCHED_RR, else 0.
  int32_t nice;      ///< Only for SCHED_OTHER.
} rt_scheduling;

/// Asks for `policy` and `priority` for one thread of this process (0: the caller). Returns 0 or an
/// errno. Never blocks, but is control-side work. A thread that resets its scheduling when it forks
/// goes on to do so: to give that up takes more rights than to become slower.
int rt_set_scheduling(int32_t thread_id, int32_t policy, int32_t priority);

/// Gives the calling thread another real-time priority under the policy it has. Returns 0 or an errno.
RT_CYCLE int rt_change_priority(int32_t priority);

/// Sets the nice value of one thread of this process (0: the caller). Returns 0 or an errno.
int rt_set_nice(int32_t thread_id, int32_t nice);

/// Reads the scheduling a thread of this process really has. Returns 0 or an errno.
int rt_get_scheduling(int32_t thread_id, rt_scheduling *scheduling);

/// The highest SCHED_FIFO priority RLIMIT_RTPRIO allows; INT32_MAX when unlimited.
int32_t rt_priority_limit(void);

/// How a thread is scheduled and where it may run, with all the kernel knows about it.
typedef struct rt_saved_scheduling {
  int32_t policy;  ///< With its flags.
  int32_t priority;
  int32_t nice;
  uint64_t cpus[16];
} rt_saved_scheduling;

/// Reads what `rt_restore_scheduling` gives back. Returns 0 or an errno.
int rt_save_scheduling(int32_t thread_id, rt_saved_scheduling *saved);

/// Gives a thread back what it had; goes on after a refusal. Returns 0 or the first errno.
int rt_restore_scheduling(int32_t thread_id, const rt_saved_scheduling *saved);

/// Lowers RLIMIT_RTTIME: a real-time thread of this process that computes for longer than 80 % of
/// `maximum_microseconds` without a pause goes on at normal priority, and the kernel ends the process
/// when one does so for the whole of it. Never raises the limit. A process with a handler for
/// SIGXCPU of its own keeps it. Returns 0 or an errno.
int rt_limit_cpu_time(int64_t maximum_microseconds);

/// Unblocks SIGXCPU for the calling thread. A thread that blocks it, as those of a pool do and those
/// they make, has another thread warned in its place.
void rt_accept_cpu_time_warning(void);

/// Threads that `rt_limit_cpu_time` has lowered so far.
RT_CYCLE uint64_t rt_cpu_time_demotions(void);

/// What the calling thread keeps under `rt_set_thread_slot`; NULL for nothing.
void *rt_thread_slot(void);

/// Lets the calling thread keep `context`, and call `ended(context)` when it ends with it; NULL
/// empties the slot and calls nothing. Returns 0 or an errno.
int rt_set_thread_slot(void *context, rt_work ended);

/// Maps, touches and locks a stack. `*locked` tells whether the lock was granted. NULL: no memory.
void *rt_stack_create(size_t byte_count, bool *locked);

/// Unmaps a stack made by `rt_stack_create`.
void rt_stack_destroy(void *stack, size_t byte_count);

/// Starts a thread on `stack`; returns 0 or an errno. The thread runs `work(context)` and ends.
int rt_thread_start(uintptr_t *thread, const char *name, void *stack, size_t byte_count,
                    rt_work work, void *context);

/// Waits for a thread's end; returns 0 or an errno.
int rt_thread_join(uintptr_t thread);

/// Gives up waiting for a thread's end; returns 0 or an errno. Its stack has to stay.
int rt_thread_detach(uintptr_t thread);

/// Locks the memory the process has now, and what it gets later once that is touched. Does not
/// try where RLIMIT_MEMLOCK is a limit: what is allocated past it would then fail. Returns 0 or an
/// errno.
int rt_lock_memory(void);

/// Pins one thread of this process to the CPUs of `mask`. Returns 0 or an errno.
int rt_set_affinity(int32_t thread_id, uint64_t mask);

/// Lets one thread of this process run where the process's first thread may. Returns 0 or an errno.
int rt_reset_affinity(int32_t thread_id);

/// Gives one thread of this process the nice value of the process's first one. Returns 0 or an errno.
int rt_reset_nice(int32_t thread_id);

#include "CRealtimeGoverning.h"
#include "CRealtimeFiles.h"
#include "CRealtimeLock.h"

// ---------------------------------------------------------------------------------------------
// Arithmetic.

/// Sets flush-to-zero and denormals-are-zero for the calling thread; returns the former state.
RT_CYCLE uint64_t rt_denormals_flush(void);

/// The calling thread's rounding and its treatment of denormals.
RT_CYCLE uint64_t rt_arithmetic(void);

/// Restores what `rt_denormals_flush` or `rt_arithmetic` returned.
RT_CYCLE void rt_denormals_restore(uint64_t state);

/// Makes the calling thread round to nearest and trap nothing, and flush denormal results and operands
/// as told, where it can.
RT_CYCLE void rt_arithmetic_reset(bool flushes_results, bool flushes_operands);

#include "CRealtimeGuard.h"

RT_CYCLE static inline float rt_sqrtf(float x) { return __builtin_sqrtf(x); }
RT_CYCLE float rt_sinf(float x);
RT_CYCLE double rt_sin(double x);
RT_CYCLE double rt_cos(double x);
RT_CYCLE double rt_tan(double x);
RT_CYCLE double rt_exp(double x);
RT_CYCLE double rt_log(double x);
RT_CYCLE static inline double rt_sqrt(double x) { return __builtin_sqrt(x); }
RT_CYCLE float rt_powf(float x, float y);

#include "CRealtimeConvolution.h"

#endif
