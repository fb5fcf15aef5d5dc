// Queues: cases M2, M3, M5 and M7, and our own (Q).
#include "harness.h"
#include "objects.h"

static bool is_private(DWORD queue) {
  return (queue & MFASYNC_CALLBACK_QUEUE_PRIVATE_MASK) != 0;
}

static const DWORD platform_queues[] = {
    MFASYNC_CALLBACK_QUEUE_STANDARD, MFASYNC_CALLBACK_QUEUE_RT,
    MFASYNC_CALLBACK_QUEUE_IO,       MFASYNC_CALLBACK_QUEUE_TIMER,
    MFASYNC_CALLBACK_QUEUE_MULTITHREADED, MFASYNC_CALLBACK_QUEUE_LONG_FUNCTION,
};
enum { platform_queue_count = sizeof platform_queues / sizeof *platform_queues };

CASE("M2", "an allocated queue has a private id and ends with its last unlock") {
  start_platform();
  DWORD queue = 0;
  CHECK_OK(RtwqAllocateWorkQueue(RTWQ_STANDARD_WORKQUEUE, &queue));
  CHECK(is_private(queue));
  CHECK_OK(RtwqUnlockWorkQueue(queue));
  CHECK_FAILS(RtwqUnlockWorkQueue(queue));
  CHECK_OK(RtwqAllocateWorkQueue(RTWQ_STANDARD_WORKQUEUE, &queue));
  CHECK_OK(RtwqUnlockWorkQueue(queue));
  // Where there is nothing to count.
  CHECK_OK(RtwqUnlockWorkQueue(MFASYNC_CALLBACK_QUEUE_STANDARD));
  CHECK_OK(RtwqUnlockWorkQueue(MFASYNC_CALLBACK_QUEUE_UNDEFINED));
  CHECK_OK(RtwqUnlockWorkQueue(0x20));
  CHECK_OK(RtwqShutdown());
}

CASE("M3", "the shared queue without a class is one, and refuses a task id") {
  start_platform();
  DWORD task = 0, queue = 0, again = 0;
  CHECK_RESULT(RtwqLockSharedWorkQueue(NULL, 0, &task, &queue), E_POINTER);
  CHECK_RESULT(RtwqLockSharedWorkQueue(NULL, 0, NULL, &queue), E_POINTER);
  CHECK_RESULT(RtwqLockSharedWorkQueue(u"", 0, &task, &queue), E_INVALIDARG);
  CHECK_OK(RtwqLockSharedWorkQueue(u"", 0, NULL, &queue));
  CHECK(is_private(queue));
  CHECK_OK(RtwqLockSharedWorkQueue(u"", 0, NULL, &again));
  CHECK_EQUAL(again, queue);
  CHECK_OK(RtwqUnlockWorkQueue(queue));
  CHECK_OK(RtwqUnlockWorkQueue(queue));
  CHECK_OK(RtwqShutdown());
}

CASE("M5", "serial queues lie over every queue of the platform and over each other") {
  start_platform();
  for (int index = 0; index < platform_queue_count; index++) {
    DWORD serial = 0;
    CHECK_OK(RtwqAllocateSerialWorkQueue(platform_queues[index], &serial));
    CHECK(is_private(serial));
    CHECK_OK(RtwqUnlockWorkQueue(serial));
  }
  DWORD inner = 0, outer = 0;
  CHECK_OK(RtwqAllocateSerialWorkQueue(MFASYNC_CALLBACK_QUEUE_MULTITHREADED, &inner));
  CHECK_OK(RtwqAllocateSerialWorkQueue(inner, &outer));
  CHECK_OK(RtwqUnlockWorkQueue(inner));
  CHECK_OK(RtwqUnlockWorkQueue(outer));
  CHECK_OK(RtwqShutdown());
}

static void check_runs_on(DWORD queue) {
  callback *callback = make_callback(NULL, NULL);
  IRtwqAsyncResult *result = make_result(callback);
  CHECK_OK(RtwqPutWorkItem(queue, 0, result));
  CHECK(is_invoked(callback));
  CHECK(callback->result == result);
  CHECK_OK(callback->status);
  CHECK_EQUAL(release_when_alone(result), 0);
}

