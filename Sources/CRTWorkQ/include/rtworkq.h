// Real-time work queues: the interface of Windows' rtworkq.h on Linux.
//
// Names, values, result codes and table layouts are those of Windows, so that a program written for
// it needs a shim only for events and sleep. Names in lower case (rtwq_...) are this library's own.
// Each declaration says where it differs. Three differences run through all of it:
//
// - A HANDLE is a file descriptor in a pointer (RTWQ_HANDLE_FROM_FD), or an object of this library.
// - WCHAR has 16 bits: write u"Pro Audio", or compile with -fshort-wchar.
// - There are no COM apartments and no window messages.
//
// Functions may be called from any thread, and store results only when they succeed, unless they
// say otherwise.
#ifndef RTWORKQ_H
#define RTWORKQ_H

#include "rtworkq_interfaces.h"
#include "rtworkq_types.h"

// ---------------------------------------------------------------------------------------------
// Constants.

/// Codes of this library. The Windows header computes 0x000Dxxxx by a slip; these are the values
/// that the Windows library really returns.
#define RTWQ_E_ERROR(code) ((HRESULT)(0xC00D0000 + (code)))
#define RTWQ_E_BUFFERTOOSMALL ((HRESULT)0xC00D36B1)
#define RTWQ_E_NOT_INITIALIZED ((HRESULT)0xC00D36B6)
#define RTWQ_E_UNEXPECTED ((HRESULT)0xC00D36BB)
#define RTWQ_E_NOT_FOUND ((HRESULT)0xC00D36D5)
#define RTWQ_E_OPERATION_CANCELLED ((HRESULT)0xC00D36ED)
#define RTWQ_E_INVALID_WORKQUEUE ((HRESULT)0xC00D36FF)
#define RTWQ_E_SHUTDOWN ((HRESULT)0xC00D3E85)

typedef enum RTWQ_WORKQUEUE_TYPE {
  RTWQ_STANDARD_WORKQUEUE = 0,      ///< One worker: items run one after the other.
  RTWQ_WINDOW_WORKQUEUE = 1,        ///< The same as standard: there are no messages to dispatch.
  RTWQ_MULTITHREADED_WORKQUEUE = 2  ///< Several workers: items run at the same time.
} RTWQ_WORKQUEUE_TYPE;

// Queues of the platform. Windows names them MFASYNC_CALLBACK_QUEUE_..., in another header. They
// exist from startup to shutdown and need no lock. Ids up to 0xFFFF that name none of them mean the
// standard queue; ids from 0x10000 are those of allocated queues.
#define MFASYNC_CALLBACK_QUEUE_UNDEFINED 0x00000000
#define MFASYNC_CALLBACK_QUEUE_STANDARD 0x00000001
#define MFASYNC_CALLBACK_QUEUE_RT 0x00000002
#define MFASYNC_CALLBACK_QUEUE_IO 0x00000003
#define MFASYNC_CALLBACK_QUEUE_TIMER 0x00000004
#define MFASYNC_CALLBACK_QUEUE_MULTITHREADED 0x00000005
#define MFASYNC_CALLBACK_QUEUE_LONG_FUNCTION 0x00000007
#define MFASYNC_CALLBACK_QUEUE_PRIVATE_MASK 0xFFFF0000
#define MFASYNC_CALLBACK_QUEUE_ALL 0xFFFFFFFF

// Flags that a callback's GetParameters may store; 0 for ordinary work of up to 30 ms.
#define MFASYNC_FAST_IO_PROCESSING_CALLBACK 0x00000001  // Under 1 ms; IO and TIMER queue only.
#define MFASYNC_SIGNAL_CALLBACK 0x00000002           // Under 50 us, sets an event; implies fast.
#define MFASYNC_BLOCKING_CALLBACK 0x00000004         // May block.
#define MFASYNC_REPLY_CALLBACK 0x00000008            // See RtwqAllocateSerialWorkQueue.
#define MFASYNC_LOCALIZE_REMOTE_CALLBACK 0x00000010  // Taken and ignored: there is no remote side.

/// Names a waiting, scheduled or periodic item until it has run or was cancelled.
typedef UINT64 RTWQWORKITEM_KEY;

/// What a periodic callback calls, with the context it was added with.
typedef void(STDMETHODCALLTYPE *RTWQPERIODICCALLBACK)(IUnknown *context);

// ---------------------------------------------------------------------------------------------
// The platform.

/// Starts the platform, or counts one more start of it.
RTWQ_API HRESULT RtwqStartup(void);

/// Counts one start less; at none left the platform shuts down. Items that were put still run,
/// waiting and scheduled ones do not. S_OK and no effect when not started. Not from a queue.
RTWQ_API HRESULT RtwqShutdown(void);

/// Holds the platform: counted, before a start and after a shutdown too. Each living result object
/// holds it once.
RTWQ_API HRESULT RtwqLockPlatform(void);

