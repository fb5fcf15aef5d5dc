// What a governor of real-time threads needs of the kernel, all of it about threads of this process.
#ifndef TACTUS_CREALTIME_GOVERNING_H
#define TACTUS_CREALTIME_GOVERNING_H

#ifndef TACTUS_CREALTIME_H
#error "Include CRealtime.h."
#endif

/// CPUs this process may use, as its first thread may.
int32_t rt_cpu_count(void);

/// The CPU time a thread has used so far, in nanoseconds; -1 when it has ended.
RT_CYCLE int64_t rt_thread_cpu_nanoseconds(int32_t thread_id);

/// Opens the kernel's report about a thread for `rt_voluntary_switches`; -1 where there is none.
int32_t rt_open_thread_report(int32_t thread_id);

/// Closes what `rt_open_thread_report` opened; -1 is allowed.
void rt_close_thread_report(int32_t report);

/// How often the thread of an open report has given its core away by itself. Returns 0 or an errno.
RT_CYCLE int rt_voluntary_switches(int32_t report, uint64_t *count);

/// Takes real-time scheduling from a thread: SCHED_OTHER, and nice 19 unless it keeps its nice value.
/// Returns 0 or an errno; -1, and nothing done, when the thread has not what it was granted.
RT_CYCLE int rt_lower_thread(int32_t thread_id, rt_scheduling granted, bool keeps_nice);

/// Gives a thread that `rt_lower_thread` has lowered back what it was granted. Returns 0 or an errno;
/// -1 when somebody else has changed its policy meanwhile, which stays.
RT_CYCLE int rt_raise_thread(int32_t thread_id, rt_scheduling granted, bool keeps_nice);

/// Whether a nice value that went up may come down again. Leaves the calling thread at nice 1 more
/// than before when not.
RT_CYCLE bool rt_may_undo_nice(void);

/// Prepares for RLIMIT_RTTIME, wherever it comes from: with one in force, the warning comes at 80 %
/// of the hard limit at the latest, and lowers the thread it is meant for. Never raises a limit.
///
/// Returns the hard limit in microseconds, INT64_MAX for none. `*is_under_way` tells whether a warning
/// has not come to its thread yet. As long as that lasts, the kernel warns no other thread: whoever
/// calls this lowers those that are near the limit too.
RT_CYCLE int64_t rt_watch_cpu_time(bool *is_under_way);

/// Lowers a thread as the warning does, counted and noted. Returns 0 or an errno; -1, and nothing
/// done, when the thread has no real-time priority.
RT_CYCLE int rt_demote_thread(int32_t thread_id);

/// The thread of the `number`th demotion `rt_cpu_time_demotions` has counted, from 1; 0 when that
/// is not known any more, or not yet.
RT_CYCLE int32_t rt_demoted_thread(uint64_t number);

/// Where an address is: `function (file)` or `file+0xoffset`. Writes at most `byte_count` bytes with
/// the final zero. Control side.
void rt_describe_address(uintptr_t address, char *text, size_t byte_count);

#endif