CASE("M7.1", "every queue of the platform performs an item") {
  start_platform();
  for (int index = 0; index < platform_queue_count; index++) check_runs_on(platform_queues[index]);
  CHECK_OK(RtwqShutdown());
}

CASE("M7.2", "every type of allocated queue performs an item") {
  start_platform();
  for (int type = RTWQ_STANDARD_WORKQUEUE; type <= RTWQ_MULTITHREADED_WORKQUEUE; type++) {
    DWORD queue = 0;
    CHECK_OK(RtwqAllocateWorkQueue((RTWQ_WORKQUEUE_TYPE)type, &queue));
    check_runs_on(queue);
    CHECK_OK(RtwqUnlockWorkQueue(queue));
  }
  CHECK_OK(RtwqShutdown());
}

CASE("Q1", "a queue lives until there was an unlock for its allocation and for each lock") {
  start_platform();
  DWORD queue = make_queue(RTWQ_STANDARD_WORKQUEUE);
  CHECK_OK(RtwqLockWorkQueue(queue));
  CHECK_OK(RtwqUnlockWorkQueue(queue));
  check_runs_on(queue);
  CHECK_OK(RtwqUnlockWorkQueue(queue));
  CHECK_RESULT(RtwqUnlockWorkQueue(queue), RTWQ_E_INVALID_WORKQUEUE);
}

CASE("Q2", "a queue that has ended is refused everywhere") {
  start_platform();
  DWORD queue = make_queue(RTWQ_STANDARD_WORKQUEUE), other = 0, length = 0;
  LONG priority = 0;
  HANDLE handle = NULL;
  CHECK_OK(RtwqUnlockWorkQueue(queue));
  callback *callback = make_callback(NULL, NULL);
  CHECK_RESULT(put(queue, 0, callback), RTWQ_E_INVALID_WORKQUEUE);
  CHECK_RESULT(RtwqLockWorkQueue(queue), RTWQ_E_INVALID_WORKQUEUE);
  CHECK_RESULT(RtwqAllocateSerialWorkQueue(queue, &other), RTWQ_E_INVALID_WORKQUEUE);
  CHECK_RESULT(RtwqSetLongRunning(queue, TRUE), RTWQ_E_INVALID_WORKQUEUE);
  CHECK_RESULT(RtwqSetDeadline(queue, 10000000, &handle), RTWQ_E_INVALID_WORKQUEUE);
  CHECK_RESULT(RtwqJoinWorkQueue(queue, callback->event, &handle), RTWQ_E_INVALID_WORKQUEUE);
  CHECK_RESULT(RtwqGetWorkQueueMMCSSClass(queue, NULL, &length), RTWQ_E_INVALID_WORKQUEUE);
  CHECK_RESULT(RtwqGetWorkQueueMMCSSTaskId(queue, &other), RTWQ_E_INVALID_WORKQUEUE);
  CHECK_RESULT(RtwqGetWorkQueueMMCSSPriority(queue, &priority), RTWQ_E_INVALID_WORKQUEUE);
  CHECK(!is_invoked_soon(callback));
}

CASE("Q3", "locking ids of the platform changes nothing") {
  start_platform();
  CHECK_OK(RtwqLockWorkQueue(MFASYNC_CALLBACK_QUEUE_MULTITHREADED));
  CHECK_OK(RtwqUnlockWorkQueue(MFASYNC_CALLBACK_QUEUE_MULTITHREADED));
  CHECK_OK(RtwqUnlockWorkQueue(MFASYNC_CALLBACK_QUEUE_MULTITHREADED));
  check_runs_on(MFASYNC_CALLBACK_QUEUE_MULTITHREADED);
}

