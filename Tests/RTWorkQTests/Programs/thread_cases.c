// Threads of the program's own in task classes (A) and in ordering groups (G).
#include "avrt.h"
#include "harness.h"
#include "objects.h"

#include <pthread.h>

/// Checks that a function of avrt.h failed, and with which error.
#define CHECK_REFUSED(call, error)           \
  do {                                       \
    SetLastError(ERROR_SUCCESS);             \
    if (CHECK(!(call))) CHECK_EQUAL(GetLastError(), error); \
  } while (0)

static void perform_on_thread(void *(*body)(void *), void *context) {
  pthread_t thread;
  REQUIRE(pthread_create(&thread, NULL, body, context) == 0);
  pthread_join(thread, NULL);
}

CASE("A1", "a thread joins a class and leaves it, by either kind of name") {
  DWORD index = 0;
  HANDLE handle = AvSetMmThreadCharacteristicsA("Pro Audio", &index);
  CHECK(handle != NULL);
  CHECK(index != 0);
  CHECK(AvRevertMmThreadCharacteristics(handle));
  index = 0;
  handle = AvSetMmThreadCharacteristicsW(u"Pro Audio", &index);
  CHECK(handle != NULL);
  CHECK(index != 0);
  CHECK(AvRevertMmThreadCharacteristics(handle));
}

CASE("A2", "a class that is not there is refused") {
  DWORD index = 0;
  CHECK_REFUSED(AvSetMmThreadCharacteristicsA("No Such Class", &index), ERROR_INVALID_TASK_NAME);
  CHECK_REFUSED(AvSetMmThreadCharacteristicsW(u"No Such Class", &index), ERROR_INVALID_TASK_NAME);
  CHECK_REFUSED(AvSetMmThreadCharacteristicsA("", &index), ERROR_INVALID_TASK_NAME);
  CHECK_REFUSED(AvSetMmThreadCharacteristicsA(NULL, &index), ERROR_INVALID_TASK_NAME);
  CHECK_REFUSED(AvSetMmThreadCharacteristicsW(NULL, &index), ERROR_INVALID_TASK_NAME);
  CHECK_EQUAL(index, 0);
}

CASE("A3", "an index is needed, and one that was not given out is refused") {
  DWORD index = 4711;
  CHECK_REFUSED(AvSetMmThreadCharacteristicsA("Audio", NULL), ERROR_INVALID_HANDLE);
  CHECK_REFUSED(AvSetMmThreadCharacteristicsA("Audio", &index), ERROR_INVALID_TASK_INDEX);
  CHECK_EQUAL(index, 4711);
}

CASE("A4", "a thread is in one class at a time") {
  DWORD index = 0, second = 0;
  HANDLE handle = AvSetMmThreadCharacteristicsA("Audio", &index);
  REQUIRE(handle != NULL);
  CHECK_REFUSED(AvSetMmThreadCharacteristicsA("Games", &second), ERROR_THREAD_ALREADY_IN_TASK);
  CHECK(AvRevertMmThreadCharacteristics(handle));
  handle = AvSetMmThreadCharacteristicsA("Games", &second);
  CHECK(handle != NULL);
  CHECK(AvRevertMmThreadCharacteristics(handle));
}

static void *join_group(void *context) {
  DWORD index = *(DWORD *)context;
  HANDLE handle = AvSetMmThreadCharacteristicsA("Audio", &index);
  CHECK(handle != NULL);
  CHECK_EQUAL(index, *(DWORD *)context);
  CHECK(AvRevertMmThreadCharacteristics(handle));
  return NULL;
}

CASE("A5", "a second thread joins the group of the first by its index") {
  DWORD index = 0;
  HANDLE handle = AvSetMmThreadCharacteristicsA("Audio", &index);
  REQUIRE(handle != NULL);
  perform_on_thread(join_group, &index);
  CHECK(AvRevertMmThreadCharacteristics(handle));
}

static void *revert_elsewhere(void *handle) {
  CHECK(!AvRevertMmThreadCharacteristics(handle));
  CHECK(GetLastError() != ERROR_SUCCESS);
  return NULL;
}

