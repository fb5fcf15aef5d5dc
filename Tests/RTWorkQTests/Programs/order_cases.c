// Priorities (P) and serial queues (S).
#include "harness.h"
#include "objects.h"

#include <limits.h>
#include <pthread.h>

static gate *blocked(DWORD queue) {
  gate *made = make_gate();
  block(queue, made);
  return made;
}

static void check_order(order_log *log, LONG count) {
  CHECK(is_complete(log, count));
  for (LONG place = 0; place < count; place++) {
    if (!CHECK_EQUAL(log->numbers[place], place)) return;
  }
}

CASE("P1", "items wait in order of priority, the oldest first within one") {
  // Each item's place in the end, in the order of the puts.
  static const struct {
    LONG priority, place;
  } items[] = {{0, 3}, {-1, 6}, {1, 0}, {0, 4}, {1, 1}, {-1, 7}, {-1, 8}, {1, 2}, {0, 5}};
  start_platform();
  DWORD queue = make_queue(RTWQ_STANDARD_WORKQUEUE);
  order_log *log = make_order_log(9);
  gate *gate = blocked(queue);
  for (int index = 0; index < 9; index++) {
    CHECK_OK(put_note(queue, items[index].priority, log, items[index].place));
  }
  open_gate(gate);
  check_order(log, 9);
}

CASE("P2", "every value is a priority") {
  start_platform();
  DWORD queue = make_queue(RTWQ_STANDARD_WORKQUEUE);
  order_log *log = make_order_log(5);
  gate *gate = blocked(queue);
  CHECK_OK(put_note(queue, INT_MIN, log, 3));
  CHECK_OK(put_note(queue, -1000, log, 4));
  CHECK_OK(put_note(queue, 0, log, 2));
  CHECK_OK(put_note(queue, INT_MAX, log, 0));
  CHECK_OK(put_note(queue, 1000, log, 1));
  open_gate(gate);
  CHECK(is_complete(log, 5));
  CHECK(log->numbers[0] <= 1 && log->numbers[1] <= 1);
  CHECK_EQUAL(log->numbers[2], 2);
  CHECK(log->numbers[3] >= 3 && log->numbers[4] >= 3);
}

CASE("P3", "a high item overtakes 10,000 low ones") {
  enum { low_items = 10000 };
  start_platform();
  DWORD queue = make_queue(RTWQ_STANDARD_WORKQUEUE);
  order_log *log = make_order_log(low_items + 1);
  gate *gate = blocked(queue);
  for (LONG item = 1; item <= low_items; item++) REQUIRE_OK(put_note(queue, -1, log, item));
  CHECK_OK(put_note(queue, 1, log, 0));
  open_gate(gate);
  check_order(log, low_items + 1);
}

CASE("P4", "one result may wait several times") {
  start_platform();
  DWORD queue = make_queue(RTWQ_STANDARD_WORKQUEUE);
  callback *callback = make_callback(NULL, NULL);
  IRtwqAsyncResult *result = make_result(callback);
  gate *gate = blocked(queue);
  for (LONG priority = -2; priority <= 2; priority++) {
    CHECK_OK(RtwqPutWorkItem(queue, priority, result));
  }
  open_gate(gate);
  CHECK(is_invoked_times(callback, 5));
  CHECK_EQUAL(release_when_alone(result), 0);
}

CASE("P5", "no result, and one without a callback, are refused") {
  start_platform();
  IRtwqAsyncResult *result = make_result(NULL);
  CHECK_RESULT(RtwqPutWorkItem(MFASYNC_CALLBACK_QUEUE_STANDARD, 0, NULL), E_POINTER);
  CHECK_FAILS(RtwqPutWorkItem(MFASYNC_CALLBACK_QUEUE_STANDARD, 0, result));
  CHECK_EQUAL(IRtwqAsyncResult_Release(result), 0);
}

static DWORD make_serial_queue(DWORD target) {
  DWORD queue = 0;
  REQUIRE_OK(RtwqAllocateSerialWorkQueue(target, &queue));
  return queue;
}

CASE("S1", "a serial queue over many workers keeps the order of the puts") {
  start_platform();
  DWORD queue = make_serial_queue(MFASYNC_CALLBACK_QUEUE_MULTITHREADED);
  order_log *log = make_order_log(1000);
  for (LONG item = 0; item < 1000; item++) REQUIRE_OK(put_note(queue, 0, log, item));
  check_order(log, 1000);
}

typedef struct visit {
  LONG inside;
  LONG most;
  LONG done;
} visit;

static void stay_inside(callback *callback, IRtwqAsyncResult *result) {
  (void)result;
  visit *self = callback->context;
  LONG now = InterlockedIncrement(&self->inside);
  if (now > self->most) self->most = now;
  sched_yield();
  InterlockedDecrement(&self->inside);
  InterlockedIncrement(&self->done);
}

typedef struct producer {
  DWORD queue;
  callback *callback;
} producer;

static void *produce(void *context) {
  producer *self = context;
  for (int item = 0; item < 500; item++) CHECK_OK(put(self->queue, 0, self->callback));
  return NULL;
}

CASE("S2", "items of four threads on a serial queue never run at the same time") {
  start_platform();
  visit visit = {0, 0, 0};
  producer producer = {make_serial_queue(MFASYNC_CALLBACK_QUEUE_MULTITHREADED),
                       make_callback(stay_inside, &visit)};
  pthread_t threads[4];
  for (int index = 0; index < 4; index++) {
    REQUIRE(pthread_create(&threads[index], NULL, produce, &producer) == 0);
  }
  for (int index = 0; index < 4; index++) pthread_join(threads[index], NULL);
  CHECK(reaches(&visit.done, 2000));
  CHECK_EQUAL(visit.most, 1);
}

