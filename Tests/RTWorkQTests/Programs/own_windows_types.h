// The Windows types of somebody else, with which the library's headers have to get along.
#ifndef OWN_WINDOWS_TYPES_H
#define OWN_WINDOWS_TYPES_H

#include <stdint.h>

#define STDMETHODCALLTYPE
typedef int BOOL, INT;
typedef int32_t LONG, HRESULT;
typedef uint32_t DWORD, ULONG;
typedef int64_t INT64, LONGLONG;
typedef uint64_t UINT64;
typedef DWORD *LPDWORD;
typedef ULONG *PULONG;
typedef void *HANDLE, *PVOID;
typedef HANDLE *PHANDLE;
typedef const char *LPCSTR;
typedef uint16_t WCHAR, *PWSTR;
typedef const WCHAR *PCWSTR, *LPCWSTR;

typedef union _LARGE_INTEGER {
  LONGLONG QuadPart;
} LARGE_INTEGER, *PLARGE_INTEGER;

typedef struct _OVERLAPPED {
  uintptr_t Internal, InternalHigh;
  PVOID Pointer;
  HANDLE hEvent;
} OVERLAPPED;

typedef struct _GUID {
  uint32_t Data1;
  uint16_t Data2, Data3;
  uint8_t Data4[8];
} GUID, IID;

#ifdef __cplusplus
typedef const IID &REFIID;
struct IUnknown {
  virtual HRESULT QueryInterface(REFIID iid, void **object) = 0;
  virtual ULONG AddRef() = 0;
  virtual ULONG Release() = 0;
};
extern "C" const IID IID_IUnknown;
#else
typedef const IID *REFIID;
typedef struct IUnknown IUnknown;
struct IUnknown {
  const void *lpVtbl;
};
#endif

#define RTWQ_NO_WINDOWS_TYPES

#endif
