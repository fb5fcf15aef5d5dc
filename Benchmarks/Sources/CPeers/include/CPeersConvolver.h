// zita-convolver, the library behind jconvolver, in this process.
#ifndef BENCHMARKS_CPEERS_CONVOLVER_H
#define BENCHMARKS_CPEERS_CONVOLVER_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A convolver of `channels` channels, each with the same response, with the options of jconvolver that
/// cost least: vector mode, transforms measured beforehand. NULL when that was refused.
void *peer_zita_create(uint32_t channels, const float *response, uint32_t frames, uint32_t period,
                       int32_t priority);
/// Runs one period; waits for the larger partitions when they are due.
void peer_zita_run(void *convolver, const float *const *inputs, float *const *outputs);
void peer_zita_release(void *convolver);

#ifdef __cplusplus
}
#endif

#endif