CASE("S3", "serial queues over one queue do not wait for each other") {
  start_platform();
  DWORD target = make_queue(RTWQ_MULTITHREADED_WORKQUEUE);
  DWORD one = make_serial_queue(target), two = make_serial_queue(target);
  gate *gate = blocked(one);
  callback *callback = make_callback(NULL, NULL);
  CHECK_OK(put(two, 0, callback));
  CHECK(is_invoked(callback));
  open_gate(gate);
}

CASE("S4", "a chain of serial queues keeps the order and runs one at a time") {
  start_platform();
  DWORD bottom = make_serial_queue(MFASYNC_CALLBACK_QUEUE_MULTITHREADED);
  DWORD middle = make_serial_queue(bottom), top = make_serial_queue(middle);
  order_log *log = make_order_log(300);
  for (LONG item = 0; item < 300; item++) REQUIRE_OK(put_note(top, 0, log, item));
  check_order(log, 300);

  gate *gate = blocked(bottom);
  callback *callback = make_callback(NULL, NULL);
  CHECK_OK(put(top, 0, callback));
  CHECK(!is_invoked_soon(callback));
  open_gate(gate);
  CHECK(is_invoked(callback));
}

static void keep_reply(callback *callback, IRtwqAsyncResult *result) {
  IRtwqAsyncResult_AddRef(result);
  *(IRtwqAsyncResult **)callback->context = result;
}

CASE("S5", "in reply mode the queue goes on once the reply was invoked") {
  start_platform();
  DWORD queue = make_serial_queue(MFASYNC_CALLBACK_QUEUE_MULTITHREADED);
  IRtwqAsyncResult *reply = NULL;
  callback *replies = make_callback(keep_reply, &reply), *behind = make_callback(NULL, NULL);
  set_parameters(replies, MFASYNC_REPLY_CALLBACK, queue);
  IRtwqAsyncResult *result = make_result(replies);
  CHECK_OK(RtwqPutWorkItem(queue, 0, result));
  CHECK_OK(put(queue, 0, behind));
  REQUIRE(is_invoked(replies));
  REQUIRE(reply != NULL);
  CHECK(reply != result);
  CHECK(!is_invoked_soon(behind));
  CHECK_OK(RtwqInvokeCallback(reply));
  CHECK(is_invoked(behind));
  CHECK_EQUAL(invocations(replies), 1);
  CHECK_EQUAL(release_when_alone(reply), 0);
  CHECK_EQUAL(release_when_alone(result), 0);
}

static void reply_at_once(callback *callback, IRtwqAsyncResult *result) {
  (void)callback;
  CHECK_OK(RtwqInvokeCallback(result));
}

CASE("S6", "a reply may be invoked from within its callback") {
  start_platform();
  DWORD queue = make_serial_queue(MFASYNC_CALLBACK_QUEUE_MULTITHREADED);
  callback *replies = make_callback(reply_at_once, NULL);
  set_parameters(replies, MFASYNC_REPLY_CALLBACK, queue);
  for (int item = 0; item < 50; item++) CHECK_OK(put(queue, 0, replies));
  CHECK(is_invoked_times(replies, 50));
}

CASE("S7", "a serial queue keeps what lies below it alive") {
  start_platform();
  DWORD target = make_queue(RTWQ_MULTITHREADED_WORKQUEUE), queue = make_serial_queue(target);
  CHECK_OK(RtwqUnlockWorkQueue(target));
  callback *callback = make_callback(NULL, NULL);
  CHECK_OK(put(queue, 0, callback));
  CHECK(is_invoked(callback));
  CHECK_OK(RtwqUnlockWorkQueue(queue));
}

CASE("S8", "items on a serial queue still run after its last unlock, in order") {
  start_platform();
  DWORD target = make_queue(RTWQ_MULTITHREADED_WORKQUEUE), queue = make_serial_queue(target);
  order_log *log = make_order_log(100);
  gate *gate = blocked(queue);
  for (LONG item = 0; item < 100; item++) CHECK_OK(put_note(queue, 0, log, item));
  CHECK_OK(RtwqUnlockWorkQueue(queue));
  open_gate(gate);
  check_order(log, 100);
  CHECK_OK(RtwqUnlockWorkQueue(target));
}

CASE("S9", "serial queues lie over shared queues too") {
  start_platform();
  DWORD shared = 0, task = 0;
  CHECK_OK(RtwqLockSharedWorkQueue(u"Pro Audio", 0, &task, &shared));
  DWORD queue = make_serial_queue(shared);
  order_log *log = make_order_log(100);
  for (LONG item = 0; item < 100; item++) CHECK_OK(put_note(queue, 0, log, item));
  check_order(log, 100);
}

CASE("S10", "a hundred serial queues lie over one queue") {
  enum { queues = 100 };
  start_platform();
  DWORD target = make_queue(RTWQ_MULTITHREADED_WORKQUEUE), ids[queues];
  callback *callback = make_callback(NULL, NULL);
  for (int index = 0; index < queues; index++) ids[index] = make_serial_queue(target);
  for (int round = 0; round < 10; round++) {
    for (int index = 0; index < queues; index++) CHECK_OK(put(ids[index], 0, callback));
  }
  CHECK(is_invoked_times(callback, 10 * queues));
  for (int index = 0; index < queues; index++) CHECK_OK(RtwqUnlockWorkQueue(ids[index]));
}
