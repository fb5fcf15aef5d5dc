// The interfaces as abstract classes: cases X.
#include "avrt.h"
#include "harness.h"
#include "windows_shim.h"

#include <atomic>
#include <functional>

namespace {

class Callback : public IRtwqAsyncCallback {
 public:
  explicit Callback(std::function<void(IRtwqAsyncResult *)> body) : body(body) {}

  STDMETHODIMP QueryInterface(REFIID iid, void **object) override {
    *object = nullptr;
    if (iid != __uuidof(IUnknown) && iid != __uuidof(IRtwqAsyncCallback)) return E_NOINTERFACE;
    *object = static_cast<IRtwqAsyncCallback *>(this);
    AddRef();
    return S_OK;
  }

  STDMETHODIMP_(ULONG) AddRef() override { return InterlockedIncrement(&references); }
  STDMETHODIMP_(ULONG) Release() override { return InterlockedDecrement(&references); }

  STDMETHODIMP GetParameters(DWORD *flags, DWORD *named) override {
    if (queue == 0) return E_NOTIMPL;
    *flags = 0;
    *named = queue;
    return S_OK;
  }

  STDMETHODIMP Invoke(IRtwqAsyncResult *result) override {
    body(result);
    SetEvent(event);
    return S_OK;
  }

  bool isInvoked() {
    return WaitForSingleObject(event, PATIENCE_MILLISECONDS) == WAIT_OBJECT_0;
  }

  DWORD queue = 0;
  LONG references = 1;

 private:
  HANDLE event = CreateEvent();
  std::function<void(IRtwqAsyncResult *)> body;
};

/// A result of the program's own, with data of its own behind the library's.
class Result : public RTWQASYNCRESULT {
 public:
  explicit Result(IRtwqAsyncCallback *callback, int value) : RTWQASYNCRESULT(), value(value) {
    pCallback = callback;
  }

  STDMETHODIMP QueryInterface(REFIID iid, void **object) override {
    *object = nullptr;
    if (iid != __uuidof(IUnknown) && iid != __uuidof(IRtwqAsyncResult)) return E_NOINTERFACE;
    *object = static_cast<IRtwqAsyncResult *>(this);
    AddRef();
    return S_OK;
  }

  STDMETHODIMP_(ULONG) AddRef() override { return InterlockedIncrement(&references); }
  STDMETHODIMP_(ULONG) Release() override { return InterlockedDecrement(&references); }
  STDMETHODIMP GetState(IUnknown **) override { return E_POINTER; }
  STDMETHODIMP GetStatus() override { return hrStatusResult; }
  STDMETHODIMP SetStatus(HRESULT status) override {
    hrStatusResult = status;
    return S_OK;
  }
  STDMETHODIMP GetObject(IUnknown **) override { return E_POINTER; }
  STDMETHODIMP_(IUnknown *) GetStateNoAddRef() override { return nullptr; }

  LONG references = 1;
  const int value;
};

class Listener : public IRtwqPlatformEvents {
 public:
  STDMETHODIMP QueryInterface(REFIID, void **object) override {
    *object = this;
    AddRef();
    return S_OK;
  }
  STDMETHODIMP_(ULONG) AddRef() override { return InterlockedIncrement(&references); }
  STDMETHODIMP_(ULONG) Release() override { return InterlockedDecrement(&references); }
  STDMETHODIMP InitializationComplete() override { return ++starts, S_OK; }
  STDMETHODIMP ShutdownStart() override { return ++endings, S_OK; }
  STDMETHODIMP ShutdownComplete() override { return ++ends, S_OK; }

  LONG references = 1;
  std::atomic<int> starts{0}, endings{0}, ends{0};
};

bool becomesAlone(LONG &references) {
  for (int tries = 0; tries < PATIENCE_MILLISECONDS; tries++) {
    if (__atomic_load_n(&references, __ATOMIC_SEQ_CST) == 1) return true;
    Sleep(1);
  }
  return false;
}

}  // namespace

CASE("X1", "a class is invoked with a result of the library") {
  REQUIRE_OK(RtwqStartup());
  IRtwqAsyncResult *seen = nullptr;
  Callback callback([&](IRtwqAsyncResult *result) {
    seen = result;
    CHECK_OK(result->GetStatus());
    CHECK_OK(result->SetStatus(E_FAIL));
  });
  IRtwqAsyncResult *result = nullptr;
  REQUIRE_OK(RtwqCreateAsyncResult(nullptr, &callback, nullptr, &result));
  CHECK_OK(RtwqPutWorkItem(MFASYNC_CALLBACK_QUEUE_MULTITHREADED, 0, result));
  CHECK(callback.isInvoked());
  CHECK(seen == result);
  CHECK_RESULT(result->GetStatus(), E_FAIL);
  CHECK_RESULT(static_cast<RTWQASYNCRESULT *>(result)->hrStatusResult, E_FAIL);
  result->Release();
  CHECK(becomesAlone(callback.references));
  CHECK_OK(RtwqShutdown());
}