CASE("Q4", "an unknown type is refused, and so is no place for the id") {
  start_platform();
  DWORD queue = 77;
  CHECK_RESULT(RtwqAllocateWorkQueue((RTWQ_WORKQUEUE_TYPE)3, &queue), E_INVALIDARG);
  CHECK_EQUAL(queue, 77);
  CHECK_RESULT(RtwqAllocateWorkQueue(RTWQ_STANDARD_WORKQUEUE, NULL), E_POINTER);
  CHECK_RESULT(RtwqAllocateSerialWorkQueue(MFASYNC_CALLBACK_QUEUE_STANDARD, NULL), E_POINTER);
  CHECK_RESULT(RtwqLockSharedWorkQueue(u"", 0, NULL, NULL), E_POINTER);
}

CASE("Q5", "a multithreaded queue performs items at the same time") {
  start_platform();
  DWORD queue = make_queue(RTWQ_MULTITHREADED_WORKQUEUE);
  gate *gate = make_gate();
  block(queue, gate);
  check_runs_on(queue);
  open_gate(gate);
  CHECK_OK(RtwqUnlockWorkQueue(queue));
}

static void check_performs_one_at_a_time(RTWQ_WORKQUEUE_TYPE type) {
  start_platform();
  DWORD queue = make_queue(type);
  gate *gate = make_gate();
  callback *behind = make_callback(NULL, NULL);
  block(queue, gate);
  CHECK_OK(put(queue, 0, behind));
  CHECK(!is_invoked_soon(behind));
  open_gate(gate);
  CHECK(is_invoked(behind));
  CHECK_OK(RtwqUnlockWorkQueue(queue));
}

CASE("Q6", "a standard queue performs one item at a time") {
  check_performs_one_at_a_time(RTWQ_STANDARD_WORKQUEUE);
}

CASE("Q7", "a window queue behaves as a standard one") {
  check_performs_one_at_a_time(RTWQ_WINDOW_WORKQUEUE);
}

CASE("Q8", "queues do not wait for each other") {
  start_platform();
  DWORD blocked = make_queue(RTWQ_STANDARD_WORKQUEUE), other = make_queue(RTWQ_STANDARD_WORKQUEUE);
  gate *gate = make_gate();
  block(blocked, gate);
  check_runs_on(other);
  check_runs_on(MFASYNC_CALLBACK_QUEUE_STANDARD);
  open_gate(gate);
}

static void put_again(callback *callback, IRtwqAsyncResult *result) {
  if (invocations(callback) < 99) {
    CHECK_OK(RtwqPutWorkItem(*(DWORD *)callback->context, 0, result));
  }
}

CASE("Q9", "an item may put itself into its own queue again") {
  start_platform();
  DWORD queue = make_queue(RTWQ_STANDARD_WORKQUEUE);
  callback *callback = make_callback(put_again, &queue);
  CHECK_OK(put(queue, 0, callback));
  CHECK(is_invoked_times(callback, 100));
}

static void unlock_own_queue(callback *callback, IRtwqAsyncResult *result) {
  (void)result;
  CHECK_OK(RtwqUnlockWorkQueue(*(DWORD *)callback->context));
}

CASE("Q10", "an item may give its own queue its last unlock") {
  start_platform();
  DWORD queue = make_queue(RTWQ_STANDARD_WORKQUEUE);
  callback *ends = make_callback(unlock_own_queue, &queue), *behind = make_callback(NULL, NULL);
  gate *gate = make_gate();
  block(queue, gate);
  CHECK_OK(put(queue, 0, ends));
  CHECK_OK(put(queue, 0, behind));
  open_gate(gate);
  CHECK(is_invoked(ends));
  CHECK(is_invoked(behind));
  CHECK_RESULT(RtwqUnlockWorkQueue(queue), RTWQ_E_INVALID_WORKQUEUE);
}

CASE("Q11", "124 queues can be allocated, then it takes an unlock") {
  start_platform();
  enum { limit = 124 };
  DWORD queues[limit], one_more = 0;
  for (int index = 0; index < limit; index++) {
    queues[index] = make_queue(RTWQ_STANDARD_WORKQUEUE);
    for (int before = 0; before < index; before++) CHECK(queues[before] != queues[index]);
  }
  CHECK_RESULT(RtwqAllocateWorkQueue(RTWQ_STANDARD_WORKQUEUE, &one_more), E_FAIL);
  CHECK_RESULT(RtwqAllocateSerialWorkQueue(queues[0], &one_more), E_FAIL);
  CHECK_OK(RtwqUnlockWorkQueue(queues[60]));
  CHECK_OK(RtwqAllocateWorkQueue(RTWQ_STANDARD_WORKQUEUE, &one_more));
  check_runs_on(one_more);
  check_runs_on(queues[limit - 1]);
}