CASE("A6", "only the thread itself leaves its class, and only once") {
  DWORD index = 0;
  HANDLE handle = AvSetMmThreadCharacteristicsA("Audio", &index);
  REQUIRE(handle != NULL);
  perform_on_thread(revert_elsewhere, handle);
  CHECK(AvRevertMmThreadCharacteristics(handle));
  CHECK_REFUSED(AvRevertMmThreadCharacteristics(handle), ERROR_INVALID_HANDLE);
  CHECK_REFUSED(AvRevertMmThreadCharacteristics(NULL), ERROR_INVALID_HANDLE);
}

CASE("A7", "five relative priorities, and no others") {
  DWORD index = 0;
  HANDLE handle = AvSetMmThreadCharacteristicsA("Pro Audio", &index);
  REQUIRE(handle != NULL);
  for (int priority = AVRT_PRIORITY_VERYLOW; priority <= AVRT_PRIORITY_CRITICAL; priority++) {
    CHECK(AvSetMmThreadPriority(handle, (AVRT_PRIORITY)priority));
  }
  CHECK_REFUSED(AvSetMmThreadPriority(handle, (AVRT_PRIORITY)3), ERROR_INVALID_PARAMETER);
  CHECK_REFUSED(AvSetMmThreadPriority(handle, (AVRT_PRIORITY)-3), ERROR_INVALID_PARAMETER);
  CHECK_REFUSED(AvSetMmThreadPriority(NULL, AVRT_PRIORITY_HIGH), ERROR_INVALID_HANDLE);
  CHECK(AvRevertMmThreadCharacteristics(handle));
  CHECK_REFUSED(AvSetMmThreadPriority(handle, AVRT_PRIORITY_HIGH), ERROR_INVALID_HANDLE);
}

CASE("A8", "the share kept for other threads is known") {
  DWORD index = 0;
  ULONG percent = 0;
  HANDLE handle = AvSetMmThreadCharacteristicsA("Pro Audio", &index);
  REQUIRE(handle != NULL);
  CHECK(AvQuerySystemResponsiveness(handle, &percent));
  CHECK(percent >= 10 && percent <= 100);
  CHECK_REFUSED(AvQuerySystemResponsiveness(handle, NULL), ERROR_INVALID_PARAMETER);
  CHECK_REFUSED(AvQuerySystemResponsiveness(NULL, &percent), ERROR_INVALID_HANDLE);
  CHECK(AvRevertMmThreadCharacteristics(handle));
}

CASE("A9", "of two classes a thread joins the higher") {
  DWORD index = 0, group = 0;
  HANDLE handle = AvSetMmMaxThreadCharacteristicsA("Playback", "Pro Audio", &index);
  REQUIRE(handle != NULL);
  CHECK(index != 0);
  CHECK(AvRevertMmThreadCharacteristics(handle));
  handle = AvSetMmMaxThreadCharacteristicsW(u"Pro Audio", u"Playback", &group);
  CHECK(handle != NULL);
  CHECK(AvRevertMmThreadCharacteristics(handle));
  index = 0;
  CHECK_REFUSED(
      AvSetMmMaxThreadCharacteristicsA("Audio", "No Such Class", &index), ERROR_INVALID_TASK_NAME);
  CHECK_REFUSED(
      AvSetMmMaxThreadCharacteristicsW(u"No Such Class", u"Audio", &index),
      ERROR_INVALID_TASK_NAME);
}

static void *have_error(void *context) {
  (void)context;
  CHECK_EQUAL(GetLastError(), ERROR_SUCCESS);
  SetLastError(ERROR_ACCESS_DENIED);
  return NULL;
}

CASE("A10", "each thread has its own last error") {
  SetLastError(ERROR_INVALID_PARAMETER);
  perform_on_thread(have_error, NULL);
  CHECK_EQUAL(GetLastError(), ERROR_INVALID_PARAMETER);
  CHECK_RESULT(HRESULT_FROM_WIN32(GetLastError()), E_INVALIDARG);
  CHECK_OK(HRESULT_FROM_WIN32(ERROR_SUCCESS));
}

// ---------------------------------------------------------------------------------------------
// Ordering groups.

static LARGE_INTEGER milliseconds(LONGLONG count) {
  LARGE_INTEGER time = {.QuadPart = count * 10000};
  return time;
}

static LARGE_INTEGER without_end(void) {
  LARGE_INTEGER time = {.QuadPart = THREAD_ORDER_GROUP_INFINITE_TIMEOUT};
  return time;
}

