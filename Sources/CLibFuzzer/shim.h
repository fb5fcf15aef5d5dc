#pragma once
#include <stddef.h>
#include <stdint.h>

// libFuzzer's own main, for programs that have one of theirs; no header of LLVM's declares it.
int LLVMFuzzerRunDriver(
    int *argc, char ***argv, int (*test)(const uint8_t *bytes, size_t count));
