// The interfaces of rtworkq.h: results, callbacks, platform events.
//
// The order of each table is that of Windows. Each method's meaning stands with the C++ classes.
#ifndef RTWORKQ_INTERFACES_H
#define RTWORKQ_INTERFACES_H

#include "rtworkq_types.h"
#include "rtworkq_unknown.h"

/// {ac6b7889-0740-4d51-8619-905994a55cc6}
RTWQ_API const IID IID_IRtwqAsyncResult;
/// {a27003cf-2354-4f2a-8d6a-ab7cff15437e}
RTWQ_API const IID IID_IRtwqAsyncCallback;
/// {63d9255a-7ff1-4b61-8faf-ed6460dacf2b}
RTWQ_API const IID IID_IRtwqPlatformEvents;

typedef struct IRtwqAsyncResult IRtwqAsyncResult;
typedef struct IRtwqAsyncCallback IRtwqAsyncCallback;
typedef struct IRtwqPlatformEvents IRtwqPlatformEvents;

#ifdef RTWQ_C_INTERFACES

typedef struct IRtwqAsyncResultVtbl {
  HRESULT(STDMETHODCALLTYPE *QueryInterface)(IRtwqAsyncResult *This, REFIID iid, void **object);
  ULONG(STDMETHODCALLTYPE *AddRef)(IRtwqAsyncResult *This);
  ULONG(STDMETHODCALLTYPE *Release)(IRtwqAsyncResult *This);
  HRESULT(STDMETHODCALLTYPE *GetState)(IRtwqAsyncResult *This, IUnknown **state);
  HRESULT(STDMETHODCALLTYPE *GetStatus)(IRtwqAsyncResult *This);
  HRESULT(STDMETHODCALLTYPE *SetStatus)(IRtwqAsyncResult *This, HRESULT status);
  HRESULT(STDMETHODCALLTYPE *GetObject)(IRtwqAsyncResult *This, IUnknown **object);
  IUnknown *(STDMETHODCALLTYPE *GetStateNoAddRef)(IRtwqAsyncResult *This);
} IRtwqAsyncResultVtbl;

struct IRtwqAsyncResult {
  const IRtwqAsyncResultVtbl *lpVtbl;
};

typedef struct IRtwqAsyncCallbackVtbl {
  HRESULT(STDMETHODCALLTYPE *QueryInterface)(IRtwqAsyncCallback *This, REFIID iid, void **object);
  ULONG(STDMETHODCALLTYPE *AddRef)(IRtwqAsyncCallback *This);
  ULONG(STDMETHODCALLTYPE *Release)(IRtwqAsyncCallback *This);
  HRESULT(STDMETHODCALLTYPE *GetParameters)(IRtwqAsyncCallback *This, DWORD *flags, DWORD *queue);
  HRESULT(STDMETHODCALLTYPE *Invoke)(IRtwqAsyncCallback *This, IRtwqAsyncResult *result);
} IRtwqAsyncCallbackVtbl;

struct IRtwqAsyncCallback {
  const IRtwqAsyncCallbackVtbl *lpVtbl;
};

typedef struct IRtwqPlatformEventsVtbl {
  HRESULT(STDMETHODCALLTYPE *QueryInterface)(IRtwqPlatformEvents *This, REFIID iid, void **object);
  ULONG(STDMETHODCALLTYPE *AddRef)(IRtwqPlatformEvents *This);
  ULONG(STDMETHODCALLTYPE *Release)(IRtwqPlatformEvents *This);
  HRESULT(STDMETHODCALLTYPE *InitializationComplete)(IRtwqPlatformEvents *This);
  HRESULT(STDMETHODCALLTYPE *ShutdownStart)(IRtwqPlatformEvents *This);
  HRESULT(STDMETHODCALLTYPE *ShutdownComplete)(IRtwqPlatformEvents *This);
} IRtwqPlatformEventsVtbl;

struct IRtwqPlatformEvents {
  const IRtwqPlatformEventsVtbl *lpVtbl;
};

#ifdef COBJMACROS

#define IRtwqAsyncResult_QueryInterface(This, iid, object) \
  (This)->lpVtbl->QueryInterface(This, iid, object)
#define IRtwqAsyncResult_AddRef(This) (This)->lpVtbl->AddRef(This)
#define IRtwqAsyncResult_Release(This) (This)->lpVtbl->Release(This)
#define IRtwqAsyncResult_GetState(This, state) (This)->lpVtbl->GetState(This, state)
#define IRtwqAsyncResult_GetStatus(This) (This)->lpVtbl->GetStatus(This)
#define IRtwqAsyncResult_SetStatus(This, status) (This)->lpVtbl->SetStatus(This, status)
#define IRtwqAsyncResult_GetObject(This, object) (This)->lpVtbl->GetObject(This, object)
#define IRtwqAsyncResult_GetStateNoAddRef(This) (This)->lpVtbl->GetStateNoAddRef(This)

