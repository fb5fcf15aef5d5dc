// The platform's start, its locks and its end: cases T2, T3, T5 and M1, and our own (U).
#include "harness.h"
#include "objects.h"

#include <dirent.h>
#include <pthread.h>

static HRESULT allocate(void) {
  DWORD queue = 0;
  HRESULT status = RtwqAllocateWorkQueue(RTWQ_STANDARD_WORKQUEUE, &queue);
  if (SUCCEEDED(status)) CHECK_OK(RtwqUnlockWorkQueue(queue));
  return status;
}

/// How many holds there are on the platform: how many have to go until it counts as shut down.
static int count_locks(void) {
  int count = 0;
  HRESULT status;
  while (SUCCEEDED(status = allocate()) && count < 100) {
    CHECK_OK(RtwqUnlockPlatform());
    count++;
  }
  CHECK_RESULT(status, RTWQ_E_SHUTDOWN);
  for (int lock = 0; lock < count; lock++) CHECK_OK(RtwqLockPlatform());
  return count;
}

// What one step leaves for the next.
static IRtwqAsyncResult *first, *second;
static callback *called;

CASE("T2", "items put to ids that name no queue of the platform run on the standard queue") {
  static const DWORD ids[] = {0, 0xffff, 0x4000};
  start_platform();
  callback *callback = make_callback(NULL, NULL);
  IRtwqAsyncResult *result = make_result(callback);
  for (int index = 0; index < 3; index++) {
    CHECK_OK(RtwqPutWorkItem(ids[index], 0, result));
    CHECK(is_invoked(callback));
    CHECK(callback->result == result);
  }
  CHECK_RESULT(RtwqPutWorkItem(0x10000, 0, result), RTWQ_E_INVALID_WORKQUEUE);
  CHECK_EQUAL(release_when_alone(result), 0);
  CHECK_OK(RtwqShutdown());
}

CASE("T3.1", "the platform can be locked before it starts, and has no queues yet") {
  CHECK_OK(RtwqLockPlatform());
  CHECK_RESULT(allocate(), RTWQ_E_SHUTDOWN);
  CHECK_OK(RtwqUnlockPlatform());
}

CASE_AFTER("T3.2", "T3.1", "results can be made before a start") {
  called = make_callback(NULL, NULL);
  CHECK_OK(RtwqCreateAsyncResult(NULL, &called->base, NULL, &first));
  CHECK_OK(RtwqCreateAsyncResult(NULL, &called->base, NULL, &second));
  CHECK_EQUAL(IRtwqAsyncResult_Release(first), 0);
  CHECK_EQUAL(IRtwqAsyncResult_Release(second), 0);
}

CASE_AFTER("T3.3", "T3.2", "a start holds the platform once") {
  CHECK_OK(RtwqStartup());
  CHECK_EQUAL(count_locks(), 1);
}

CASE_AFTER("T3.4", "T3.3", "a second start holds it no more") {
  CHECK_OK(RtwqStartup());
  CHECK_EQUAL(count_locks(), 1);
  CHECK_OK(RtwqShutdown());
}

CASE_AFTER("T3.5", "T3.4", "as many holds stay as there were results at once") {
  first = make_result(called);
  CHECK_EQUAL(count_locks(), 2);
  second = make_result(called);
  CHECK_EQUAL(count_locks(), 3);
  CHECK_EQUAL(IRtwqAsyncResult_Release(first), 0);
  CHECK_EQUAL(IRtwqAsyncResult_Release(second), 0);
  CHECK_EQUAL(count_locks(), 3);
  first = make_result(called);
  CHECK_EQUAL(count_locks(), 3);
}

CASE_AFTER("T3.6", "T3.5", "an item that ran leaves no reference and no hold") {
  CHECK_OK(RtwqPutWorkItem(MFASYNC_CALLBACK_QUEUE_STANDARD, 0, first));
  CHECK(is_invoked(called));
  CHECK(called->result == first);
  CHECK_EQUAL(release_when_alone(first), 0);
  CHECK_EQUAL(count_locks(), 3);
}

CASE_AFTER("T3.7", "T3.6", "holds of the program count") {
  CHECK_OK(RtwqLockPlatform());
  CHECK_OK(RtwqLockPlatform());
  CHECK_EQUAL(count_locks(), 5);
}

CASE_AFTER("T3.8", "T3.7", "a shutdown drops the holds of results, not those of the program") {
  CHECK_OK(RtwqShutdown());
  CHECK_RESULT(allocate(), RTWQ_E_SHUTDOWN);
  CHECK_OK(RtwqUnlockPlatform());
  CHECK_OK(RtwqStartup());
  CHECK_EQUAL(count_locks(), 2);
  CHECK_OK(RtwqUnlockPlatform());
  CHECK_EQUAL(count_locks(), 1);
}