CASE("Q12", "the id of a queue that has ended is not given to the next one") {
  start_platform();
  DWORD before = make_queue(RTWQ_STANDARD_WORKQUEUE);
  CHECK_OK(RtwqUnlockWorkQueue(before));
  for (int round = 0; round < 20; round++) {
    DWORD queue = make_queue(RTWQ_STANDARD_WORKQUEUE);
    CHECK(queue != before);
    CHECK_RESULT(RtwqUnlockWorkQueue(before), RTWQ_E_INVALID_WORKQUEUE);
    CHECK_OK(RtwqUnlockWorkQueue(queue));
    before = queue;
  }
}

CASE("Q13", "queues end with the platform") {
  start_platform();
  DWORD queue = make_queue(RTWQ_STANDARD_WORKQUEUE);
  callback *callback = make_callback(NULL, NULL);
  CHECK_OK(RtwqShutdown());
  CHECK_RESULT(put(queue, 0, callback), RTWQ_E_SHUTDOWN);
  CHECK_RESULT(put(MFASYNC_CALLBACK_QUEUE_STANDARD, 0, callback), RTWQ_E_SHUTDOWN);
  DWORD serial = 0;
  CHECK_RESULT(
      RtwqAllocateSerialWorkQueue(MFASYNC_CALLBACK_QUEUE_STANDARD, &serial), RTWQ_E_SHUTDOWN);
  CHECK_RESULT(RtwqLockSharedWorkQueue(u"", 0, NULL, &queue), RTWQ_E_SHUTDOWN);
  CHECK(!is_invoked_soon(callback));
}

CASE("Q14", "a queue for long work grows a worker instead of starving") {
  start_platform();
  DWORD queue = make_queue(RTWQ_MULTITHREADED_WORKQUEUE);
  CHECK_OK(RtwqSetLongRunning(queue, TRUE));
  gate *gate = make_gate();
  for (int item = 0; item < 8; item++) put_gate(queue, gate);
  check_runs_on(queue);
  open_gate(gate);
  CHECK(is_invoked_times(gate->callback, 8));
  CHECK_OK(RtwqSetLongRunning(queue, FALSE));
}

CASE("Q15", "long work is counted, on queues of the platform too") {
  start_platform();
  DWORD queue = make_queue(RTWQ_MULTITHREADED_WORKQUEUE);
  for (int time = 0; time < 3; time++) CHECK_OK(RtwqSetLongRunning(queue, TRUE));
  for (int time = 0; time < 3; time++) CHECK_OK(RtwqSetLongRunning(queue, FALSE));
  CHECK_OK(RtwqSetLongRunning(MFASYNC_CALLBACK_QUEUE_MULTITHREADED, TRUE));
  CHECK_OK(RtwqSetLongRunning(MFASYNC_CALLBACK_QUEUE_MULTITHREADED, FALSE));
  check_runs_on(queue);
}

CASE("Q16", "a queue that is full refuses, and performs what it took") {
  enum { many = 200000 };
  start_platform();
  DWORD queue = make_queue(RTWQ_STANDARD_WORKQUEUE);
  callback *callback = make_callback(NULL, NULL);
  IRtwqAsyncResult *result = make_result(callback);
  gate *gate = make_gate();
  LONG taken = 0;
  HRESULT status = S_OK;
  block(queue, gate);
  while (taken < many && SUCCEEDED(status = RtwqPutWorkItem(queue, 0, result))) taken++;
  if (taken < many) CHECK_RESULT(status, E_OUTOFMEMORY);
  CHECK(taken >= 10000);
  check_runs_on(MFASYNC_CALLBACK_QUEUE_STANDARD);
  open_gate(gate);
  CHECK(is_invoked_times(callback, taken));
  CHECK_EQUAL(release_when_alone(result), 0);
  check_runs_on(queue);
}
