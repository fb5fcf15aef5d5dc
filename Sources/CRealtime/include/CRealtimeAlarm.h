// A timer that is set again and again, and wakes somebody only when it was not; part of CRealtime.h.
#ifndef TACTUS_CREALTIME_ALARM_H
#define TACTUS_CREALTIME_ALARM_H

#ifndef TACTUS_CREALTIME_H
#error "Include CRealtime.h."
#endif

/// Makes an alarm, a timerfd that is not set. Returns its descriptor, or a negative errno: ENOTSUP
/// under PREEMPT_RT, where it would not go off while a more urgent thread has its core.
int rt_alarm_create(void);

/// Closes an alarm nobody waits for.
void rt_alarm_destroy(int alarm);

/// Has an alarm go off at a time on CLOCK_MONOTONIC, instead of when it was set for before, and
/// forgets that it has gone off. INT64_MAX: not at all. One system call, which wakes nobody.
RT_CYCLE void rt_alarm_set(int alarm, int64_t nanoseconds);

/// Waits until an alarm goes off or `deadline_nanoseconds` (CLOCK_MONOTONIC) has come, or a signal;
/// true when the alarm has gone off, which is forgotten then.
RT_CYCLE bool rt_alarm_wait(int alarm, int64_t deadline_nanoseconds);

#endif
