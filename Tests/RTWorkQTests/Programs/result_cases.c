// Results and callbacks: cases M8 and M9, and our own (R: results, F: callback flags, H: handles).
#include "harness.h"
#include "objects.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>

static bool is_open(HANDLE handle) {
  return fcntl(RTWQ_FD_FROM_HANDLE(handle), F_GETFD) >= 0 || errno != EBADF;
}

CASE("M8.1", "a result needs a place to be stored, and nothing else") {
  IRtwqAsyncResult *result = NULL;
  CHECK_FAILS(RtwqCreateAsyncResult(NULL, NULL, NULL, NULL));
  CHECK_OK(RtwqCreateAsyncResult(NULL, NULL, NULL, &result));
  REQUIRE(result != NULL);
  RTWQASYNCRESULT *data = (RTWQASYNCRESULT *)result;
  CHECK(data->pCallback == NULL);
  CHECK_OK(data->hrStatusResult);
  CHECK_EQUAL(data->dwBytesTransferred, 0);
  CHECK(data->hEvent == NULL);
  CHECK_EQUAL(IRtwqAsyncResult_Release(result), 0);
}

CASE("M8.2", "what a result does not hold is not stored") {
  IRtwqAsyncResult *result = make_result(NULL);
  IUnknown *const untouched = (IUnknown *)0xdeadbeef;
  IUnknown *stored = untouched;
  CHECK_RESULT(IRtwqAsyncResult_GetState(result, NULL), E_POINTER);
  CHECK_RESULT(IRtwqAsyncResult_GetObject(result, NULL), E_POINTER);
  CHECK_RESULT(IRtwqAsyncResult_GetState(result, &stored), E_POINTER);
  CHECK(stored == untouched);
  CHECK_RESULT(IRtwqAsyncResult_GetObject(result, &stored), E_POINTER);
  CHECK(stored == untouched);
  CHECK(IRtwqAsyncResult_GetStateNoAddRef(result) == NULL);
  CHECK_EQUAL(IRtwqAsyncResult_Release(result), 0);
}

CASE("M8.3", "the status is the field") {
  IRtwqAsyncResult *result = make_result(NULL);
  RTWQASYNCRESULT *data = (RTWQASYNCRESULT *)result;
  CHECK_OK(IRtwqAsyncResult_GetStatus(result));
  data->hrStatusResult = 123;
  CHECK_RESULT(IRtwqAsyncResult_GetStatus(result), 123);
  CHECK_OK(IRtwqAsyncResult_SetStatus(result, E_FAIL));
  CHECK_RESULT(data->hrStatusResult, E_FAIL);
  CHECK_RESULT(IRtwqAsyncResult_GetStatus(result), E_FAIL);
  CHECK_EQUAL(IRtwqAsyncResult_Release(result), 0);
}

CASE("M8.4", "a result holds its object, state and callback, and nothing after its release") {
  thing *object = make_thing(), *state = make_thing();
  callback *callback = make_callback(NULL, NULL);
  IRtwqAsyncResult *result = NULL;
  IUnknown *stored = NULL;
  REQUIRE_OK(RtwqCreateAsyncResult(&object->unknown, &callback->base, &state->unknown, &result));
  CHECK(((RTWQASYNCRESULT *)result)->pCallback == &callback->base);
  CHECK_EQUAL(object->references, 2);
  CHECK_EQUAL(state->references, 2);
  CHECK_EQUAL(callback->references, 2);
  CHECK_OK(IRtwqAsyncResult_GetState(result, &stored));
  CHECK(stored == &state->unknown);
  CHECK_EQUAL(IUnknown_Release(stored), 2);
  CHECK_OK(IRtwqAsyncResult_GetObject(result, &stored));
  CHECK(stored == &object->unknown);
  CHECK_EQUAL(IUnknown_Release(stored), 2);
  CHECK(IRtwqAsyncResult_GetStateNoAddRef(result) == &state->unknown);
  CHECK_EQUAL(state->references, 2);
  CHECK_EQUAL(IRtwqAsyncResult_Release(result), 0);
  CHECK_EQUAL(IUnknown_Release(&object->unknown), 0);
  CHECK_EQUAL(IUnknown_Release(&state->unknown), 0);
  CHECK_EQUAL(IRtwqAsyncCallback_Release(&callback->base), 0);
}

