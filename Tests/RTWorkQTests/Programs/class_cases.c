// Task classes of queues (C), deadlines (D) and platform events (E).
#include "harness.h"
#include "objects.h"

#include <stdlib.h>
#include <string.h>

enum { name_limit = 64 };

/// Whether two UTF-16 texts are the same.
static bool is_same(const WCHAR *a, const WCHAR *b) {
  while (*a && *a == *b) a++, b++;
  return *a == *b;
}

static void check_class(DWORD queue, const WCHAR *expected) {
  WCHAR name[name_limit] = {0xffff};
  DWORD length = name_limit, needed = 0, expected_length = 1;
  while (expected[expected_length - 1]) expected_length++;
  CHECK_OK(RtwqGetWorkQueueMMCSSClass(queue, NULL, &needed));
  CHECK_EQUAL(needed, expected_length);
  CHECK_OK(RtwqGetWorkQueueMMCSSClass(queue, name, &length));
  CHECK_EQUAL(length, expected_length);
  CHECK(is_same(name, expected));
}

static DWORD task_of(DWORD queue) {
  DWORD task = 77;
  CHECK_OK(RtwqGetWorkQueueMMCSSTaskId(queue, &task));
  return task;
}

static LONG priority_of(DWORD queue) {
  LONG priority = 77;
  CHECK_OK(RtwqGetWorkQueueMMCSSPriority(queue, &priority));
  return priority;
}

/// What an operation that begins and ends is to answer.
typedef struct ending {
  bool registers;
  thing *state;
  HRESULT status;
  DWORD task;
} ending;

static void end_operation(callback *callback, IRtwqAsyncResult *result) {
  ending *self = callback->context;
  CHECK(IRtwqAsyncResult_GetStateNoAddRef(result) == &self->state->unknown);
  self->status = self->registers ? RtwqEndRegisterWorkQueueWithMMCSS(result, &self->task)
                                 : RtwqEndUnregisterWorkQueueWithMMCSS(result);
}

static ending *make_ending(bool registers) {
  ending *made = calloc(1, sizeof *made);
  REQUIRE(made != NULL);
  *made = (ending){registers, make_thing(), 77, 0};
  return made;
}

/// Registers a queue, waits for the end, and returns the task id.
static DWORD register_queue(DWORD queue, const WCHAR *class, DWORD task, LONG priority) {
  ending *ending = make_ending(true);
  callback *callback = make_callback(end_operation, ending);
  CHECK_OK(RtwqBeginRegisterWorkQueueWithMMCSS(queue, class, task, priority, &callback->base,
                                               &ending->state->unknown));
  CHECK(is_invoked(callback));
  CHECK_OK(ending->status);
  return ending->task;
}

static void unregister_queue(DWORD queue) {
  ending *ending = make_ending(false);
  callback *callback = make_callback(end_operation, ending);
  CHECK_OK(
      RtwqBeginUnregisterWorkQueueWithMMCSS(queue, &callback->base, &ending->state->unknown));
  CHECK(is_invoked(callback));
  CHECK_OK(ending->status);
}

CASE("C1", "the platform's queues join a class and leave it") {
  start_platform();
  DWORD task = 0;
  CHECK_OK(RtwqRegisterPlatformWithMMCSS(u"Audio", &task, 0));
  CHECK(task != 0);
  check_class(MFASYNC_CALLBACK_QUEUE_STANDARD, u"Audio");
  check_class(MFASYNC_CALLBACK_QUEUE_MULTITHREADED, u"Audio");
  CHECK_EQUAL(task_of(MFASYNC_CALLBACK_QUEUE_STANDARD), task);
  CHECK_OK(put(MFASYNC_CALLBACK_QUEUE_STANDARD, 0, make_callback(NULL, NULL)));
  CHECK_OK(RtwqUnregisterPlatformFromMMCSS());
  check_class(MFASYNC_CALLBACK_QUEUE_STANDARD, u"");
  CHECK_OK(RtwqShutdown());
}

CASE("C2", "an unknown class is refused") {
  start_platform();
  DWORD task = 0, queue = 77;
  CHECK_FAILS(RtwqRegisterPlatformWithMMCSS(u"No Such Class", &task, 0));
  CHECK_RESULT(RtwqRegisterPlatformWithMMCSS(NULL, &task, 0), E_POINTER);
  CHECK_RESULT(RtwqRegisterPlatformWithMMCSS(u"Audio", NULL, 0), E_POINTER);
  CHECK_FAILS(RtwqLockSharedWorkQueue(u"No Such Class", 0, &task, &queue));
  CHECK_EQUAL(task, 0);
  CHECK_EQUAL(queue, 77);
}