static const GUID no_group;

CASE("G1", "a group is made, gets an identifier, and is deleted") {
  HANDLE context = NULL;
  LARGE_INTEGER period = milliseconds(2);
  GUID group = no_group;
  REQUIRE(AvRtCreateThreadOrderingGroup(&context, &period, &group, NULL));
  CHECK(context != NULL);
  CHECK(!IsEqualGUID(&group, &no_group));
  CHECK(AvRtDeleteThreadOrderingGroup(context));
}

CASE("G2", "an identifier is given once") {
  HANDLE context = NULL, second = NULL;
  LARGE_INTEGER period = milliseconds(100), timeout = without_end();
  GUID group = {1, 2, 3, {4, 5, 6, 7, 8, 9, 10, 11}};
  REQUIRE(AvRtCreateThreadOrderingGroup(&context, &period, &group, &timeout));
  CHECK_REFUSED(
      AvRtCreateThreadOrderingGroup(&second, &period, &group, &timeout), ERROR_ALREADY_EXISTS);
  CHECK(AvRtDeleteThreadOrderingGroup(context));
  CHECK(AvRtCreateThreadOrderingGroup(&second, &period, &group, &timeout));
  CHECK(AvRtDeleteThreadOrderingGroup(second));
}

CASE("G3", "the parent runs once per period") {
  HANDLE context = NULL;
  LARGE_INTEGER period = milliseconds(2), timeout = without_end();
  GUID group = no_group;
  REQUIRE(AvRtCreateThreadOrderingGroup(&context, &period, &group, &timeout));
  struct timespec before, after;
  CHECK(AvRtWaitOnThreadOrderingGroup(context));
  clock_gettime(CLOCK_MONOTONIC, &before);
  for (int turn = 0; turn < 10; turn++) CHECK(AvRtWaitOnThreadOrderingGroup(context));
  clock_gettime(CLOCK_MONOTONIC, &after);
  int64_t elapsed_nanoseconds =
      (after.tv_sec - before.tv_sec) * 1000000000LL + (after.tv_nsec - before.tv_nsec);
  // Ten turns lie nine whole periods apart, however late the first and however early the last.
  CHECK(elapsed_nanoseconds >= 9 * 2000000LL);
  CHECK(AvRtDeleteThreadOrderingGroup(context));
}

enum { turn_limit = 64 };

/// Members of a group, and the order in which they run.
typedef struct ring {
  GUID group;
  LONG joined;
  LONG inside;
  LONG most;
  LONG is_recording;
  LONG count;
  char turns[turn_limit];
  LONG runs[128];  // By name.
} ring;

typedef struct member {
  ring *ring;
  char name;
  BOOL before;
  pthread_t thread;
} member;

static void take_turn(ring *ring, char name) {
  LONG inside = InterlockedIncrement(&ring->inside);
  if (inside > ring->most) ring->most = inside;
  if (ring->is_recording && ring->count < turn_limit) ring->turns[ring->count++] = name;
  InterlockedIncrement(&ring->runs[(int)name]);
  InterlockedDecrement(&ring->inside);
}

static void *be_member(void *context) {
  member *self = context;
  HANDLE handle = NULL;
  BOOL joined = AvRtJoinThreadOrderingGroup(&handle, &self->ring->group, self->before);
  CHECK(joined);
  InterlockedIncrement(&self->ring->joined);
  if (!joined) return NULL;
  while (AvRtWaitOnThreadOrderingGroup(handle)) take_turn(self->ring, self->name);
  CHECK_EQUAL(GetLastError(), ERROR_ACCESS_DENIED);
  return NULL;
}

static void start_member(member *member) {
  LONG before = __atomic_load_n(&member->ring->joined, __ATOMIC_SEQ_CST);
  REQUIRE(pthread_create(&member->thread, NULL, be_member, member) == 0);
  REQUIRE(reaches(&member->ring->joined, before + 1));
}