CASE("M8.5", "a result's event is closed with it") {
  IRtwqAsyncResult *result = make_result(NULL);
  HANDLE event = CreateEvent();
  ((RTWQASYNCRESULT *)result)->hEvent = event;
  CHECK_EQUAL(IRtwqAsyncResult_AddRef(result), 2);
  CHECK_EQUAL(IRtwqAsyncResult_Release(result), 1);
  CHECK(is_open(event));
  CHECK_EQUAL(IRtwqAsyncResult_Release(result), 0);
  CHECK(!is_open(event));
}

CASE("M9", "invoking a callback leaves the result's event alone") {
  start_platform();
  callback *callback = make_callback(NULL, NULL);
  IRtwqAsyncResult *result = make_result(callback);
  HANDLE event = CreateEvent();
  ((RTWQASYNCRESULT *)result)->hEvent = event;
  CHECK_OK(RtwqInvokeCallback(result));
  CHECK_EQUAL(WaitForSingleObject(event, GRACE_MILLISECONDS), WAIT_TIMEOUT);
  CHECK(is_invoked(callback));
  CHECK(callback->result == result);
  CHECK_EQUAL(release_when_alone(result), 0);
  CHECK_OK(RtwqShutdown());
}

CASE("R1", "a result answers for its interfaces and no others") {
  IRtwqAsyncResult *result = make_result(NULL);
  void *stored = NULL;
  CHECK_OK(IRtwqAsyncResult_QueryInterface(result, &IID_IUnknown, &stored));
  CHECK(stored == result);
  CHECK_OK(IRtwqAsyncResult_QueryInterface(result, &IID_IRtwqAsyncResult, &stored));
  CHECK(stored == result);
  CHECK_RESULT(
      IRtwqAsyncResult_QueryInterface(result, &IID_IRtwqPlatformEvents, &stored), E_NOINTERFACE);
  CHECK(stored == NULL);
  CHECK_EQUAL(IRtwqAsyncResult_Release(result), 2);
  CHECK_EQUAL(IRtwqAsyncResult_Release(result), 1);
  CHECK_EQUAL(IRtwqAsyncResult_Release(result), 0);
}

/// A result of the program's own, which begins with the library's.
typedef struct own_result {
  RTWQASYNCRESULT base;
  LONG references;
  LONG additions;
} own_result;

static HRESULT own_query(IRtwqAsyncResult *This, REFIID iid, void **object) {
  (void)iid;
  *object = This;
  IRtwqAsyncResult_AddRef(This);
  return S_OK;
}

static ULONG own_add_reference(IRtwqAsyncResult *This) {
  InterlockedIncrement(&((own_result *)This)->additions);
  return (ULONG)InterlockedIncrement(&((own_result *)This)->references);
}

static ULONG own_release(IRtwqAsyncResult *This) {
  return (ULONG)InterlockedDecrement(&((own_result *)This)->references);
}

static HRESULT own_get_nothing(IRtwqAsyncResult *This, IUnknown **stored) {
  (void)This;
  (void)stored;
  return E_POINTER;
}

static HRESULT own_status(IRtwqAsyncResult *This) {
  return ((own_result *)This)->base.hrStatusResult;
}

static HRESULT own_set_status(IRtwqAsyncResult *This, HRESULT status) {
  ((own_result *)This)->base.hrStatusResult = status;
  return S_OK;
}

static IUnknown *own_state(IRtwqAsyncResult *This) {
  (void)This;
  return NULL;
}

static const IRtwqAsyncResultVtbl own_table = {
    own_query,      own_add_reference, own_release, own_get_nothing, own_status,
    own_set_status, own_get_nothing,   own_state,
};

static own_result *make_own_result(callback *callback) {
  own_result *made = calloc(1, sizeof *made);
  REQUIRE(made != NULL);
  made->base.AsyncResult.lpVtbl = &own_table;
  made->base.pCallback = &callback->base;
  made->references = 1;
  return made;
}

CASE("R2", "a result of the program's own is put, counted and passed on as it is") {
  start_platform();
  callback *callback = make_callback(NULL, NULL);
  own_result *result = make_own_result(callback);
  CHECK_OK(RtwqPutWorkItem(MFASYNC_CALLBACK_QUEUE_MULTITHREADED, 0, &result->base.AsyncResult));
  CHECK(is_invoked(callback));
  CHECK(callback->result == &result->base.AsyncResult);
  CHECK(result->additions >= 1);
  CHECK_EQUAL(release_when_alone(&result->base.AsyncResult), 0);
}

