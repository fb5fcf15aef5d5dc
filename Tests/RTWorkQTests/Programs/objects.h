// What the cases put on queues: a counted object, a callback that records, a gate, and a log.
#ifndef OBJECTS_H
#define OBJECTS_H

#define COBJMACROS
#include "rtworkq.h"
#include "windows_shim.h"

#include <stdbool.h>

/// An object that does nothing but count references.
typedef struct thing {
  IUnknown unknown;
  LONG references;
} thing;

/// Makes a thing with one reference. Things are never freed, so that counts can be read.
thing *make_thing(void);

struct callback;
typedef void (*callback_body)(struct callback *callback, IRtwqAsyncResult *result);

/// A callback that records what it was invoked with.
typedef struct callback {
  IRtwqAsyncCallback base;
  LONG references;
  HRESULT parameters;  ///< What GetParameters answers: E_NOTIMPL unless set.
  DWORD flags;
  DWORD queue;
  callback_body body;  ///< Performed before `event` is set; may be NULL.
  void *context;       ///< The body's own.
  LONG invocations;
  IRtwqAsyncResult *result;  ///< The last it was invoked with.
  HRESULT status;            ///< That one's status.
  HANDLE event;              ///< Set at the end of each invocation.
} callback;

/// Makes a callback with one reference. Callbacks are never freed, so that counts can be read.
callback *make_callback(callback_body body, void *context);

/// Makes GetParameters answer.
void set_parameters(callback *callback, DWORD flags, DWORD queue);

/// Whether the callback is invoked once more before patience ends.
bool is_invoked(callback *callback);

/// Whether the callback was or is invoked within the grace time.
bool is_invoked_soon(callback *callback);

/// Whether it was invoked `count` times in all, before patience ends, and not once more.
bool is_invoked_times(callback *callback, LONG count);

LONG invocations(const callback *callback);

/// Makes a result for the callback, with a NULL object and state.
IRtwqAsyncResult *make_result(callback *callback);

/// Makes a result for the callback, puts it and releases it.
HRESULT put(DWORD queue, LONG priority, callback *callback);

/// Releases a result once it holds no reference but the caller's, and returns what is left.
///
/// A queue may hold an item for a moment longer than its callback runs.
ULONG release_when_alone(IRtwqAsyncResult *result);

/// How many references there are now.
ULONG reference_count(IUnknown *unknown);

/// Whether `*value` reaches `wanted` before patience ends.
bool reaches(const LONG *value, LONG wanted);

/// Keeps a worker busy until it is opened.
typedef struct gate {
  callback *callback;
  HANDLE opening;
  LONG entered;
} gate;

gate *make_gate(void);

/// Puts the gate on a queue and waits until a worker stands in it.
void block(DWORD queue, gate *gate);

/// Puts the gate on a queue.
void put_gate(DWORD queue, gate *gate);

/// Lets every worker that stands in the gate, or comes to it, go on.
void open_gate(gate *gate);

/// Numbers in the order in which callbacks noted them.
typedef struct order_log {
  LONG *numbers;
  LONG capacity;
  LONG begun;
  LONG count;  ///< Numbers that stand there.
} order_log;

order_log *make_order_log(LONG capacity);

/// Makes a callback that notes `number`; it has no event.
callback *make_noting_callback(order_log *log, LONG number);

/// Puts a callback that notes `number`.
HRESULT put_note(DWORD queue, LONG priority, order_log *log, LONG number);

/// Whether `count` numbers were noted before patience ends.
bool is_complete(order_log *log, LONG count);

/// Allocates a queue, or ends the case.
DWORD make_queue(RTWQ_WORKQUEUE_TYPE type);

/// Starts the platform, or ends the case.
void start_platform(void);

#endif
