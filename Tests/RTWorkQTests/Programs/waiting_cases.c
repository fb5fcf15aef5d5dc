// Waiting items (W) and descriptors joined to queues (J).
#include "harness.h"
#include "objects.h"

#include <sys/socket.h>
#include <sys/timerfd.h>

/// A descriptor that nothing has.
static HANDLE no_descriptor(void) { return RTWQ_HANDLE_FROM_FD(999999); }

CASE("W1", "an item waits for an event and then runs once") {
  start_platform();
  callback *callback = make_callback(NULL, NULL);
  IRtwqAsyncResult *result = make_result(callback);
  HANDLE event = CreateEvent();
  RTWQWORKITEM_KEY key = 0;
  CHECK_OK(RtwqPutWaitingWorkItem(event, 0, result, &key));
  CHECK(!is_invoked_soon(callback));
  SetEvent(event);
  CHECK(is_invoked(callback));
  CHECK(callback->result == result);
  CHECK_OK(callback->status);
  SetEvent(event);
  CHECK(!is_invoked_soon(callback));
  CHECK_RESULT(RtwqCancelWorkItem(key), RTWQ_E_NOT_FOUND);
  CHECK_EQUAL(release_when_alone(result), 0);
}

CASE("W2", "a result is put to wait again and again") {
  start_platform();
  callback *callback = make_callback(NULL, NULL);
  IRtwqAsyncResult *result = make_result(callback);
  HANDLE event = CreateEvent();
  for (int round = 0; round < 100; round++) {
    CHECK_OK(RtwqPutWaitingWorkItem(event, 0, result, NULL));
    SetEvent(event);
    REQUIRE(is_invoked(callback));
    // The library leaves what it waited for to the program.
    CHECK_EQUAL(WaitForSingleObject(event, 0), WAIT_OBJECT_0);
  }
  CHECK_EQUAL(release_when_alone(result), 0);
}

CASE("W3", "an event that was set before is not waited for") {
  start_platform();
  callback *callback = make_callback(NULL, NULL);
  HANDLE event = CreateEvent();
  SetEvent(event);
  CHECK_OK(RtwqPutWaitingWorkItem(event, 0, make_result(callback), NULL));
  CHECK(is_invoked(callback));
}

typedef struct metronome {
  int timer;
  IRtwqAsyncResult *result;
} metronome;

static void beat(callback *callback, IRtwqAsyncResult *result) {
  metronome *self = callback->context;
  uint64_t expirations = 0;
  CHECK_EQUAL(read(self->timer, &expirations, sizeof expirations), sizeof expirations);
  if (invocations(callback) >= 19) return;
  CHECK_OK(RtwqPutWaitingWorkItem(RTWQ_HANDLE_FROM_FD(self->timer), 0, result, NULL));
}

CASE("W4", "a timer is waited for from within the item that it started") {
  start_platform();
  metronome metronome = {timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK), NULL};
  struct itimerspec every_millisecond = {{0, 1000000}, {0, 1000000}};
  REQUIRE(timerfd_settime(metronome.timer, 0, &every_millisecond, NULL) == 0);
  callback *callback = make_callback(beat, &metronome);
  IRtwqAsyncResult *result = make_result(callback);
  CHECK_OK(RtwqPutWaitingWorkItem(RTWQ_HANDLE_FROM_FD(metronome.timer), 0, result, NULL));
  CHECK(is_invoked_times(callback, 20));
  CHECK_EQUAL(release_when_alone(result), 0);
}

CASE("W5", "a socket is waited for until something comes") {
  start_platform();
  int ends[2];
  REQUIRE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
  callback *callback = make_callback(NULL, NULL);
  CHECK_OK(RtwqPutWaitingWorkItem(RTWQ_HANDLE_FROM_FD(ends[0]), 0, make_result(callback), NULL));
  CHECK(!is_invoked_soon(callback));
  CHECK_EQUAL(write(ends[1], "x", 1), 1);
  CHECK(is_invoked(callback));
}

CASE("W6", "a cancelled item is told so") {
  start_platform();
  callback *callback = make_callback(NULL, NULL);
  IRtwqAsyncResult *result = make_result(callback);
  HANDLE event = CreateEvent();
  RTWQWORKITEM_KEY key = 0;
  CHECK_OK(RtwqPutWaitingWorkItem(event, 0, result, &key));
  CHECK_OK(RtwqCancelWorkItem(key));
  CHECK(is_invoked(callback));
  CHECK_RESULT(callback->status, RTWQ_E_OPERATION_CANCELLED);
  CHECK_RESULT(RtwqCancelWorkItem(key), RTWQ_E_NOT_FOUND);
  SetEvent(event);
  CHECK(!is_invoked_soon(callback));
  CHECK_EQUAL(release_when_alone(result), 0);
}