/// Lets go of one hold. The count may fall below zero; at zero or below the platform behaves as if
/// shut down.
RTWQ_API HRESULT RtwqUnlockPlatform(void);

/// Tells `events` of each startup and shutdown until it is unregistered; holds a reference.
RTWQ_API HRESULT RtwqRegisterPlatformEvents(IRtwqPlatformEvents *events);

/// Ends what RtwqRegisterPlatformEvents began; RTWQ_E_NOT_FOUND when it was not registered.
RTWQ_API HRESULT RtwqUnregisterPlatformEvents(IRtwqPlatformEvents *events);

// ---------------------------------------------------------------------------------------------
// Queues.

/// Makes a queue and stores its id, which has bits in MFASYNC_CALLBACK_QUEUE_PRIVATE_MASK. E_FAIL
/// when 124 exist, RTWQ_E_SHUTDOWN when the platform is not started.
RTWQ_API HRESULT RtwqAllocateWorkQueue(RTWQ_WORKQUEUE_TYPE type, DWORD *queue);

/// Makes a queue that runs its items one after the other on the workers of `target`, which may be
/// any queue of the platform, an allocated one or another serial queue, and which it keeps alive.
/// A callback with MFASYNC_REPLY_CALLBACK is passed a result of its own: the queue goes on once
/// that was given to RtwqInvokeCallback.
RTWQ_API HRESULT RtwqAllocateSerialWorkQueue(DWORD target, DWORD *queue);

/// Counts one more reference to an allocated queue. S_OK and no effect for ids below 0x10000.
RTWQ_API HRESULT RtwqLockWorkQueue(DWORD queue);

/// Counts one reference less; at none left the queue ends once what was put has run. S_OK and no
/// effect for ids below 0x10000, RTWQ_E_INVALID_WORKQUEUE when the queue has ended.
RTWQ_API HRESULT RtwqUnlockWorkQueue(DWORD queue);

/// Finds or makes the process's queue of a task class and counts one reference to it.
/// `base_priority` is relative, -2 to 2; `task_id` is the class's group, 0 for a new one, and is
/// replaced by the group it got. With u"" it is the queue without a class: priority 0 and no
/// `task_id`. E_POINTER without a class or `queue`.
RTWQ_API HRESULT RtwqLockSharedWorkQueue(PCWSTR task_class, LONG base_priority, DWORD *task_id,
                                         DWORD *queue);

/// Ties a descriptor to a queue: waiting items on it run there. Stores a cookie.
RTWQ_API HRESULT RtwqJoinWorkQueue(DWORD queue, HANDLE file, HANDLE *cookie);

/// Ends what RtwqJoinWorkQueue began; takes its cookie.
RTWQ_API HRESULT RtwqUnjoinWorkQueue(DWORD queue, HANDLE cookie);

/// Says that items of the queue may run for long: it grows a worker instead of starving. Counted.
RTWQ_API HRESULT RtwqSetLongRunning(DWORD queue, BOOL enable);

// ---------------------------------------------------------------------------------------------
// Deadlines. Times are in 100 ns from the call (the Windows pages say milliseconds by mistake).

/// Says by when what is in the queue must be done; stores a handle for RtwqCancelDeadline.
RTWQ_API HRESULT RtwqSetDeadline(DWORD queue, LONGLONG deadline_hns, HANDLE *deadline);

/// The same, and when to wake the queue's workers: `predeadline_hns` before the deadline.
RTWQ_API HRESULT RtwqSetDeadline2(DWORD queue, LONGLONG deadline_hns, LONGLONG predeadline_hns,
                                  HANDLE *deadline);

/// Withdraws a deadline and releases its handle. To change one, set another and cancel the old.
RTWQ_API HRESULT RtwqCancelDeadline(HANDLE deadline);

// ---------------------------------------------------------------------------------------------
// Work items.

/// Makes a result: what is put on a queue. `object`, `callback` and `state` may be NULL.
RTWQ_API HRESULT RtwqCreateAsyncResult(IUnknown *object, IRtwqAsyncCallback *callback,
                                       IUnknown *state, IRtwqAsyncResult **result);

/// Puts a result on the queue that its callback's GetParameters names. Leaves hEvent alone.
RTWQ_API HRESULT RtwqInvokeCallback(IRtwqAsyncResult *result);

/// Puts a result on a queue. Of a priority only the sign counts: above 0 runs before 0, 0 before
/// below 0, and within each the oldest first. Cannot be cancelled. RTWQ_E_INVALID_WORKQUEUE for an
/// id from 0x10000 that is not a queue, RTWQ_E_SHUTDOWN, E_OUTOFMEMORY when 16,384 items of the
/// priority wait in the queue.
RTWQ_API HRESULT RtwqPutWorkItem(DWORD queue, LONG priority, IRtwqAsyncResult *result);