CASE("G4", "each period runs predecessors, parent and successors, one at a time") {
  static ring ring;
  HANDLE context = NULL;
  LARGE_INTEGER period = milliseconds(2), timeout = without_end();
  REQUIRE(AvRtCreateThreadOrderingGroup(&context, &period, &ring.group, &timeout));
  member members[] = {
      {&ring, 'a', TRUE, 0}, {&ring, 'c', FALSE, 0}, {&ring, 'b', TRUE, 0}, {&ring, 'd', FALSE, 0}};
  for (int index = 0; index < 4; index++) start_member(&members[index]);
  // A member's first turn may come before the others have joined.
  int turns = 0;
  for (int all = 0; all < 4 && turns < 2000; turns++) {
    REQUIRE(AvRtWaitOnThreadOrderingGroup(context));
    take_turn(&ring, 'p');
    all = 0;
    for (char name = 'a'; name <= 'd'; name++) all += ring.runs[(int)name] > 0;
  }
  CHECK(turns < 2000);
  ring.is_recording = 1;
  for (int turn = 0; turn < 5; turn++) {
    CHECK(AvRtWaitOnThreadOrderingGroup(context));
    take_turn(&ring, 'p');
  }
  ring.is_recording = 0;
  CHECK(AvRtDeleteThreadOrderingGroup(context));
  for (int index = 0; index < 4; index++) pthread_join(members[index].thread, NULL);
  CHECK_EQUAL(ring.count, 25);
  for (int turn = 0; turn < ring.count; turn++) CHECK_EQUAL(ring.turns[turn], "cdabp"[turn % 5]);
  CHECK_EQUAL(ring.most, 1);
}

typedef struct guest {
  GUID group;
  HANDLE parent;
  LONG state;
} guest;

static void *join_and_leave(void *context) {
  guest *self = context;
  HANDLE handle = NULL, again = NULL;
  GUID unknown = {9, 9, 9, {9}};
  CHECK(!AvRtJoinThreadOrderingGroup(&handle, &unknown, TRUE));
  CHECK(AvRtJoinThreadOrderingGroup(&handle, &self->group, TRUE));
  CHECK(!AvRtJoinThreadOrderingGroup(&again, &self->group, FALSE));
  InterlockedIncrement(&self->state);
  CHECK(AvRtWaitOnThreadOrderingGroup(handle));
  CHECK_REFUSED(AvRtDeleteThreadOrderingGroup(handle), ERROR_INVALID_FUNCTION);
  CHECK(AvRtLeaveThreadOrderingGroup(handle));
  CHECK(!AvRtWaitOnThreadOrderingGroup(handle));
  InterlockedIncrement(&self->state);
  return NULL;
}

CASE("G5", "a thread joins once, leaves when it wants, and may not delete the group") {
  guest guest = {no_group, NULL, 0};
  LARGE_INTEGER period = milliseconds(2), timeout = without_end();
  pthread_t thread;
  REQUIRE(AvRtCreateThreadOrderingGroup(&guest.parent, &period, &guest.group, &timeout));
  REQUIRE(pthread_create(&thread, NULL, join_and_leave, &guest) == 0);
  for (int turn = 0; turn < 10000 && __atomic_load_n(&guest.state, __ATOMIC_SEQ_CST) < 2; turn++) {
    REQUIRE(AvRtWaitOnThreadOrderingGroup(guest.parent));
  }
  CHECK_EQUAL(guest.state, 2);
  pthread_join(thread, NULL);
  CHECK(AvRtWaitOnThreadOrderingGroup(guest.parent));
  CHECK(!AvRtLeaveThreadOrderingGroup(guest.parent));
  CHECK(AvRtDeleteThreadOrderingGroup(guest.parent));
}

static void *overrun(void *context) {
  guest *self = context;
  HANDLE handle = NULL;
  CHECK(AvRtJoinThreadOrderingGroup(&handle, &self->group, TRUE));
  CHECK(AvRtWaitOnThreadOrderingGroup(handle));
  Sleep(3000);
  CHECK_REFUSED(AvRtWaitOnThreadOrderingGroup(handle), ERROR_ACCESS_DENIED);
  CHECK_REFUSED(AvRtLeaveThreadOrderingGroup(handle), ERROR_INVALID_PARAMETER);
  InterlockedIncrement(&self->state);
  return NULL;
}