CASE("W7", "two results wait for one event") {
  start_platform();
  callback *one = make_callback(NULL, NULL), *two = make_callback(NULL, NULL);
  HANDLE event = CreateEvent();
  CHECK_OK(RtwqPutWaitingWorkItem(event, 0, make_result(one), NULL));
  CHECK_OK(RtwqPutWaitingWorkItem(event, 0, make_result(two), NULL));
  SetEvent(event);
  CHECK(is_invoked(one));
  CHECK(is_invoked(two));
}

CASE("W8", "a waiting item runs on the queue its callback names") {
  start_platform();
  callback *callback = make_callback(NULL, NULL);
  gate *gate = make_gate();
  DWORD queue = make_queue(RTWQ_STANDARD_WORKQUEUE);
  HANDLE event = CreateEvent();
  set_parameters(callback, 0, queue);
  block(queue, gate);
  CHECK_OK(RtwqPutWaitingWorkItem(event, 0, make_result(callback), NULL));
  SetEvent(event);
  CHECK(!is_invoked_soon(callback));
  open_gate(gate);
  CHECK(is_invoked(callback));
}

CASE("W9", "what cannot be waited for is refused") {
  start_platform();
  callback *callback = make_callback(NULL, NULL);
  IRtwqAsyncResult *result = make_result(callback);
  RTWQWORKITEM_KEY key = 77;
  CHECK_RESULT(RtwqPutWaitingWorkItem(CreateEvent(), 0, NULL, &key), E_POINTER);
  CHECK_FAILS(RtwqPutWaitingWorkItem(no_descriptor(), 0, result, &key));
  CHECK_FAILS(RtwqPutWaitingWorkItem(RTWQ_HANDLE_FROM_FD(-5), 0, result, &key));
  CHECK_EQUAL(key, 77);
  CHECK_EQUAL(IRtwqAsyncResult_Release(result), 0);
}

CASE("W10", "several waiting items are put at once, each with its event") {
  enum { count = 3 };
  start_platform();
  callback *callbacks[count];
  IRtwqAsyncResult *results[count];
  HANDLE events[count];
  RTWQWORKITEM_KEY keys[count];
  for (int index = 0; index < count; index++) {
    callbacks[index] = make_callback(NULL, NULL);
    results[index] = make_result(callbacks[index]);
    events[index] = CreateEvent();
  }
  CHECK_OK(RtwqPutMultipleWaitingWorkItem(count, events, 0, results, keys));
  SetEvent(events[1]);
  CHECK(is_invoked(callbacks[1]));
  CHECK_OK(callbacks[1]->status);
  CHECK_EQUAL(invocations(callbacks[0]) + invocations(callbacks[2]), 0);
  CHECK_RESULT(RtwqCancelMultipleWaitingWorkItem(count, keys), RTWQ_E_NOT_FOUND);
  for (int index = 0; index < count; index += 2) {
    CHECK(is_invoked(callbacks[index]));
    CHECK_RESULT(callbacks[index]->status, RTWQ_E_OPERATION_CANCELLED);
  }
  for (int index = 0; index < count; index++) {
    CHECK_EQUAL(release_when_alone(results[index]), 0);
  }
}

CASE("W11", "of several waiting items all are put or none") {
  start_platform();
  callback *callback = make_callback(NULL, NULL);
  IRtwqAsyncResult *results[2] = {make_result(callback), make_result(callback)};
  HANDLE events[2] = {CreateEvent(), no_descriptor()};
  RTWQWORKITEM_KEY keys[2];
  CHECK_RESULT(RtwqPutMultipleWaitingWorkItem(2, NULL, 0, results, keys), E_POINTER);
  CHECK_RESULT(RtwqPutMultipleWaitingWorkItem(2, events, 0, NULL, keys), E_POINTER);
  CHECK_RESULT(RtwqCancelMultipleWaitingWorkItem(2, NULL), E_POINTER);
  CHECK_FAILS(RtwqPutMultipleWaitingWorkItem(2, events, 0, results, keys));
  SetEvent(events[0]);
  Sleep(GRACE_MILLISECONDS);
  // One that had been put before the other was refused may be told that it is cancelled.
  CHECK(invocations(callback) == 0 || callback->status == RTWQ_E_OPERATION_CANCELLED);
  CHECK_EQUAL(release_when_alone(results[0]), 0);
  CHECK_EQUAL(release_when_alone(results[1]), 0);
}

CASE("W12", "many descriptors are waited for at once") {
  enum { count = 200 };
  start_platform();
  callback *callback = make_callback(NULL, NULL);
  HANDLE events[count];
  for (int index = 0; index < count; index++) {
    events[index] = CreateEvent();
    CHECK_OK(RtwqPutWaitingWorkItem(events[index], 0, make_result(callback), NULL));
  }
  for (int index = count; index > 0; index--) SetEvent(events[index - 1]);
  CHECK(is_invoked_times(callback, count));
}