CASE("C3", "a queue joins a class, says which, and leaves it") {
  start_platform();
  DWORD queue = make_queue(RTWQ_MULTITHREADED_WORKQUEUE);
  check_class(queue, u"");
  CHECK_EQUAL(task_of(queue), 0);
  CHECK_EQUAL(priority_of(queue), 0);
  DWORD task = register_queue(queue, u"Pro Audio", 0, 1);
  CHECK(task != 0);
  check_class(queue, u"Pro Audio");
  CHECK_EQUAL(task_of(queue), task);
  CHECK_EQUAL(priority_of(queue), 1);
  callback *callback = make_callback(NULL, NULL);
  CHECK_OK(put(queue, 0, callback));
  CHECK(is_invoked(callback));
  unregister_queue(queue);
  check_class(queue, u"");
  CHECK_EQUAL(task_of(queue), 0);
  CHECK_OK(put(queue, 0, callback));
  CHECK(is_invoked(callback));
}

CASE("C4", "queues join the group of another by its task id") {
  start_platform();
  DWORD one = make_queue(RTWQ_STANDARD_WORKQUEUE), two = make_queue(RTWQ_STANDARD_WORKQUEUE);
  DWORD three = make_queue(RTWQ_STANDARD_WORKQUEUE);
  DWORD task = register_queue(one, u"Playback", 0, 0);
  CHECK_EQUAL(register_queue(two, u"Playback", task, 0), task);
  CHECK(register_queue(three, u"Playback", 0, 0) != task);
}

CASE("C5", "a class that is not there ends in an error, not in a class") {
  start_platform();
  DWORD queue = make_queue(RTWQ_STANDARD_WORKQUEUE);
  ending *ending = make_ending(true);
  callback *callback = make_callback(end_operation, ending);
  HRESULT status = RtwqBeginRegisterWorkQueueWithMMCSS(queue, u"No Such Class", 0, 0,
                                                       &callback->base, &ending->state->unknown);
  // Whether it begins is not said anywhere; it must not end well.
  if (SUCCEEDED(status)) {
    CHECK(is_invoked(callback));
    CHECK_FAILS(ending->status);
  }
  check_class(queue, u"");
}

CASE("C6", "the name of a class needs room") {
  start_platform();
  DWORD queue = make_queue(RTWQ_STANDARD_WORKQUEUE);
  register_queue(queue, u"Pro Audio", 0, 0);
  WCHAR name[10] = {0xffff};
  DWORD length = 9;
  CHECK_RESULT(RtwqGetWorkQueueMMCSSClass(queue, name, &length), RTWQ_E_BUFFERTOOSMALL);
  CHECK_EQUAL(length, 10);
  CHECK_OK(RtwqGetWorkQueueMMCSSClass(queue, name, &length));
  CHECK(is_same(name, u"Pro Audio"));
  CHECK_RESULT(RtwqGetWorkQueueMMCSSClass(queue, name, NULL), E_POINTER);
  CHECK_RESULT(RtwqGetWorkQueueMMCSSTaskId(queue, NULL), E_POINTER);
  CHECK_RESULT(RtwqGetWorkQueueMMCSSPriority(queue, NULL), E_POINTER);
}

CASE("C7", "beginning needs a queue and a callback, ending a result of a beginning") {
  start_platform();
  DWORD queue = make_queue(RTWQ_STANDARD_WORKQUEUE), task = 0;
  callback *callback = make_callback(NULL, NULL);
  IRtwqAsyncResult *foreign = make_result(callback);
  CHECK_RESULT(RtwqBeginRegisterWorkQueueWithMMCSS(0x10000, u"Audio", 0, 0, &callback->base, NULL),
               RTWQ_E_INVALID_WORKQUEUE);
  CHECK_RESULT(RtwqBeginUnregisterWorkQueueWithMMCSS(0x10000, &callback->base, NULL),
               RTWQ_E_INVALID_WORKQUEUE);
  CHECK_RESULT(
      RtwqBeginRegisterWorkQueueWithMMCSS(queue, u"Audio", 0, 0, NULL, NULL), E_POINTER);
  CHECK_RESULT(
      RtwqBeginRegisterWorkQueueWithMMCSS(queue, NULL, 0, 0, &callback->base, NULL), E_POINTER);
  CHECK_RESULT(RtwqBeginUnregisterWorkQueueWithMMCSS(queue, NULL, NULL), E_POINTER);
  CHECK_RESULT(RtwqEndRegisterWorkQueueWithMMCSS(NULL, &task), E_POINTER);
  CHECK_RESULT(RtwqEndUnregisterWorkQueueWithMMCSS(NULL), E_POINTER);
  CHECK_FAILS(RtwqEndRegisterWorkQueueWithMMCSS(foreign, &task));
  CHECK_FAILS(RtwqEndUnregisterWorkQueueWithMMCSS(foreign));
  CHECK(!is_invoked_soon(callback));
}

