// Scheduled and periodic items: cases T4, M4 and M6, and our own (Z: schedule, K: periodic, keys).
#include "harness.h"
#include "objects.h"

static RTWQWORKITEM_KEY schedule(callback *callback, INT64 milliseconds) {
  RTWQWORKITEM_KEY key = 0;
  IRtwqAsyncResult *result = make_result(callback);
  CHECK_OK(RtwqScheduleWorkItem(result, milliseconds, &key));
  IRtwqAsyncResult_Release(result);
  return key;
}

/// Schedules an item, cancels it, and checks that nothing of it is left.
static RTWQWORKITEM_KEY check_cancel_releases(void) {
  callback *callback = make_callback(NULL, NULL);
  RTWQWORKITEM_KEY key = schedule(callback, -5000);
  CHECK_OK(RtwqCancelWorkItem(key));
  CHECK_EQUAL(IRtwqAsyncCallback_Release(&callback->base), 0);
  CHECK_EQUAL(invocations(callback), 0);
  return key;
}

/// Puts a result twice to wait for ever, cancels both, and checks that both were told.
static IRtwqAsyncResult *check_cancel_tells(callback *callback) {
  RTWQWORKITEM_KEY first = 0, second = 0;
  IRtwqAsyncResult *result = make_result(callback);
  CHECK_OK(RtwqPutWaitingWorkItem(NULL, 0, result, &first));
  CHECK_OK(RtwqPutWaitingWorkItem(NULL, 0, result, &second));
  CHECK(first != second);
  CHECK_OK(RtwqCancelWorkItem(second));
  CHECK_OK(RtwqCancelWorkItem(first));
  return result;
}

static RTWQWORKITEM_KEY cancelled_key;

CASE("T4.1", "cancelling a scheduled item drops its references at once") {
  start_platform();
  cancelled_key = check_cancel_releases();
}

CASE_AFTER("T4.2", "T4.1", "a cancelled item is not found again") {
  CHECK_RESULT(RtwqCancelWorkItem(cancelled_key), RTWQ_E_NOT_FOUND);
}

CASE_AFTER("T4.3", "T4.2", "cancelled waiting items are told so, also while the platform ends") {
  callback *callback = make_callback(NULL, NULL);
  IRtwqAsyncResult *result = check_cancel_tells(callback);
  CHECK_OK(RtwqShutdown());
  CHECK(is_invoked_times(callback, 2));
  CHECK_RESULT(callback->status, RTWQ_E_OPERATION_CANCELLED);
  CHECK_EQUAL(release_when_alone(result), 0);
}

CASE("M4.1", "a scheduled item is cancelled once") {
  start_platform();
  CHECK_RESULT(RtwqCancelWorkItem(check_cancel_releases()), RTWQ_E_NOT_FOUND);
}

CASE_AFTER("M4.2", "M4.1", "scheduling goes on after waiting items were cancelled") {
  callback *callback = make_callback(NULL, NULL);
  IRtwqAsyncResult *result = check_cancel_tells(callback);
  CHECK(is_invoked_times(callback, 2));
  CHECK_EQUAL(release_when_alone(result), 0);
  check_cancel_releases();
  CHECK_OK(RtwqShutdown());
}

// What periodic callbacks count in.
static LONG ticks;

static void tick(IUnknown *context) {
  (void)context;
  InterlockedIncrement(&ticks);
}

CASE("M6", "a periodic callback is called until it is removed") {
  start_platform();
  DWORD key = 0;
  CHECK_OK(RtwqAddPeriodicCallback(tick, NULL, &key));
  CHECK(key != 0);
  Sleep(100);
  CHECK(reaches(&ticks, 1));
  CHECK_OK(RtwqRemovePeriodicCallback(key));
  CHECK_OK(RtwqShutdown());
}

CASE("Z1", "a time-out of 0 is now") {
  start_platform();
  callback *callback = make_callback(NULL, NULL);
  schedule(callback, 0);
  CHECK(is_invoked(callback));
  CHECK(is_invoked_times(callback, 1));
}

CASE("Z2", "a positive time-out, a date on Windows, is refused") {
  start_platform();
  callback *callback = make_callback(NULL, NULL);
  IRtwqAsyncResult *result = make_result(callback);
  RTWQWORKITEM_KEY key = 77;
  CHECK_RESULT(RtwqScheduleWorkItem(result, 1, &key), E_INVALIDARG);
  CHECK_RESULT(RtwqScheduleWorkItem(result, INT64_MAX, &key), E_INVALIDARG);
  CHECK_EQUAL(key, 77);
  CHECK(!is_invoked_soon(callback));
  CHECK_EQUAL(IRtwqAsyncResult_Release(result), 0);
}