CASE("W13", "items that wait when the platform ends do not run") {
  start_platform();
  callback *callback = make_callback(NULL, NULL);
  HANDLE event = CreateEvent();
  RTWQWORKITEM_KEY key = 0;
  CHECK_OK(RtwqPutWaitingWorkItem(event, 0, make_result(callback), &key));
  CHECK_OK(RtwqShutdown());
  CHECK_RESULT(RtwqCancelWorkItem(key), RTWQ_E_SHUTDOWN);
  SetEvent(event);
  Sleep(GRACE_MILLISECONDS);
  CHECK(invocations(callback) == 0 || callback->status == RTWQ_E_OPERATION_CANCELLED);
}

static void count_status(callback *callback, IRtwqAsyncResult *result) {
  LONG *counts = callback->context;
  InterlockedIncrement(&counts[IRtwqAsyncResult_GetStatus(result) == S_OK ? 0 : 1]);
}

CASE("W14", "of a thousand items cancelled while their events are set, each is invoked once") {
  start_platform();
  LONG counts[2] = {0, 0}, cancelled = 0;
  callback *callback = make_callback(count_status, counts);
  HANDLE event = CreateEvent();
  for (int item = 0; item < 1000; item++) {
    RTWQWORKITEM_KEY key = 0;
    IRtwqAsyncResult *result = make_result(callback);
    CHECK_OK(RtwqPutWaitingWorkItem(event, 0, result, &key));
    SetEvent(event);
    if (item % 3 == 0) Sleep(1);
    HRESULT status = RtwqCancelWorkItem(key);
    if (status == S_OK) {
      cancelled++;
    } else {
      CHECK_RESULT(status, RTWQ_E_NOT_FOUND);
    }
    WaitForSingleObject(event, 0);
    IRtwqAsyncResult_Release(result);
  }
  CHECK(is_invoked_times(callback, 1000));
  CHECK_EQUAL(counts[1], cancelled);
}

/// Puts an item to wait for an event that is set, and says whether it gets past a blocked queue.
static bool passes(DWORD queue, callback *callback, HANDLE event) {
  gate *gate = make_gate();
  block(queue, gate);
  CHECK_OK(RtwqPutWaitingWorkItem(event, 0, make_result(callback), NULL));
  SetEvent(event);
  bool passed = is_invoked_soon(callback);
  open_gate(gate);
  if (!passed) CHECK(is_invoked(callback));
  CHECK_EQUAL(WaitForSingleObject(event, 0), WAIT_OBJECT_0);
  return passed;
}

CASE("J1", "items that wait for a joined descriptor run on its queue") {
  start_platform();
  DWORD queue = make_queue(RTWQ_STANDARD_WORKQUEUE);
  callback *callback = make_callback(NULL, NULL);
  HANDLE event = CreateEvent(), cookie = NULL;
  CHECK_OK(RtwqJoinWorkQueue(queue, event, &cookie));
  CHECK(cookie != NULL);
  CHECK(!passes(queue, callback, event));
  CHECK_OK(RtwqUnjoinWorkQueue(queue, cookie));

  // From here on the callback's queue counts again: the standard one, blocked by no gate.
  gate *gate = make_gate();
  block(queue, gate);
  CHECK_OK(RtwqPutWaitingWorkItem(event, 0, make_result(callback), NULL));
  SetEvent(event);
  CHECK(is_invoked(callback));
  open_gate(gate);
}

CASE("J2", "joining needs a queue, a descriptor and a place for the cookie") {
  start_platform();
  DWORD queue = make_queue(RTWQ_STANDARD_WORKQUEUE);
  HANDLE event = CreateEvent(), cookie = NULL;
  CHECK_RESULT(RtwqJoinWorkQueue(0x10000, event, &cookie), RTWQ_E_INVALID_WORKQUEUE);
  CHECK_FAILS(RtwqJoinWorkQueue(queue, NULL, &cookie));
  CHECK_RESULT(RtwqJoinWorkQueue(queue, event, NULL), E_POINTER);
  CHECK(cookie == NULL);
  CHECK_FAILS(RtwqUnjoinWorkQueue(queue, NULL));
}

CASE("J3", "a cookie ends its own join, once") {
  start_platform();
  DWORD queue = make_queue(RTWQ_STANDARD_WORKQUEUE), other = make_queue(RTWQ_STANDARD_WORKQUEUE);
  HANDLE event = CreateEvent(), cookie = NULL;
  CHECK_OK(RtwqJoinWorkQueue(queue, event, &cookie));
  CHECK_FAILS(RtwqUnjoinWorkQueue(other, cookie));
  CHECK_OK(RtwqUnjoinWorkQueue(queue, cookie));
  CHECK_FAILS(RtwqUnjoinWorkQueue(queue, cookie));
}