CASE_AFTER("T3.9", "T3.8", "the count of holds may fall below zero") {
  CHECK_OK(RtwqUnlockPlatform());
  CHECK_RESULT(allocate(), RTWQ_E_SHUTDOWN);
  CHECK_OK(RtwqUnlockPlatform());
  CHECK_RESULT(allocate(), RTWQ_E_SHUTDOWN);
  CHECK_OK(RtwqLockPlatform());
  CHECK_OK(RtwqLockPlatform());
  CHECK_EQUAL(count_locks(), 1);
}

CASE_AFTER("T3.10", "T3.9", "a result released after a shutdown takes its hold along") {
  first = make_result(called);
  CHECK_EQUAL(count_locks(), 2);
  CHECK_OK(RtwqShutdown());
  CHECK_EQUAL(IRtwqAsyncResult_Release(first), 0);
  CHECK_OK(RtwqStartup());
  CHECK_EQUAL(count_locks(), 1);
}

CASE_AFTER("T3.11", "T3.10", "a result that outlives a shutdown keeps its hold") {
  first = make_result(called);
  CHECK_OK(RtwqShutdown());
  CHECK_OK(RtwqStartup());
  CHECK_EQUAL(count_locks(), 2);
  CHECK_EQUAL(IRtwqAsyncResult_Release(first), 0);
  CHECK_EQUAL(count_locks(), 2);
}

CASE_AFTER("T3.12", "T3.11", "scheduled items that were cancelled leave no hold of their own") {
  RTWQWORKITEM_KEY first_key = 0, second_key = 0;
  first = make_result(called);
  CHECK_OK(RtwqScheduleWorkItem(first, -5000, &first_key));
  CHECK_EQUAL(count_locks(), 2);
  second = make_result(called);
  CHECK_OK(RtwqScheduleWorkItem(second, -5000, &second_key));
  CHECK_EQUAL(count_locks(), 3);
  CHECK_OK(RtwqCancelWorkItem(first_key));
  CHECK_OK(RtwqCancelWorkItem(second_key));
  CHECK_EQUAL(IRtwqAsyncResult_Release(first), 0);
  CHECK_EQUAL(IRtwqAsyncResult_Release(second), 0);
  CHECK_EQUAL(count_locks(), 3);
}

CASE_AFTER("T3.13", "T3.12", "an item scheduled before a shutdown neither runs nor is cancelled") {
  RTWQWORKITEM_KEY key = 0;
  first = make_result(called);
  CHECK_OK(RtwqScheduleWorkItem(first, -5000, &key));
  CHECK_EQUAL(count_locks(), 3);
  CHECK_OK(RtwqShutdown());
  CHECK_EQUAL(IRtwqAsyncResult_Release(first), 1);
  CHECK_RESULT(allocate(), RTWQ_E_SHUTDOWN);
  CHECK_RESULT(RtwqCancelWorkItem(key), RTWQ_E_SHUTDOWN);
  CHECK_EQUAL(WaitForSingleObject(called->event, 0), WAIT_TIMEOUT);
}

static void sleep_shortly(callback *callback, IRtwqAsyncResult *result) {
  (void)callback;
  (void)result;
  Sleep(10);
}

/// Puts two sleeping items on a queue, ends it by `end`, and checks that both still run.
static void check_rest_runs(DWORD queue, HRESULT (*end)(DWORD)) {
  callback *first_callback = make_callback(sleep_shortly, NULL);
  callback *second_callback = make_callback(sleep_shortly, NULL);
  IRtwqAsyncResult *one = make_result(first_callback), *two = make_result(second_callback);
  CHECK_OK(RtwqPutWorkItem(queue, 0, one));
  CHECK_OK(RtwqPutWorkItem(queue, 0, two));
  CHECK_OK(end(queue));
  CHECK(is_invoked(first_callback));
  CHECK(first_callback->result == one);
  CHECK(is_invoked(second_callback));
  CHECK(second_callback->result == two);
  CHECK_EQUAL(release_when_alone(one), 0);
  CHECK_EQUAL(release_when_alone(two), 0);
}

static HRESULT shut_down(DWORD queue) {
  (void)queue;
  return RtwqShutdown();
}

CASE("T5.1", "items on the standard queue still run when the platform shuts down") {
  start_platform();
  check_rest_runs(MFASYNC_CALLBACK_QUEUE_STANDARD, shut_down);
}