CASE("R3", "a result of the program's own is invoked, scheduled and waits like any other") {
  start_platform();
  callback *callback = make_callback(NULL, NULL);
  own_result *result = make_own_result(callback);
  IRtwqAsyncResult *base = &result->base.AsyncResult;
  HANDLE event = CreateEvent();
  RTWQWORKITEM_KEY key = 0;
  CHECK_OK(RtwqInvokeCallback(base));
  CHECK(is_invoked(callback));
  CHECK_OK(RtwqScheduleWorkItem(base, -5, NULL));
  CHECK(is_invoked(callback));
  CHECK_OK(RtwqPutWaitingWorkItem(event, 0, base, NULL));
  SetEvent(event);
  CHECK(is_invoked(callback));
  CHECK_OK(callback->status);
  CHECK_OK(RtwqPutWaitingWorkItem(NULL, 0, base, &key));
  CHECK_OK(RtwqCancelWorkItem(key));
  CHECK(is_invoked(callback));
  CHECK_RESULT(callback->status, RTWQ_E_OPERATION_CANCELLED);
  CHECK_RESULT(result->base.hrStatusResult, RTWQ_E_OPERATION_CANCELLED);
  CHECK_EQUAL(release_when_alone(base), 0);
}

static void *churn(void *context) {
  for (int item = 0; item < 2500; item++) {
    CHECK_OK(put(MFASYNC_CALLBACK_QUEUE_MULTITHREADED, 0, context));
  }
  return NULL;
}

CASE("R4", "results made and released by four threads are all performed once") {
  start_platform();
  callback *callback = make_callback(NULL, NULL);
  pthread_t threads[4];
  for (int index = 0; index < 4; index++) {
    REQUIRE(pthread_create(&threads[index], NULL, churn, callback) == 0);
  }
  for (int index = 0; index < 4; index++) pthread_join(threads[index], NULL);
  CHECK(is_invoked_times(callback, 10000));
}

CASE("R5", "a result stays alive until it has run") {
  start_platform();
  thing *state = make_thing();
  callback *callback = make_callback(NULL, NULL);
  gate *gate = make_gate();
  IRtwqAsyncResult *result = NULL;
  DWORD queue = make_queue(RTWQ_STANDARD_WORKQUEUE);
  REQUIRE_OK(RtwqCreateAsyncResult(NULL, &callback->base, &state->unknown, &result));
  block(queue, gate);
  CHECK_OK(RtwqPutWorkItem(queue, 0, result));
  CHECK_EQUAL(IRtwqAsyncResult_Release(result), 1);
  CHECK_EQUAL(reference_count(&state->unknown), 2);
  open_gate(gate);
  CHECK(is_invoked(callback));
  for (int tries = 0; reference_count(&state->unknown) > 1; tries++) {
    REQUIRE(tries < PATIENCE_MILLISECONDS);
    Sleep(1);
  }
}

CASE("R6", "invoking needs a result with a callback and a platform that runs") {
  IRtwqAsyncResult *bare = make_result(NULL);
  callback *callback = make_callback(NULL, NULL);
  IRtwqAsyncResult *result = make_result(callback);
  CHECK_RESULT(RtwqInvokeCallback(result), RTWQ_E_SHUTDOWN);
  start_platform();
  CHECK_RESULT(RtwqInvokeCallback(NULL), E_POINTER);
  CHECK_FAILS(RtwqInvokeCallback(bare));
  CHECK_OK(RtwqInvokeCallback(result));
  CHECK(is_invoked(callback));
}

static HRESULT invoke(callback *callback) {
  IRtwqAsyncResult *result = make_result(callback);
  HRESULT status = RtwqInvokeCallback(result);
  IRtwqAsyncResult_Release(result);
  return status;
}

/// Whether a callback invoked through its result runs on a queue: not while that is blocked.
static void check_is_invoked_on(DWORD queue, callback *callback) {
  gate *gate = make_gate();
  block(queue, gate);
  CHECK_OK(invoke(callback));
  CHECK(!is_invoked_soon(callback));
  open_gate(gate);
  CHECK(is_invoked(callback));
}

CASE("F1", "a callback is invoked on the queue it names") {
  start_platform();
  callback *callback = make_callback(NULL, NULL);
  DWORD queue = make_queue(RTWQ_STANDARD_WORKQUEUE);
  set_parameters(callback, 0, queue);
  check_is_invoked_on(queue, callback);
}