CASE("G6", "a member that overruns is removed, and the others go on") {
  guest guest = {no_group, NULL, 0};
  LARGE_INTEGER period = milliseconds(20), timeout = milliseconds(1000);
  pthread_t thread;
  REQUIRE(AvRtCreateThreadOrderingGroup(&guest.parent, &period, &guest.group, &timeout));
  REQUIRE(pthread_create(&thread, NULL, overrun, &guest) == 0);
  for (int turn = 0; turn < 1000 && __atomic_load_n(&guest.state, __ATOMIC_SEQ_CST) < 1; turn++) {
    REQUIRE(AvRtWaitOnThreadOrderingGroup(guest.parent));
  }
  CHECK_EQUAL(guest.state, 1);
  pthread_join(thread, NULL);
  CHECK(AvRtWaitOnThreadOrderingGroup(guest.parent));
  CHECK(AvRtDeleteThreadOrderingGroup(guest.parent));
}

CASE("G7", "a parent that overruns ends the group") {
  static ring ring;
  HANDLE context = NULL;
  LARGE_INTEGER period = milliseconds(5), timeout = milliseconds(300);
  REQUIRE(AvRtCreateThreadOrderingGroup(&context, &period, &ring.group, &timeout));
  member member = {&ring, 'a', TRUE, 0};
  start_member(&member);
  CHECK(AvRtWaitOnThreadOrderingGroup(context));
  Sleep(1500);
  CHECK_REFUSED(AvRtWaitOnThreadOrderingGroup(context), ERROR_ACCESS_DENIED);
  CHECK_REFUSED(AvRtDeleteThreadOrderingGroup(context), ERROR_INVALID_PARAMETER);
  pthread_join(member.thread, NULL);
}

CASE("G8", "the thread that starts the periods may belong to a class") {
  HANDLE context = NULL;
  LARGE_INTEGER period = milliseconds(5), timeout = without_end();
  GUID group = no_group, other = no_group;
  REQUIRE(AvRtCreateThreadOrderingGroupExA(&context, &period, &group, &timeout, "Pro Audio"));
  for (int turn = 0; turn < 3; turn++) CHECK(AvRtWaitOnThreadOrderingGroup(context));
  CHECK(AvRtDeleteThreadOrderingGroup(context));
  REQUIRE(AvRtCreateThreadOrderingGroupExW(&context, &period, &other, &timeout, u"Audio"));
  CHECK(AvRtWaitOnThreadOrderingGroup(context));
  CHECK(AvRtDeleteThreadOrderingGroup(context));
  CHECK(!AvRtCreateThreadOrderingGroupExA(&context, &period, &other, &timeout, "No Such Class"));
}

CASE("G9", "what is missing is refused") {
  HANDLE context = NULL;
  LARGE_INTEGER period = milliseconds(5);
  GUID group = no_group;
  CHECK(!AvRtCreateThreadOrderingGroup(NULL, &period, &group, NULL));
  CHECK(!AvRtCreateThreadOrderingGroup(&context, NULL, &group, NULL));
  CHECK(!AvRtCreateThreadOrderingGroup(&context, &period, NULL, NULL));
  CHECK(!AvRtJoinThreadOrderingGroup(&context, NULL, TRUE));
  CHECK(!AvRtWaitOnThreadOrderingGroup(NULL));
  CHECK(!AvRtLeaveThreadOrderingGroup(NULL));
  CHECK(!AvRtDeleteThreadOrderingGroup(NULL));
}

CASE("G10", "periods shorter than 500 us are held there") {
  HANDLE context = NULL;
  LARGE_INTEGER period = {.QuadPart = 1}, timeout = without_end();
  GUID group = no_group;
  struct timespec before, after;
  REQUIRE(AvRtCreateThreadOrderingGroup(&context, &period, &group, &timeout));
  CHECK(AvRtWaitOnThreadOrderingGroup(context));
  clock_gettime(CLOCK_MONOTONIC, &before);
  for (int turn = 0; turn < 20; turn++) CHECK(AvRtWaitOnThreadOrderingGroup(context));
  clock_gettime(CLOCK_MONOTONIC, &after);
  int64_t elapsed_nanoseconds =
      (after.tv_sec - before.tv_sec) * 1000000000LL + (after.tv_nsec - before.tv_nsec);
  CHECK(elapsed_nanoseconds >= 19 * 500000LL);
  CHECK(AvRtDeleteThreadOrderingGroup(context));
}
