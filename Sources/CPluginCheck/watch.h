#pragma once
#include "CPluginCheck.h"

// Has the sanitizer watch this thread, but for no longer than it runs for a second.
void check_watch(void);

// Ends that.
void check_end_watch(void);
