#define _GNU_SOURCE
#include "objects.h"

#include "harness.h"

#include <stdlib.h>

static LONG load(const LONG *value) { return __atomic_load_n(value, __ATOMIC_SEQ_CST); }

static void *make_zeroed(size_t size) {
  void *memory = calloc(1, size);
  REQUIRE(memory != NULL);
  return memory;
}

// ---------------------------------------------------------------------------------------------
// Things.

static HRESULT thing_query(IUnknown *This, REFIID iid, void **object) {
  *object = NULL;
  if (!IsEqualIID(iid, &IID_IUnknown)) return E_NOINTERFACE;
  *object = This;
  IUnknown_AddRef(This);
  return S_OK;
}

static ULONG thing_add_reference(IUnknown *This) {
  return (ULONG)InterlockedIncrement(&((thing *)This)->references);
}

static ULONG thing_release(IUnknown *This) {
  return (ULONG)InterlockedDecrement(&((thing *)This)->references);
}

static const IUnknownVtbl thing_table = {thing_query, thing_add_reference, thing_release};

thing *make_thing(void) {
  thing *made = make_zeroed(sizeof *made);
  made->unknown.lpVtbl = &thing_table;
  made->references = 1;
  return made;
}

// ---------------------------------------------------------------------------------------------
// Callbacks.

static callback *from_base(IRtwqAsyncCallback *base) { return (callback *)base; }

static HRESULT callback_query(IRtwqAsyncCallback *This, REFIID iid, void **object) {
  *object = NULL;
  if (!IsEqualIID(iid, &IID_IUnknown) && !IsEqualIID(iid, &IID_IRtwqAsyncCallback)) {
    return E_NOINTERFACE;
  }
  *object = This;
  IRtwqAsyncCallback_AddRef(This);
  return S_OK;
}

static ULONG callback_add_reference(IRtwqAsyncCallback *This) {
  return (ULONG)InterlockedIncrement(&from_base(This)->references);
}

static ULONG callback_release(IRtwqAsyncCallback *This) {
  return (ULONG)InterlockedDecrement(&from_base(This)->references);
}

static HRESULT callback_parameters(IRtwqAsyncCallback *This, DWORD *flags, DWORD *queue) {
  callback *self = from_base(This);
  CHECK(flags != NULL);
  CHECK(queue != NULL);
  if (FAILED(self->parameters)) return self->parameters;
  *flags = self->flags;
  *queue = self->queue;
  return self->parameters;
}

static HRESULT callback_invoke(IRtwqAsyncCallback *This, IRtwqAsyncResult *result) {
  callback *self = from_base(This);
  __atomic_store_n(&self->result, result, __ATOMIC_SEQ_CST);
  __atomic_store_n(&self->status, IRtwqAsyncResult_GetStatus(result), __ATOMIC_SEQ_CST);
  if (self->body) self->body(self, result);
  InterlockedIncrement(&self->invocations);
  if (self->event) SetEvent(self->event);
  return S_OK;
}

static const IRtwqAsyncCallbackVtbl callback_table = {
    callback_query,      callback_add_reference, callback_release,
    callback_parameters, callback_invoke,
};

static callback *make_silent_callback(callback_body body, void *context) {
  callback *made = make_zeroed(sizeof *made);
  made->base.lpVtbl = &callback_table;
  made->references = 1;
  made->parameters = E_NOTIMPL;
  made->body = body;
  made->context = context;
  return made;
}

callback *make_callback(callback_body body, void *context) {
  callback *made = make_silent_callback(body, context);
  made->event = CreateEvent();
  REQUIRE(made->event != NULL);
  return made;
}

void set_parameters(callback *callback, DWORD flags, DWORD queue) {
  callback->parameters = S_OK;
  callback->flags = flags;
  callback->queue = queue;
}

bool is_invoked(callback *callback) {
  return WaitForSingleObject(callback->event, PATIENCE_MILLISECONDS) == WAIT_OBJECT_0;
}

bool is_invoked_soon(callback *callback) {
  return WaitForSingleObject(callback->event, GRACE_MILLISECONDS) == WAIT_OBJECT_0;
}

