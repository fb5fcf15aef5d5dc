// Interface identifiers, and checks of the shapes that programs are compiled against.
#include "avrt.h"
#include "rtworkq.h"

const IID IID_IUnknown = {0x00000000, 0x0000, 0x0000, {0xc0, 0, 0, 0, 0, 0, 0, 0x46}};
const IID IID_IRtwqAsyncResult = {
    0xac6b7889, 0x0740, 0x4d51, {0x86, 0x19, 0x90, 0x59, 0x94, 0xa5, 0x5c, 0xc6}};
const IID IID_IRtwqAsyncCallback = {
    0xa27003cf, 0x2354, 0x4f2a, {0x8d, 0x6a, 0xab, 0x7c, 0xff, 0x15, 0x43, 0x7e}};
const IID IID_IRtwqPlatformEvents = {
    0x63d9255a, 0x7ff1, 0x4b61, {0x8f, 0xaf, 0xed, 0x64, 0x60, 0xda, 0xcf, 0x2b}};

#define SLOT(table, method, number) \
  _Static_assert(offsetof(table, method) == (number) * sizeof(void *), #method)

_Static_assert(sizeof(DWORD) == 4 && sizeof(LONG) == 4 && sizeof(HRESULT) == 4, "32 bits");
_Static_assert(sizeof(LONGLONG) == 8 && sizeof(RTWQWORKITEM_KEY) == 8, "64 bits");
_Static_assert(sizeof(WCHAR) == 2 && sizeof(GUID) == 16, "characters and identifiers");
_Static_assert(RTWQ_E_SHUTDOWN == (HRESULT)0xC00D3E85 && FAILED(RTWQ_E_SHUTDOWN), "codes");

SLOT(IUnknownVtbl, Release, 2);
SLOT(IRtwqAsyncResultVtbl, GetState, 3);
SLOT(IRtwqAsyncResultVtbl, GetStateNoAddRef, 7);
SLOT(IRtwqAsyncCallbackVtbl, GetParameters, 3);
SLOT(IRtwqAsyncCallbackVtbl, Invoke, 4);
SLOT(IRtwqPlatformEventsVtbl, InitializationComplete, 3);
SLOT(IRtwqPlatformEventsVtbl, ShutdownComplete, 5);

_Static_assert(offsetof(RTWQASYNCRESULT, overlapped) == 8, "overlapped");
_Static_assert(offsetof(RTWQASYNCRESULT, pCallback) == 40, "pCallback");
_Static_assert(offsetof(RTWQASYNCRESULT, hrStatusResult) == 48, "hrStatusResult");
_Static_assert(offsetof(RTWQASYNCRESULT, dwBytesTransferred) == 52, "dwBytesTransferred");
_Static_assert(offsetof(RTWQASYNCRESULT, hEvent) == 56, "hEvent");
_Static_assert(sizeof(RTWQASYNCRESULT) == 64, "RTWQASYNCRESULT");