/// Puts a result once the descriptor is readable, on the queue its callback names, once. NULL is
/// never readable. The descriptor must stay open until then. `key` may be NULL.
RTWQ_API HRESULT RtwqPutWaitingWorkItem(HANDLE event, LONG priority, IRtwqAsyncResult *result,
                                        RTWQWORKITEM_KEY *key);

/// Puts `count` waiting items, each with its descriptor and key, all or none. Exported by Windows
/// without a declaration: the signature is this library's.
RTWQ_API HRESULT RtwqPutMultipleWaitingWorkItem(DWORD count, const HANDLE *events, LONG priority,
                                                IRtwqAsyncResult *const *results,
                                                RTWQWORKITEM_KEY *keys);

/// Cancels `count` waiting items; RTWQ_E_NOT_FOUND when one of them was not there any more.
RTWQ_API HRESULT RtwqCancelMultipleWaitingWorkItem(DWORD count, const RTWQWORKITEM_KEY *keys);

/// Puts a result later, on the queue its callback names. Milliseconds: negative is from now (-5000
/// is in 5 s), 0 is now, positive is E_INVALIDARG (a date on Windows). `key` may be NULL.
RTWQ_API HRESULT RtwqScheduleWorkItem(IRtwqAsyncResult *result, INT64 timeout,
                                      RTWQWORKITEM_KEY *key);

/// Cancels a waiting item, whose callback then runs with RTWQ_E_OPERATION_CANCELLED, or a scheduled
/// one, whose callback does not run. RTWQ_E_NOT_FOUND when it has run or was cancelled before.
RTWQ_API HRESULT RtwqCancelWorkItem(RTWQWORKITEM_KEY key);

/// Calls `callback` every 10 ms on the timer queue, and holds `context` (which may be NULL). The
/// key is never 0; `key` may be NULL.
RTWQ_API HRESULT RtwqAddPeriodicCallback(RTWQPERIODICCALLBACK callback, IUnknown *context,
                                         DWORD *key);

/// Ends a periodic callback and releases its context.
RTWQ_API HRESULT RtwqRemovePeriodicCallback(DWORD key);

// ---------------------------------------------------------------------------------------------
// Task classes (see avrt.h for threads of the program's own). Priorities are AVRT_PRIORITY values;
// a task id is the number of a group within the class, 0 asks for a new one.

/// Joins the workers of all queues of the platform to a task class.
RTWQ_API HRESULT RtwqRegisterPlatformWithMMCSS(PCWSTR task_class, DWORD *task_id, LONG priority);

/// Takes the workers of the queues of the platform out of their class.
RTWQ_API HRESULT RtwqUnregisterPlatformFromMMCSS(void);

/// Joins a queue's workers to a task class and then invokes `callback`, which ends the operation.
RTWQ_API HRESULT RtwqBeginRegisterWorkQueueWithMMCSS(DWORD queue, PCWSTR task_class, DWORD task_id,
                                                     LONG priority, IRtwqAsyncCallback *callback,
                                                     IUnknown *state);

/// Answers whether the workers joined, and stores the task id they got.
RTWQ_API HRESULT RtwqEndRegisterWorkQueueWithMMCSS(IRtwqAsyncResult *result, DWORD *task_id);

/// Takes a queue's workers out of their class and then invokes `callback`.
RTWQ_API HRESULT RtwqBeginUnregisterWorkQueueWithMMCSS(DWORD queue, IRtwqAsyncCallback *callback,
                                                       IUnknown *state);

/// Answers whether the workers left. (Missing from the Windows header.)
RTWQ_API HRESULT RtwqEndUnregisterWorkQueueWithMMCSS(IRtwqAsyncResult *result);

/// Stores the name of a queue's class, u"" without one. `length` counts characters with the final
/// zero: the room that is there, then what is needed. A NULL buffer asks for the length;
/// RTWQ_E_BUFFERTOOSMALL when the room is not enough.
RTWQ_API HRESULT RtwqGetWorkQueueMMCSSClass(DWORD queue, PWSTR task_class, DWORD *length);

/// Stores the task id of a queue's workers; 0 without a class.
RTWQ_API HRESULT RtwqGetWorkQueueMMCSSTaskId(DWORD queue, DWORD *task_id);

/// Stores the relative priority of a queue's workers; 0 without a class.
RTWQ_API HRESULT RtwqGetWorkQueueMMCSSPriority(DWORD queue, LONG *priority);

// ---------------------------------------------------------------------------------------------
// This library's own.

/// Told, from a thread of the platform, that a deadline of the queue passed with work in it:
/// `running` is the item that was running, not counted, or NULL.
typedef void (*rtwq_deadline_handler)(void *context, DWORD queue, IRtwqAsyncResult *running);

/// Sets who is told of missed deadlines of a queue; NULL for nobody.
RTWQ_API HRESULT rtwq_set_deadline_handler(DWORD queue, rtwq_deadline_handler handler,
                                           void *context);

#endif