CASE("C8", "there is one shared queue for each class") {
  start_platform();
  DWORD first_task = 0, second_task = 0, other_task = 0, first = 0, second = 0, other = 0;
  CHECK_OK(RtwqLockSharedWorkQueue(u"Pro Audio", 0, &first_task, &first));
  CHECK(first_task != 0);
  second_task = first_task;
  CHECK_OK(RtwqLockSharedWorkQueue(u"Pro Audio", 0, &second_task, &second));
  CHECK_EQUAL(second, first);
  CHECK_EQUAL(second_task, first_task);
  CHECK_OK(RtwqLockSharedWorkQueue(u"Playback", 0, &other_task, &other));
  CHECK(other != first);
  check_class(first, u"Pro Audio");
  check_class(other, u"Playback");
  CHECK_EQUAL(task_of(first), first_task);
  callback *callback = make_callback(NULL, NULL);
  CHECK_OK(put(first, 0, callback));
  CHECK(is_invoked(callback));
  CHECK_OK(RtwqUnlockWorkQueue(first));
  CHECK_OK(put(first, 0, callback));
  CHECK(is_invoked(callback));
  CHECK_OK(RtwqUnlockWorkQueue(first));
  CHECK_RESULT(put(first, 0, callback), RTWQ_E_INVALID_WORKQUEUE);
  // Its group ended with it.
  second_task = 0;
  CHECK_OK(RtwqLockSharedWorkQueue(u"Pro Audio", 0, &second_task, &second));
  CHECK_OK(put(second, 0, callback));
  CHECK(is_invoked(callback));
}

CASE("C9", "the shared queue without a class has no priority either") {
  start_platform();
  DWORD queue = 0;
  CHECK_RESULT(RtwqLockSharedWorkQueue(u"", 1, NULL, &queue), E_INVALIDARG);
  CHECK_OK(RtwqLockSharedWorkQueue(u"", 0, NULL, &queue));
  check_class(queue, u"");
  CHECK_EQUAL(priority_of(queue), 0);
}

CASE("C10", "a shared queue takes its base priority") {
  start_platform();
  DWORD task = 0, queue = 0;
  CHECK_OK(RtwqLockSharedWorkQueue(u"Capture", -1, &task, &queue));
  CHECK_EQUAL(priority_of(queue), -1);
}

enum { second_hns = 10000000, millisecond_hns = 10000 };

CASE("D1", "a deadline is set and withdrawn") {
  start_platform();
  DWORD queue = make_queue(RTWQ_MULTITHREADED_WORKQUEUE);
  HANDLE deadline = NULL, early = NULL;
  CHECK_OK(RtwqSetDeadline(queue, 10 * second_hns, &deadline));
  CHECK(deadline != NULL);
  CHECK_OK(RtwqSetDeadline2(queue, 10 * second_hns, second_hns, &early));
  CHECK(early != NULL);
  CHECK(early != deadline);
  callback *callback = make_callback(NULL, NULL);
  CHECK_OK(put(queue, 0, callback));
  CHECK(is_invoked(callback));
  CHECK_OK(RtwqCancelDeadline(deadline));
  CHECK_OK(RtwqCancelDeadline(early));
}