CASE("Z3", "items come in the order of their times, not before them") {
  start_platform();
  order_log *log = make_order_log(3);
  struct timespec before, after;
  clock_gettime(CLOCK_MONOTONIC, &before);
  schedule(make_noting_callback(log, 2), -300);
  schedule(make_noting_callback(log, 0), -100);
  schedule(make_noting_callback(log, 1), -200);
  CHECK(is_complete(log, 3));
  clock_gettime(CLOCK_MONOTONIC, &after);
  for (LONG place = 0; place < 3; place++) CHECK_EQUAL(log->numbers[place], place);
  int64_t elapsed_nanoseconds =
      (after.tv_sec - before.tv_sec) * 1000000000LL + (after.tv_nsec - before.tv_nsec);
  CHECK(elapsed_nanoseconds >= 300000000LL);
}

CASE("Z4", "a cancelled item does not come") {
  start_platform();
  callback *callback = make_callback(NULL, NULL);
  RTWQWORKITEM_KEY key = schedule(callback, -60000);
  CHECK_OK(RtwqCancelWorkItem(key));
  CHECK(!is_invoked_soon(callback));
}

CASE("Z5", "an item that has run cannot be cancelled, nor can one that never was") {
  start_platform();
  callback *callback = make_callback(NULL, NULL);
  RTWQWORKITEM_KEY key = schedule(callback, -1);
  CHECK(is_invoked(callback));
  CHECK_RESULT(RtwqCancelWorkItem(key), RTWQ_E_NOT_FOUND);
  CHECK_RESULT(RtwqCancelWorkItem(0), RTWQ_E_NOT_FOUND);
  CHECK_RESULT(RtwqCancelWorkItem(UINT64_MAX), RTWQ_E_NOT_FOUND);
}

CASE("Z6", "a key is not needed, a result is") {
  start_platform();
  callback *callback = make_callback(NULL, NULL);
  IRtwqAsyncResult *result = make_result(callback);
  RTWQWORKITEM_KEY key = 0;
  CHECK_OK(RtwqScheduleWorkItem(result, -1, NULL));
  CHECK(is_invoked(callback));
  CHECK_RESULT(RtwqScheduleWorkItem(NULL, -1, &key), E_POINTER);
  CHECK_EQUAL(release_when_alone(result), 0);
}

CASE("Z7", "a scheduled item runs on the queue its callback names") {
  start_platform();
  callback *callback = make_callback(NULL, NULL);
  gate *gate = make_gate();
  DWORD queue = make_queue(RTWQ_STANDARD_WORKQUEUE);
  set_parameters(callback, 0, queue);
  block(queue, gate);
  schedule(callback, -1);
  CHECK(!is_invoked_soon(callback));
  open_gate(gate);
  CHECK(is_invoked(callback));
}

CASE("Z8", "the longest time-out is one") {
  start_platform();
  callback *callback = make_callback(NULL, NULL);
  CHECK_OK(RtwqCancelWorkItem(schedule(callback, INT64_MIN)));
  CHECK_EQUAL(invocations(callback), 0);
  CHECK_EQUAL(IRtwqAsyncCallback_Release(&callback->base), 0);
}

CASE("Z9", "nothing can be scheduled without a platform that runs") {
  callback *callback = make_callback(NULL, NULL);
  IRtwqAsyncResult *result = make_result(callback);
  RTWQWORKITEM_KEY key = 0;
  DWORD periodic = 0;
  CHECK_RESULT(RtwqScheduleWorkItem(result, -1, &key), RTWQ_E_SHUTDOWN);
  CHECK_RESULT(RtwqPutWaitingWorkItem(NULL, 0, result, &key), RTWQ_E_SHUTDOWN);
  CHECK_RESULT(RtwqAddPeriodicCallback(tick, NULL, &periodic), RTWQ_E_SHUTDOWN);
  CHECK_EQUAL(IRtwqAsyncResult_Release(result), 0);
}

CASE("Z10", "of a thousand items cancelled while they come due, each runs or was cancelled") {
  start_platform();
  callback *callback = make_callback(NULL, NULL);
  int cancelled = 0;
  for (int item = 0; item < 1000; item++) {
    RTWQWORKITEM_KEY key = schedule(callback, item % 2 ? 0 : -1);
    if (item % 7 == 0) Sleep(1);
    HRESULT status = RtwqCancelWorkItem(key);
    if (status == S_OK) {
      cancelled++;
    } else {
      CHECK_RESULT(status, RTWQ_E_NOT_FOUND);
    }
  }
  CHECK(is_invoked_times(callback, 1000 - cancelled));
  CHECK_EQUAL(reference_count((IUnknown *)callback), 1);
}