#define IRtwqAsyncCallback_QueryInterface(This, iid, object) \
  (This)->lpVtbl->QueryInterface(This, iid, object)
#define IRtwqAsyncCallback_AddRef(This) (This)->lpVtbl->AddRef(This)
#define IRtwqAsyncCallback_Release(This) (This)->lpVtbl->Release(This)
#define IRtwqAsyncCallback_GetParameters(This, flags, queue) \
  (This)->lpVtbl->GetParameters(This, flags, queue)
#define IRtwqAsyncCallback_Invoke(This, result) (This)->lpVtbl->Invoke(This, result)

#define IRtwqPlatformEvents_QueryInterface(This, iid, object) \
  (This)->lpVtbl->QueryInterface(This, iid, object)
#define IRtwqPlatformEvents_AddRef(This) (This)->lpVtbl->AddRef(This)
#define IRtwqPlatformEvents_Release(This) (This)->lpVtbl->Release(This)
#define IRtwqPlatformEvents_InitializationComplete(This) \
  (This)->lpVtbl->InitializationComplete(This)
#define IRtwqPlatformEvents_ShutdownStart(This) (This)->lpVtbl->ShutdownStart(This)
#define IRtwqPlatformEvents_ShutdownComplete(This) (This)->lpVtbl->ShutdownComplete(This)

#endif

#else

struct IRtwqAsyncResult : public IUnknown {
  /// Stores a counted reference to the state object; E_POINTER when there is none, or no place.
  virtual HRESULT STDMETHODCALLTYPE GetState(IUnknown **state) = 0;

  /// The status: S_OK unless it was set.
  virtual HRESULT STDMETHODCALLTYPE GetStatus() = 0;

  /// Sets the status.
  virtual HRESULT STDMETHODCALLTYPE SetStatus(HRESULT status) = 0;

  /// Stores a counted reference to the object; E_POINTER when there is none, or no place.
  virtual HRESULT STDMETHODCALLTYPE GetObject(IUnknown **object) = 0;

  /// The state object, not counted; NULL when there is none.
  virtual IUnknown *STDMETHODCALLTYPE GetStateNoAddRef() = 0;
};

struct IRtwqAsyncCallback : public IUnknown {
  /// Stores flags (RTWQ_..._CALLBACK) and the queue the callback is to run on; E_NOTIMPL means no
  /// flags and the standard queue. Asked where the callback is dispatched, so it may not block.
  virtual HRESULT STDMETHODCALLTYPE GetParameters(DWORD *flags, DWORD *queue) = 0;

  /// Performs the work, on a worker of the queue. What it returns is not looked at.
  virtual HRESULT STDMETHODCALLTYPE Invoke(IRtwqAsyncResult *result) = 0;
};

struct IRtwqPlatformEvents : public IUnknown {
  /// The platform has started.
  virtual HRESULT STDMETHODCALLTYPE InitializationComplete() = 0;

  /// The platform is about to shut down: its queues still work.
  virtual HRESULT STDMETHODCALLTYPE ShutdownStart() = 0;

  /// The platform has shut down.
  virtual HRESULT STDMETHODCALLTYPE ShutdownComplete() = 0;
};

#endif

#ifdef __cplusplus
template <>
inline REFIID rtwq_uuidof<IRtwqAsyncResult>() {
  return IID_IRtwqAsyncResult;
}
template <>
inline REFIID rtwq_uuidof<IRtwqAsyncCallback>() {
  return IID_IRtwqAsyncCallback;
}
template <>
inline REFIID rtwq_uuidof<IRtwqPlatformEvents>() {
  return IID_IRtwqPlatformEvents;
}
#endif

/// What every result object begins with: the library reads these members directly, so a result of
/// the program's own derives from this (in C++) or begins with it (in C), and implements the
/// interface itself.
#ifdef RTWQ_C_INTERFACES
typedef struct RTWQASYNCRESULT {
  IRtwqAsyncResult AsyncResult;
#else
typedef struct RTWQASYNCRESULT : public IRtwqAsyncResult {
#endif
  OVERLAPPED overlapped;          ///< The program's own.
  IRtwqAsyncCallback *pCallback;  ///< What is invoked; counted by results the library makes.
  HRESULT hrStatusResult;         ///< What GetStatus answers.
  DWORD dwBytesTransferred;       ///< The program's own.
  HANDLE hEvent;                  ///< NULL, or a descriptor that is closed with the result.
} RTWQASYNCRESULT;

#endif