CASE("D2", "a deadline needs a queue, a time to come and a place for its handle") {
  start_platform();
  DWORD queue = make_queue(RTWQ_MULTITHREADED_WORKQUEUE);
  HANDLE deadline = NULL;
  CHECK_RESULT(RtwqSetDeadline(0x10000, second_hns, &deadline), RTWQ_E_INVALID_WORKQUEUE);
  CHECK_RESULT(RtwqSetDeadline(queue, second_hns, NULL), E_POINTER);
  CHECK_RESULT(RtwqSetDeadline(queue, -second_hns, &deadline), E_INVALIDARG);
  CHECK_RESULT(RtwqSetDeadline2(0x10000, second_hns, 0, &deadline), RTWQ_E_INVALID_WORKQUEUE);
  CHECK_RESULT(RtwqSetDeadline2(queue, second_hns, 0, NULL), E_POINTER);
  CHECK_RESULT(RtwqSetDeadline2(queue, second_hns, -1, &deadline), E_INVALIDARG);
  CHECK(deadline == NULL);
  CHECK_FAILS(RtwqCancelDeadline(NULL));
}

typedef struct miss {
  LONG count;
  DWORD queue;
  IRtwqAsyncResult *running;
} miss;

static void note_miss(void *context, DWORD queue, IRtwqAsyncResult *running) {
  miss *self = context;
  self->queue = queue;
  self->running = running;
  InterlockedIncrement(&self->count);
}

CASE("D3", "a missed deadline names the item that was running") {
  start_platform();
  DWORD queue = make_queue(RTWQ_STANDARD_WORKQUEUE);
  miss miss = {0, 0, NULL};
  gate *gate = make_gate();
  IRtwqAsyncResult *result = make_result(gate->callback);
  HANDLE deadline = NULL;
  CHECK_OK(rtwq_set_deadline_handler(queue, note_miss, &miss));
  CHECK_OK(RtwqPutWorkItem(queue, 0, result));
  CHECK(reaches(&gate->entered, 1));
  CHECK_OK(RtwqSetDeadline(queue, 20 * millisecond_hns, &deadline));
  CHECK(reaches(&miss.count, 1));
  CHECK_EQUAL(miss.queue, queue);
  CHECK(miss.running == result);
  open_gate(gate);
  CHECK_OK(RtwqCancelDeadline(deadline));
  CHECK_OK(rtwq_set_deadline_handler(queue, NULL, NULL));
  CHECK_EQUAL(release_when_alone(result), 0);
}

CASE("D4", "a deadline that is met or withdrawn is not missed") {
  start_platform();
  DWORD queue = make_queue(RTWQ_STANDARD_WORKQUEUE);
  miss miss = {0, 0, NULL};
  HANDLE met = NULL, withdrawn = NULL;
  gate *gate = make_gate();
  CHECK_OK(rtwq_set_deadline_handler(queue, note_miss, &miss));
  CHECK_OK(RtwqSetDeadline(queue, 20 * millisecond_hns, &met));
  Sleep(GRACE_MILLISECONDS);
  CHECK_EQUAL(miss.count, 0);
  CHECK_OK(RtwqSetDeadline(queue, 3600LL * second_hns, &withdrawn));
  CHECK_OK(RtwqCancelDeadline(withdrawn));
  block(queue, gate);
  Sleep(GRACE_MILLISECONDS);
  CHECK_EQUAL(miss.count, 0);
  open_gate(gate);
  CHECK_OK(RtwqCancelDeadline(met));
}

CASE("D5", "a queue has as many deadlines as it is given") {
  start_platform();
  DWORD queue = make_queue(RTWQ_MULTITHREADED_WORKQUEUE);
  HANDLE deadlines[8];
  for (int index = 0; index < 8; index++) {
    CHECK_OK(RtwqSetDeadline2(queue, (8 - index) * second_hns, millisecond_hns,
                              &deadlines[index]));
  }
  for (int index = 0; index < 8; index++) CHECK_OK(RtwqCancelDeadline(deadlines[index]));
}

CASE("D6", "deadlines belong to queues of the platform and serial queues too, and end with it") {
  start_platform();
  DWORD serial = 0;
  HANDLE one = NULL, two = NULL;
  CHECK_OK(RtwqAllocateSerialWorkQueue(MFASYNC_CALLBACK_QUEUE_MULTITHREADED, &serial));
  CHECK_OK(RtwqSetDeadline(MFASYNC_CALLBACK_QUEUE_MULTITHREADED, second_hns, &one));
  CHECK_OK(RtwqSetDeadline(serial, second_hns, &two));
  CHECK_OK(RtwqCancelDeadline(two));
  CHECK_OK(RtwqShutdown());
  CHECK_RESULT(RtwqSetDeadline(MFASYNC_CALLBACK_QUEUE_STANDARD, second_hns, &one), RTWQ_E_SHUTDOWN);
}