CASE("Z11", "two thousand items wait for their times at once") {
  start_platform();
  callback *callback = make_callback(NULL, NULL);
  for (int item = 0; item < 2000; item++) schedule(callback, -200 - item % 50);
  CHECK(is_invoked_times(callback, 2000));
}

CASE("K1", "keys are never the same") {
  enum { count = 500 };
  start_platform();
  callback *callback = make_callback(NULL, NULL);
  RTWQWORKITEM_KEY keys[count];
  for (int index = 0; index < count; index++) {
    keys[index] = schedule(callback, -60000);
    for (int before = 0; before < index; before++) CHECK(keys[before] != keys[index]);
    CHECK_OK(RtwqCancelWorkItem(keys[index]));
  }
}

CASE("K2", "a removed periodic callback is not found again, nor is its key reused") {
  start_platform();
  DWORD before = 0;
  for (int round = 0; round < 20; round++) {
    DWORD key = 0;
    CHECK_OK(RtwqAddPeriodicCallback(tick, NULL, &key));
    CHECK(key != 0 && key != before);
    CHECK_OK(RtwqRemovePeriodicCallback(key));
    CHECK_RESULT(RtwqRemovePeriodicCallback(key), RTWQ_E_NOT_FOUND);
    before = key;
  }
}

static LONG other_ticks;

static void tick_other(IUnknown *context) {
  CHECK(context != NULL);
  InterlockedIncrement(&other_ticks);
}

CASE("K3", "several periodic callbacks live beside each other") {
  start_platform();
  thing *context = make_thing();
  DWORD one = 0, two = 0;
  CHECK_OK(RtwqAddPeriodicCallback(tick, NULL, &one));
  CHECK_OK(RtwqAddPeriodicCallback(tick_other, &context->unknown, &two));
  CHECK(one != two);
  CHECK(reaches(&ticks, 3));
  CHECK(reaches(&other_ticks, 3));
  CHECK_OK(RtwqRemovePeriodicCallback(one));
  CHECK(reaches(&other_ticks, __atomic_load_n(&other_ticks, __ATOMIC_SEQ_CST) + 2));
  CHECK_OK(RtwqRemovePeriodicCallback(two));
}

CASE("K4", "a periodic callback holds its context until it is removed, then does not come again") {
  start_platform();
  thing *context = make_thing();
  DWORD key = 0;
  CHECK_OK(RtwqAddPeriodicCallback(tick_other, &context->unknown, &key));
  CHECK_EQUAL(context->references, 2);
  CHECK(reaches(&other_ticks, 1));
  CHECK_OK(RtwqRemovePeriodicCallback(key));
  for (int tries = 0; reference_count(&context->unknown) > 1; tries++) {
    REQUIRE(tries < PATIENCE_MILLISECONDS);
    Sleep(1);
  }
  LONG then = other_ticks;
  Sleep(GRACE_MILLISECONDS);
  CHECK_EQUAL(other_ticks, then);
}

CASE("K5", "a periodic callback needs a function, not a key") {
  start_platform();
  DWORD key = 0;
  CHECK_RESULT(RtwqAddPeriodicCallback(NULL, NULL, &key), E_POINTER);
  CHECK_OK(RtwqAddPeriodicCallback(tick, NULL, NULL));
  CHECK(reaches(&ticks, 1));
  CHECK_OK(RtwqShutdown());
  LONG then = ticks;
  Sleep(GRACE_MILLISECONDS);
  CHECK_EQUAL(ticks, then);
}

CASE("K6", "keys of waiting and of scheduled items differ") {
  start_platform();
  callback *callback = make_callback(NULL, NULL);
  IRtwqAsyncResult *result = make_result(callback);
  RTWQWORKITEM_KEY waiting = 0, scheduled = schedule(callback, -60000);
  CHECK_OK(RtwqPutWaitingWorkItem(NULL, 0, result, &waiting));
  CHECK(waiting != scheduled);
  CHECK(waiting != 0 && scheduled != 0);
  CHECK_OK(RtwqCancelWorkItem(scheduled));
  CHECK_OK(RtwqCancelWorkItem(waiting));
  CHECK(is_invoked_times(callback, 1));
  CHECK_RESULT(callback->status, RTWQ_E_OPERATION_CANCELLED);
}