bool is_invoked_times(callback *callback, LONG count) {
  if (!reaches(&callback->invocations, count)) return false;
  Sleep(GRACE_MILLISECONDS / 4);
  return invocations(callback) == count;
}

LONG invocations(const callback *callback) { return load(&callback->invocations); }

IRtwqAsyncResult *make_result(callback *callback) {
  IRtwqAsyncResult *result = NULL;
  REQUIRE_OK(RtwqCreateAsyncResult(NULL, callback ? &callback->base : NULL, NULL, &result));
  REQUIRE(result != NULL);
  return result;
}

HRESULT put(DWORD queue, LONG priority, callback *callback) {
  IRtwqAsyncResult *result = make_result(callback);
  HRESULT status = RtwqPutWorkItem(queue, priority, result);
  IRtwqAsyncResult_Release(result);
  return status;
}

ULONG reference_count(IUnknown *unknown) {
  IUnknown_AddRef(unknown);
  return IUnknown_Release(unknown);
}

ULONG release_when_alone(IRtwqAsyncResult *result) {
  for (int tries = 0; tries < PATIENCE_MILLISECONDS; tries++) {
    if (reference_count((IUnknown *)result) == 1) break;
    Sleep(1);
  }
  return IRtwqAsyncResult_Release(result);
}

bool reaches(const LONG *value, LONG wanted) {
  for (int tries = 0; tries < PATIENCE_MILLISECONDS; tries++) {
    if (load(value) >= wanted) return true;
    Sleep(1);
  }
  return false;
}

// ---------------------------------------------------------------------------------------------
// Gates.

static void stand_in_gate(callback *callback, IRtwqAsyncResult *result) {
  (void)result;
  gate *self = callback->context;
  InterlockedIncrement(&self->entered);
  struct pollfd opening = {RTWQ_FD_FROM_HANDLE(self->opening), POLLIN, 0};
  // Never read, so that it stays open.
  while (poll(&opening, 1, -1) < 0 && errno == EINTR) continue;
}

gate *make_gate(void) {
  gate *made = make_zeroed(sizeof *made);
  made->opening = CreateEvent();
  REQUIRE(made->opening != NULL);
  made->callback = make_callback(stand_in_gate, made);
  return made;
}

void put_gate(DWORD queue, gate *gate) { REQUIRE_OK(put(queue, 0, gate->callback)); }

void block(DWORD queue, gate *gate) {
  LONG before = load(&gate->entered);
  put_gate(queue, gate);
  REQUIRE(reaches(&gate->entered, before + 1));
}

void open_gate(gate *gate) { SetEvent(gate->opening); }

// ---------------------------------------------------------------------------------------------
// Orders.

typedef struct note {
  order_log *log;
  LONG number;
} note;

static void take_note(callback *callback, IRtwqAsyncResult *result) {
  (void)result;
  note *self = callback->context;
  LONG place = InterlockedIncrement(&self->log->begun) - 1;
  if (place < self->log->capacity) self->log->numbers[place] = self->number;
  InterlockedIncrement(&self->log->count);
}

order_log *make_order_log(LONG capacity) {
  order_log *made = make_zeroed(sizeof *made);
  made->numbers = make_zeroed((size_t)capacity * sizeof *made->numbers);
  made->capacity = capacity;
  return made;
}

callback *make_noting_callback(order_log *log, LONG number) {
  note *context = make_zeroed(sizeof *context);
  *context = (note){log, number};
  return make_silent_callback(take_note, context);
}

HRESULT put_note(DWORD queue, LONG priority, order_log *log, LONG number) {
  return put(queue, priority, make_noting_callback(log, number));
}

bool is_complete(order_log *log, LONG count) { return reaches(&log->count, count); }

// ---------------------------------------------------------------------------------------------
// The platform.

DWORD make_queue(RTWQ_WORKQUEUE_TYPE type) {
  DWORD queue = 0;
  REQUIRE_OK(RtwqAllocateWorkQueue(type, &queue));
  return queue;
}

void start_platform(void) { REQUIRE_OK(RtwqStartup()); }