/// Listens to the platform, and notes what it hears: i, s and c.
typedef struct listener {
  IRtwqPlatformEvents base;
  LONG references;
  LONG count;
  char heard[32];
} listener;

static HRESULT listener_query(IRtwqPlatformEvents *This, REFIID iid, void **object) {
  (void)iid;
  *object = This;
  IRtwqPlatformEvents_AddRef(This);
  return S_OK;
}

static ULONG listener_add_reference(IRtwqPlatformEvents *This) {
  return (ULONG)InterlockedIncrement(&((listener *)This)->references);
}

static ULONG listener_release(IRtwqPlatformEvents *This) {
  return (ULONG)InterlockedDecrement(&((listener *)This)->references);
}

static HRESULT hear(IRtwqPlatformEvents *This, char what) {
  listener *self = (listener *)This;
  if (self->count < (LONG)sizeof self->heard - 1) self->heard[self->count] = what;
  InterlockedIncrement(&self->count);
  return S_OK;
}

static HRESULT hear_initialization(IRtwqPlatformEvents *This) { return hear(This, 'i'); }
static HRESULT hear_start(IRtwqPlatformEvents *This) { return hear(This, 's'); }
static HRESULT hear_completion(IRtwqPlatformEvents *This) { return hear(This, 'c'); }

static const IRtwqPlatformEventsVtbl listener_table = {
    listener_query,      listener_add_reference, listener_release,
    hear_initialization, hear_start,             hear_completion,
};

static listener *make_listener(void) {
  listener *made = calloc(1, sizeof *made);
  REQUIRE(made != NULL);
  made->base.lpVtbl = &listener_table;
  made->references = 1;
  return made;
}

CASE("E1", "listeners hear of each start and end, in order") {
  listener *listener = make_listener();
  CHECK_OK(RtwqRegisterPlatformEvents(&listener->base));
  for (int round = 0; round < 2; round++) {
    CHECK_OK(RtwqStartup());
    CHECK_OK(RtwqShutdown());
  }
  CHECK(reaches(&listener->count, 6));
  CHECK(strcmp(listener->heard, "iscisc") == 0);
}

CASE("E2", "starts within a start are not heard of") {
  listener *listener = make_listener();
  CHECK_OK(RtwqRegisterPlatformEvents(&listener->base));
  CHECK_OK(RtwqStartup());
  CHECK_OK(RtwqStartup());
  CHECK_OK(RtwqShutdown());
  CHECK(reaches(&listener->count, 1));
  Sleep(GRACE_MILLISECONDS);
  CHECK(strcmp(listener->heard, "i") == 0);
  CHECK_OK(RtwqShutdown());
  CHECK(reaches(&listener->count, 3));
  CHECK_OK(RtwqShutdown());
  Sleep(GRACE_MILLISECONDS);
  CHECK(strcmp(listener->heard, "isc") == 0);
}

CASE("E3", "a listener is held until it is unregistered, and hears nothing from then on") {
  listener *listener = make_listener();
  CHECK_OK(RtwqRegisterPlatformEvents(&listener->base));
  CHECK_EQUAL(listener->references, 2);
  CHECK_OK(RtwqUnregisterPlatformEvents(&listener->base));
  CHECK_EQUAL(listener->references, 1);
  CHECK_OK(RtwqStartup());
  CHECK_OK(RtwqShutdown());
  Sleep(GRACE_MILLISECONDS);
  CHECK_EQUAL(listener->count, 0);
  CHECK_RESULT(RtwqUnregisterPlatformEvents(&listener->base), RTWQ_E_NOT_FOUND);
}

CASE("E4", "no listener is refused") {
  CHECK_RESULT(RtwqRegisterPlatformEvents(NULL), E_POINTER);
  CHECK_RESULT(RtwqUnregisterPlatformEvents(NULL), E_POINTER);
}

CASE("E5", "a listener that comes late hears of the end") {
  start_platform();
  listener *listener = make_listener();
  CHECK_OK(RtwqRegisterPlatformEvents(&listener->base));
  CHECK_OK(RtwqShutdown());
  CHECK(reaches(&listener->count, 2));
  CHECK(strcmp(listener->heard, "sc") == 0);
}