CASE("F2", "a callback that names no queue is invoked on the standard queue") {
  start_platform();
  callback *callback = make_callback(NULL, NULL);
  check_is_invoked_on(MFASYNC_CALLBACK_QUEUE_STANDARD, callback);
  set_parameters(callback, 0, MFASYNC_CALLBACK_QUEUE_UNDEFINED);
  check_is_invoked_on(MFASYNC_CALLBACK_QUEUE_STANDARD, callback);
}

CASE("F3", "a put goes to the queue it names, whatever the callback says") {
  start_platform();
  callback *callback = make_callback(NULL, NULL);
  gate *gate = make_gate();
  DWORD named = make_queue(RTWQ_STANDARD_WORKQUEUE), other = make_queue(RTWQ_STANDARD_WORKQUEUE);
  set_parameters(callback, 0, named);
  block(named, gate);
  CHECK_OK(put(other, 0, callback));
  CHECK(is_invoked(callback));
  open_gate(gate);
}

CASE("F4", "fast callbacks run on the IO and TIMER queues and no others") {
  static const DWORD flags[] = {
      MFASYNC_FAST_IO_PROCESSING_CALLBACK, MFASYNC_SIGNAL_CALLBACK,
      MFASYNC_FAST_IO_PROCESSING_CALLBACK | MFASYNC_SIGNAL_CALLBACK};
  start_platform();
  for (int index = 0; index < 3; index++) {
    callback *callback = make_callback(NULL, NULL);
    set_parameters(callback, flags[index], MFASYNC_CALLBACK_QUEUE_IO);
    CHECK_OK(invoke(callback));
    CHECK(is_invoked(callback));
    set_parameters(callback, flags[index], MFASYNC_CALLBACK_QUEUE_TIMER);
    CHECK_OK(invoke(callback));
    CHECK(is_invoked(callback));
    set_parameters(callback, flags[index], MFASYNC_CALLBACK_QUEUE_MULTITHREADED);
    CHECK_RESULT(invoke(callback), RTWQ_E_INVALID_WORKQUEUE);
    set_parameters(callback, flags[index], MFASYNC_CALLBACK_QUEUE_STANDARD);
    CHECK_RESULT(invoke(callback), RTWQ_E_INVALID_WORKQUEUE);
    CHECK(!is_invoked_soon(callback));
  }
}

CASE("F5", "blocking callbacks run, and do not starve the others") {
  start_platform();
  gate *gate = make_gate();
  callback *callback = make_callback(NULL, NULL);
  set_parameters(gate->callback, MFASYNC_BLOCKING_CALLBACK, MFASYNC_CALLBACK_QUEUE_LONG_FUNCTION);
  for (int item = 0; item < 8; item++) CHECK_OK(invoke(gate->callback));
  CHECK_OK(put(MFASYNC_CALLBACK_QUEUE_LONG_FUNCTION, 0, callback));
  CHECK(is_invoked(callback));
  open_gate(gate);
  CHECK(is_invoked_times(gate->callback, 8));
}

CASE("F6", "a remote callback is one like any other") {
  start_platform();
  callback *callback = make_callback(NULL, NULL);
  set_parameters(callback, MFASYNC_LOCALIZE_REMOTE_CALLBACK, MFASYNC_CALLBACK_QUEUE_MULTITHREADED);
  CHECK_OK(invoke(callback));
  CHECK(is_invoked(callback));
}

CASE("H1", "every descriptor fits a handle, 0 included") {
  CHECK(RTWQ_HANDLE_FROM_FD(0) != NULL);
  CHECK_EQUAL(RTWQ_FD_FROM_HANDLE(RTWQ_HANDLE_FROM_FD(0)), 0);
  CHECK_EQUAL(RTWQ_FD_FROM_HANDLE(RTWQ_HANDLE_FROM_FD(1048575)), 1048575);
  CHECK_EQUAL(RTWQ_FD_FROM_HANDLE(NULL), -1);
  CHECK(RTWQ_HANDLE_FROM_FD(-1) == NULL);
}

CASE("H2", "descriptor 0 can be waited for") {
  start_platform();
  int event = eventfd(0, EFD_CLOEXEC);
  REQUIRE(dup2(event, 0) == 0);
  callback *callback = make_callback(NULL, NULL);
  IRtwqAsyncResult *result = make_result(callback);
  CHECK_OK(RtwqPutWaitingWorkItem(RTWQ_HANDLE_FROM_FD(0), 0, result, NULL));
  CHECK(!is_invoked_soon(callback));
  SetEvent(RTWQ_HANDLE_FROM_FD(event));
  CHECK(is_invoked(callback));
}