CASE_AFTER("T5.2", "T5.1", "items on an allocated queue still run when it is unlocked") {
  CHECK_OK(RtwqStartup());
  check_rest_runs(make_queue(RTWQ_STANDARD_WORKQUEUE), RtwqUnlockWorkQueue);
  CHECK_OK(RtwqShutdown());
}

CASE("M1", "the platform starts, shuts down and starts again") {
  CHECK_OK(RtwqStartup());
  CHECK_OK(allocate());
  CHECK_OK(RtwqShutdown());
  CHECK_RESULT(allocate(), RTWQ_E_SHUTDOWN);
  CHECK_OK(RtwqShutdown());
  CHECK_OK(RtwqStartup());
  CHECK_OK(allocate());
  CHECK_OK(RtwqUnlockPlatform());
  CHECK_RESULT(allocate(), RTWQ_E_SHUTDOWN);
  CHECK_OK(RtwqLockPlatform());
  CHECK_OK(allocate());
  CHECK_OK(RtwqShutdown());
}

/// How many entries a folder of /proc has: threads or descriptors.
static int count_entries(const char *folder) {
  DIR *directory = opendir(folder);
  REQUIRE(directory != NULL);
  int count = 0;
  for (struct dirent *entry; (entry = readdir(directory));) count += entry->d_name[0] != '.';
  closedir(directory);
  return count;
}

/// Starts, uses queues of each kind, and shuts down while items wait, one for `event`.
static void perform_round(callback *callback, HANDLE event) {
  DWORD parallel = 0, serial = 0, shared = 0, task = 0;
  IRtwqAsyncResult *result = make_result(callback);
  CHECK_OK(RtwqStartup());
  CHECK_OK(RtwqAllocateWorkQueue(RTWQ_MULTITHREADED_WORKQUEUE, &parallel));
  CHECK_OK(RtwqAllocateSerialWorkQueue(parallel, &serial));
  CHECK_OK(RtwqLockSharedWorkQueue(u"Playback", 0, &task, &shared));
  for (int item = 0; item < 10; item++) {
    CHECK_OK(RtwqPutWorkItem(parallel, 0, result));
    CHECK_OK(RtwqPutWorkItem(serial, 0, result));
    CHECK_OK(RtwqPutWorkItem(shared, 0, result));
  }
  CHECK_OK(RtwqPutWaitingWorkItem(event, 0, result, NULL));
  CHECK_OK(RtwqScheduleWorkItem(result, -60000, NULL));
  CHECK_OK(RtwqShutdown());
}

CASE("U1", "items put before a shutdown run, in each of twenty starts, and threads end with them") {
  callback *callback = make_callback(NULL, NULL);
  HANDLE never = CreateEvent();
  for (int round = 1; round <= 20; round++) {
    perform_round(callback, never);
    CHECK(reaches(&callback->invocations, round * 30));
  }
  for (int tries = 0; count_entries("/proc/self/task") > 1; tries++) {
    REQUIRE(tries < PATIENCE_MILLISECONDS / 10);
    Sleep(10);
  }
}

CASE("U2", "starts and shutdowns leave no descriptors behind") {
  callback *callback = make_callback(NULL, NULL);
  HANDLE never = CreateEvent();
  perform_round(callback, never);
  CHECK(reaches(&callback->invocations, 30));
  int before = count_entries("/proc/self/fd");
  for (int round = 0; round < 10; round++) perform_round(callback, never);
  CHECK(reaches(&callback->invocations, 11 * 30));
  for (int tries = 0; count_entries("/proc/self/fd") > before; tries++) {
    REQUIRE(tries < PATIENCE_MILLISECONDS / 10);
    Sleep(10);
  }
}

static void *start_and_shut_down(void *context) {
  for (int round = 0; round < 50; round++) {
    CHECK_OK(RtwqStartup());
    CHECK_OK(put(MFASYNC_CALLBACK_QUEUE_MULTITHREADED, 0, context));
    CHECK_OK(RtwqShutdown());
  }
  return NULL;
}

CASE("U3", "four threads start, use and shut down the platform at the same time") {
  callback *callback = make_callback(NULL, NULL);
  pthread_t threads[4];
  for (int index = 0; index < 4; index++) {
    REQUIRE(pthread_create(&threads[index], NULL, start_and_shut_down, callback) == 0);
  }
  for (int index = 0; index < 4; index++) pthread_join(threads[index], NULL);
  CHECK(is_invoked_times(callback, 200));
  CHECK_RESULT(allocate(), RTWQ_E_SHUTDOWN);
}
