// The Windows types that rtworkq.h and avrt.h are written in, for Linux.
//
// Widths are those of 64-bit Windows: DWORD, LONG, ULONG and HRESULT have 32 bits, WCHAR has 16.
// A program with its own Windows types declares them, GUID and IUnknown among them, and defines
// RTWQ_NO_WINDOWS_TYPES before it includes any header of this library: what stands between the two
// marks below, and in rtworkq_unknown.h, is then left out.
#ifndef RTWORKQ_TYPES_H
#define RTWORKQ_TYPES_H

#include <stddef.h>
#include <stdint.h>

/// Marks what the library exports, with C names in both languages.
#ifdef __cplusplus
#define RTWQ_API extern "C" __attribute__((visibility("default")))
#else
#define RTWQ_API extern __attribute__((visibility("default")))
#endif

#ifndef RTWQ_NO_WINDOWS_TYPES  // ---------------------------------------------------- first mark

// Calling conventions: there is one.
#define __stdcall
#define __cdecl
#define WINAPI
#define APIENTRY
#define CALLBACK
#define STDMETHODCALLTYPE
#define STDMETHODIMP HRESULT STDMETHODCALLTYPE
#define STDMETHODIMP_(type) type STDMETHODCALLTYPE

// Scalars.
typedef int BOOL;  ///< 0 is false.
typedef int INT;
typedef unsigned int UINT;
typedef uint8_t BYTE;
typedef uint16_t WORD;
typedef int32_t LONG;
typedef uint32_t ULONG;
typedef uint32_t DWORD;
typedef uint32_t UINT32;
typedef int64_t INT64;
typedef uint64_t UINT64;
typedef int64_t LONGLONG;
typedef uint64_t ULONGLONG;
typedef uintptr_t ULONG_PTR;
typedef int32_t HRESULT;  ///< Negative on failure.
typedef void *PVOID;
typedef void *LPVOID;
typedef DWORD *PDWORD;
typedef DWORD *LPDWORD;
typedef LONG *PLONG;
typedef ULONG *PULONG;

#ifndef TRUE
#define TRUE 1
#define FALSE 0
#endif

/// A UTF-16 unit. Literals are u"Pro Audio"; with -fshort-wchar L"Pro Audio" works as well.
#if !defined(__cplusplus)
typedef uint16_t WCHAR;
#elif __SIZEOF_WCHAR_T__ == 2
typedef wchar_t WCHAR;
#else
typedef char16_t WCHAR;
#endif
typedef WCHAR *PWSTR;
typedef WCHAR *LPWSTR;
typedef const WCHAR *PCWSTR;
typedef const WCHAR *LPCWSTR;
typedef const char *LPCSTR;

/// A file descriptor in a pointer (see RTWQ_HANDLE_FROM_FD), or an object of this library.
typedef void *HANDLE;
typedef HANDLE *PHANDLE;
typedef HANDLE *LPHANDLE;

typedef union LARGE_INTEGER {
  __extension__ struct {
    DWORD LowPart;
    LONG HighPart;
  };
  LONGLONG QuadPart;
} LARGE_INTEGER;
typedef LARGE_INTEGER *PLARGE_INTEGER;

/// Kept for the layout of RTWQASYNCRESULT; the library neither reads nor writes it.
typedef struct OVERLAPPED {
  ULONG_PTR Internal;
  ULONG_PTR InternalHigh;
  __extension__ union {
    __extension__ struct {
      DWORD Offset;
      DWORD OffsetHigh;
    };
    PVOID Pointer;
  };
  HANDLE hEvent;
} OVERLAPPED;

// Results.
#define SUCCEEDED(hr) ((HRESULT)(hr) >= 0)
#define FAILED(hr) ((HRESULT)(hr) < 0)
#define S_OK ((HRESULT)0)
#define S_FALSE ((HRESULT)1)
#define E_NOTIMPL ((HRESULT)0x80004001)
#define E_NOINTERFACE ((HRESULT)0x80004002)
#define E_POINTER ((HRESULT)0x80004003)
#define E_ABORT ((HRESULT)0x80004004)
#define E_FAIL ((HRESULT)0x80004005)
#define E_UNEXPECTED ((HRESULT)0x8000FFFF)
#define E_ACCESSDENIED ((HRESULT)0x80070005)
#define E_HANDLE ((HRESULT)0x80070006)
#define E_OUTOFMEMORY ((HRESULT)0x8007000E)
#define E_INVALIDARG ((HRESULT)0x80070057)

// What GetLastError answers after a function of avrt.h has failed.
#define ERROR_SUCCESS 0
#define ERROR_INVALID_FUNCTION 1
#define ERROR_ACCESS_DENIED 5
#define ERROR_INVALID_HANDLE 6
#define ERROR_NOT_ENOUGH_MEMORY 8
#define ERROR_INVALID_PARAMETER 87
#define ERROR_ALREADY_EXISTS 183
#define ERROR_PRIVILEGE_NOT_HELD 1314
#define ERROR_SERVER_DISABLED 1341
#define ERROR_INVALID_TASK_NAME 1550
#define ERROR_INVALID_TASK_INDEX 1551
#define ERROR_THREAD_ALREADY_IN_TASK 1552

/// The result that stands for an ERROR_ code.
static inline HRESULT HRESULT_FROM_WIN32(DWORD code) {
  return (HRESULT)code <= 0 ? (HRESULT)code : (HRESULT)((code & 0xFFFF) | 0x80070000);
}

#define GetLastError() rtwq_last_error()
#define SetLastError(code) rtwq_set_last_error(code)

// Reference counts of objects the program implements.
static inline LONG InterlockedIncrement(volatile LONG *value) {
  return __atomic_add_fetch(value, 1, __ATOMIC_SEQ_CST);
}

static inline LONG InterlockedDecrement(volatile LONG *value) {
  return __atomic_sub_fetch(value, 1, __ATOMIC_SEQ_CST);
}

#endif  // ------------------------------------------------------------------------- second mark

/// The calling thread's last error: one of the ERROR_ codes.
RTWQ_API DWORD rtwq_last_error(void);

/// Sets the calling thread's last error.
RTWQ_API void rtwq_set_last_error(DWORD code);

/// Wraps a file descriptor (eventfd, timerfd, PCM, socket) as a handle; NULL is no handle, so the
/// pointer holds the descriptor plus one. The handle does not own the descriptor, except where a
/// declaration says so.
static inline HANDLE rtwq_handle_from_fd(int fd) { return (HANDLE)((intptr_t)fd + 1); }

/// The file descriptor in a handle; -1 for NULL.
static inline int rtwq_fd_from_handle(HANDLE handle) { return (int)((intptr_t)handle - 1); }

#define RTWQ_HANDLE_FROM_FD(fd) rtwq_handle_from_fd(fd)
#define RTWQ_FD_FROM_HANDLE(handle) rtwq_fd_from_handle(handle)

#endif
