// What GetLastError answers, for each thread its own.
#include "rtworkq_types.h"

static _Thread_local DWORD last_error;

DWORD rtwq_last_error(void) { return last_error; }

void rtwq_set_last_error(DWORD code) { last_error = code; }
