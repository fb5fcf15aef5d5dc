// Task classes for threads of the program's own: the interface of Windows' avrt.h on Linux.
//
// A class ("Pro Audio") says how urgent a thread is; the library gives it what the system grants:
// SCHED_FIFO or SCHED_RR, by the user's limits or through RealtimeKit, or its normal priority.
// A lack of rights is no error. A thread that uses up its class's share of 10 ms is lowered until
// the next 10 ms, never stopped.
//
// Functions that fail return NULL or FALSE and set the thread's last error (GetLastError).
#ifndef AVRT_H
#define AVRT_H

#include "rtworkq_types.h"
#include "rtworkq_unknown.h"

/// Relative priorities within a class.
typedef enum AVRT_PRIORITY {
  AVRT_PRIORITY_VERYLOW = -2,
  AVRT_PRIORITY_LOW = -1,
  AVRT_PRIORITY_NORMAL = 0,
  AVRT_PRIORITY_HIGH = 1,
  AVRT_PRIORITY_CRITICAL = 2
} AVRT_PRIORITY;

/// Joins the calling thread to a task class. `index` holds 0 for a new group or the value that an
/// earlier call stored, to join its group. ERROR_INVALID_TASK_NAME for a class that is not there,
/// ERROR_INVALID_TASK_INDEX for a group that is not there, ERROR_THREAD_ALREADY_IN_TASK,
/// ERROR_INVALID_HANDLE without an `index`.
RTWQ_API HANDLE AvSetMmThreadCharacteristicsW(LPCWSTR task_name, LPDWORD index);
RTWQ_API HANDLE AvSetMmThreadCharacteristicsA(LPCSTR task_name, LPDWORD index);

/// Joins the calling thread to the higher of two classes.
RTWQ_API HANDLE AvSetMmMaxThreadCharacteristicsW(LPCWSTR first_task, LPCWSTR second_task,
                                                 LPDWORD index);
RTWQ_API HANDLE AvSetMmMaxThreadCharacteristicsA(LPCSTR first_task, LPCSTR second_task,
                                                 LPDWORD index);

/// Takes the calling thread out of its class. Only the thread that got the handle may do so;
/// otherwise ERROR_INVALID_HANDLE.
RTWQ_API BOOL AvRevertMmThreadCharacteristics(HANDLE thread);

/// Sets the relative priority of the thread a handle stands for.
RTWQ_API BOOL AvSetMmThreadPriority(HANDLE thread, AVRT_PRIORITY priority);

/// Stores the share of time, in percent (10 to 100), that is kept for other threads.
RTWQ_API BOOL AvQuerySystemResponsiveness(HANDLE thread, PULONG percent);

// ---------------------------------------------------------------------------------------------
// Thread ordering groups: threads that run one after the other, once per period.
//
// Times are in 100 ns and held between 500 us and 0x1FFFFFFFFFFFFFFF.

/// No time-out: a member may take as long as it wants.
#define THREAD_ORDER_GROUP_INFINITE_TIMEOUT (-1LL)

/// Makes a group with the calling thread as its parent. `timeout` is how much longer than a period
/// the members may take together; NULL or 0 is five periods. All zeroes in `group` are replaced by
/// a new identifier; ERROR_ALREADY_EXISTS for one that is in use.
RTWQ_API BOOL AvRtCreateThreadOrderingGroup(PHANDLE context, PLARGE_INTEGER period, GUID *group,
                                            PLARGE_INTEGER timeout);

/// The same; the thread that starts each period joins a task class.
RTWQ_API BOOL AvRtCreateThreadOrderingGroupExW(PHANDLE context, PLARGE_INTEGER period, GUID *group,
                                               PLARGE_INTEGER timeout, LPCWSTR task_name);
RTWQ_API BOOL AvRtCreateThreadOrderingGroupExA(PHANDLE context, PLARGE_INTEGER period, GUID *group,
                                               PLARGE_INTEGER timeout, LPCSTR task_name);

/// Joins the calling thread, to run before or after the parent, behind those that joined earlier.
RTWQ_API BOOL AvRtJoinThreadOrderingGroup(PHANDLE context, GUID *group, BOOL before);

/// Ends this thread's turn and blocks until its next one. ERROR_ACCESS_DENIED when the group has
/// been deleted or the thread has been removed from it for overrunning.
RTWQ_API BOOL AvRtWaitOnThreadOrderingGroup(HANDLE context);

/// Takes the calling thread out of a group. ERROR_INVALID_PARAMETER when it has been removed, and
/// for the parent.
RTWQ_API BOOL AvRtLeaveThreadOrderingGroup(HANDLE context);

/// Ends a group. ERROR_INVALID_FUNCTION unless called by the parent, ERROR_INVALID_PARAMETER when
/// the parent overran.
RTWQ_API BOOL AvRtDeleteThreadOrderingGroup(HANDLE context);

// The wide forms where the program says UNICODE.
#ifdef UNICODE
#define AvSetMmThreadCharacteristics AvSetMmThreadCharacteristicsW
#define AvSetMmMaxThreadCharacteristics AvSetMmMaxThreadCharacteristicsW
#define AvRtCreateThreadOrderingGroupEx AvRtCreateThreadOrderingGroupExW
#else
#define AvSetMmThreadCharacteristics AvSetMmThreadCharacteristicsA
#define AvSetMmMaxThreadCharacteristics AvSetMmMaxThreadCharacteristicsA
#define AvRtCreateThreadOrderingGroupEx AvRtCreateThreadOrderingGroupExA
#endif

#endif