CASE("X2", "each method of a result stands where the class expects it") {
  Callback object([](IRtwqAsyncResult *) {}), state([](IRtwqAsyncResult *) {});
  IRtwqAsyncResult *result = nullptr;
  IUnknown *stored = nullptr;
  IRtwqAsyncResult *asked = nullptr;
  REQUIRE_OK(RtwqCreateAsyncResult(&object, nullptr, &state, &result));
  CHECK_OK(result->GetObject(&stored));
  CHECK(stored == &object);
  CHECK_EQUAL(stored->Release(), 2);
  CHECK_OK(result->GetState(&stored));
  CHECK(stored == &state);
  CHECK_EQUAL(stored->Release(), 2);
  CHECK(result->GetStateNoAddRef() == &state);
  CHECK_OK(result->QueryInterface(IID_PPV_ARGS(&asked)));
  CHECK(asked == result);
  CHECK_EQUAL(result->AddRef(), 3);
  CHECK_EQUAL(result->Release(), 2);
  CHECK_EQUAL(result->Release(), 1);
  CHECK_EQUAL(result->Release(), 0);
  CHECK_EQUAL(object.references, 1);
  CHECK_EQUAL(state.references, 1);
}

CASE("X3", "a derived result comes back as itself") {
  static_assert(sizeof(RTWQASYNCRESULT) == 64, "the size of the C structure");
  REQUIRE_OK(RtwqStartup());
  int value = 0;
  Callback callback([&](IRtwqAsyncResult *result) {
    value = static_cast<Result *>(static_cast<RTWQASYNCRESULT *>(result))->value;
  });
  Result result(&callback, 42);
  CHECK_OK(RtwqPutWorkItem(MFASYNC_CALLBACK_QUEUE_STANDARD, 0, &result));
  CHECK(callback.isInvoked());
  CHECK_EQUAL(value, 42);
  CHECK_OK(RtwqInvokeCallback(&result));
  CHECK(callback.isInvoked());
  CHECK(becomesAlone(result.references));
}

CASE("X4", "a derived result is told that it was cancelled") {
  REQUIRE_OK(RtwqStartup());
  HRESULT status = S_OK;
  Callback callback([&](IRtwqAsyncResult *result) { status = result->GetStatus(); });
  Result result(&callback, 0);
  RTWQWORKITEM_KEY key = 0;
  CHECK_OK(RtwqPutWaitingWorkItem(nullptr, 0, &result, &key));
  CHECK_OK(RtwqCancelWorkItem(key));
  CHECK(callback.isInvoked());
  CHECK_RESULT(status, RTWQ_E_OPERATION_CANCELLED);
  CHECK(becomesAlone(result.references));
}

CASE("X5", "a class names the queue it is invoked on") {
  REQUIRE_OK(RtwqStartup());
  DWORD queue = 0;
  REQUIRE_OK(RtwqAllocateWorkQueue(RTWQ_STANDARD_WORKQUEUE, &queue));
  Callback callback([](IRtwqAsyncResult *) {});
  callback.queue = queue;
  Result result(&callback, 0);
  CHECK_OK(RtwqScheduleWorkItem(&result, -1, nullptr));
  CHECK(callback.isInvoked());
  CHECK_OK(RtwqUnlockWorkQueue(queue));
  CHECK_RESULT(RtwqPutWorkItem(queue, 0, &result), RTWQ_E_INVALID_WORKQUEUE);
}

CASE("X6", "a class listens to the platform") {
  Listener listener;
  CHECK_OK(RtwqRegisterPlatformEvents(&listener));
  CHECK_OK(RtwqStartup());
  CHECK_OK(RtwqShutdown());
  for (int tries = 0; listener.ends < 1 && tries < PATIENCE_MILLISECONDS; tries++) Sleep(1);
  CHECK_EQUAL(listener.starts, 1);
  CHECK_EQUAL(listener.endings, 1);
  CHECK_EQUAL(listener.ends, 1);
  CHECK_OK(RtwqUnregisterPlatformEvents(&listener));
  CHECK_EQUAL(listener.references, 1);
}

CASE("X7", "a thread joins a class from C++") {
  DWORD index = 0;
  HANDLE handle = AvSetMmThreadCharacteristicsW(u"Pro Audio", &index);
  REQUIRE(handle != nullptr);
  CHECK(AvSetMmThreadPriority(handle, AVRT_PRIORITY_HIGH));
  CHECK(AvRevertMmThreadCharacteristics(handle));
}
