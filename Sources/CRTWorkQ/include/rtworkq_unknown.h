// Interface identifiers, and IUnknown: what every interface of this library begins with.
//
// In C an object's first member is the pointer to its table, called as
// object->lpVtbl->Release(object) or, with COBJMACROS, IUnknown_Release(object). In C++ (without
// CINTERFACE) the interfaces are abstract classes without a virtual destructor: the compiler's own
// table has the same order.
#ifndef RTWORKQ_UNKNOWN_H
#define RTWORKQ_UNKNOWN_H

#include "rtworkq_types.h"

#include <string.h>

#if !defined(__cplusplus) || defined(CINTERFACE)
#define RTWQ_C_INTERFACES
#endif

#ifndef RTWQ_NO_WINDOWS_TYPES
typedef struct GUID {
  uint32_t Data1;
  uint16_t Data2;
  uint16_t Data3;
  uint8_t Data4[8];
} GUID;
typedef GUID IID;

#ifdef __cplusplus
typedef const GUID &REFGUID;
typedef const GUID &REFIID;

static inline BOOL IsEqualGUID(REFGUID a, REFGUID b) { return !memcmp(&a, &b, sizeof a); }
inline bool operator==(REFGUID a, REFGUID b) { return IsEqualGUID(a, b); }
inline bool operator!=(REFGUID a, REFGUID b) { return !IsEqualGUID(a, b); }
#else
typedef const GUID *REFGUID;
typedef const GUID *REFIID;

static inline BOOL IsEqualGUID(REFGUID a, REFGUID b) { return !memcmp(a, b, sizeof *a); }
#endif

#define IsEqualIID(a, b) IsEqualGUID(a, b)

/// {00000000-0000-0000-c000-000000000046}
RTWQ_API const IID IID_IUnknown;

typedef struct IUnknown IUnknown;

#ifdef RTWQ_C_INTERFACES

typedef struct IUnknownVtbl {
  HRESULT(STDMETHODCALLTYPE *QueryInterface)(IUnknown *This, REFIID iid, void **object);
  ULONG(STDMETHODCALLTYPE *AddRef)(IUnknown *This);
  ULONG(STDMETHODCALLTYPE *Release)(IUnknown *This);
} IUnknownVtbl;

struct IUnknown {
  const IUnknownVtbl *lpVtbl;
};

#ifdef COBJMACROS
#define IUnknown_QueryInterface(This, iid, object) \
  (This)->lpVtbl->QueryInterface(This, iid, object)
#define IUnknown_AddRef(This) (This)->lpVtbl->AddRef(This)
#define IUnknown_Release(This) (This)->lpVtbl->Release(This)
#endif

#else

struct IUnknown {
  /// Stores a counted reference to the same object as another interface, or NULL and
  /// E_NOINTERFACE.
  virtual HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void **object) = 0;

  /// Counts one more reference and returns how many there are now.
  virtual ULONG STDMETHODCALLTYPE AddRef() = 0;

  /// Counts one reference less and returns how many are left; at 0 the object is gone.
  virtual ULONG STDMETHODCALLTYPE Release() = 0;
};

#endif

#endif

#ifdef __cplusplus
/// The identifier of an interface type: __uuidof(IUnknown).
template <typename Interface>
REFIID rtwq_uuidof();
template <>
inline REFIID rtwq_uuidof<IUnknown>() {
  return IID_IUnknown;
}
#ifndef __uuidof
#define __uuidof(type) rtwq_uuidof<type>()
#endif

template <typename Interface>
REFIID rtwq_pointed_uuidof(Interface **) {
  return rtwq_uuidof<Interface>();
}
#ifndef IID_PPV_ARGS
/// The two arguments of QueryInterface for a pointer to an interface pointer.
#define IID_PPV_ARGS(object) rtwq_pointed_uuidof(object), reinterpret_cast<void **>(object)
#endif
#endif

#endif
