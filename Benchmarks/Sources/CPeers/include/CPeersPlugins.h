// The least a host of LV2 plugins can be: instances in a row, and a loop over `run`.
#ifndef BENCHMARKS_CPEERSPLUGINS_H
#define BENCHMARKS_CPEERSPLUGINS_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/// `count` instances of the first plugin in `library`, which has to be one of LV2's that needs no
/// feature, with the ports of eg-amp: gain, input, output. NULL when there is none.
void *peer_amps_create(const char *library, const char *bundle, size_t count, uint32_t frames);
/// Runs one after the other, each with what the one before gave.
void peer_amps_run(void *amps, uint32_t frames);
void peer_amps_release(void *amps);

/// Starts a program with its output thrown away; returns its process id, or -1.
pid_t peer_start(char *const arguments[], char *const environment[]);
/// Waits for its end; gives what it used of the processor, or -1 when it ended badly.
int64_t peer_wait_nanoseconds(pid_t process);

#ifdef __cplusplus
}
#endif

#endif
