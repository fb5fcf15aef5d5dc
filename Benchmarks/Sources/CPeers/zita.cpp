#include <sched.h>
#include <zita-convolver.h>

#include <cstring>
#include <memory>

#include "CPeersConvolver.h"

namespace {

struct Convolver {
  Convproc process;
  uint32_t channels;
  uint32_t period;
};

}  // namespace

void *peer_zita_create(uint32_t channels, const float *response, uint32_t frames, uint32_t period,
                       int32_t priority) {
  auto convolver = std::make_unique<Convolver>();
  convolver->channels = channels;
  convolver->period = period;
  Convproc &process = convolver->process;
  process.set_options(Convproc::OPT_FFTW_MEASURE | Convproc::OPT_VECTOR_MODE);
  if (process.configure(channels, channels, frames, period, period, Convproc::MAXPART, 0.0f)) {
    return nullptr;
  }
  for (uint32_t i = 0; i < channels; i++) {
    process.impdata_create(i, i, 1, const_cast<float *>(response), 0, frames);
  }
  if (process.start_process(priority, priority > 0 ? SCHED_FIFO : SCHED_OTHER)) return nullptr;
  return convolver.release();
}

void peer_zita_run(void *context, const float *const *inputs, float *const *outputs) {
  auto *convolver = static_cast<Convolver *>(context);
  const size_t bytes = convolver->period * sizeof(float);
  for (uint32_t i = 0; i < convolver->channels; i++) {
    std::memcpy(convolver->process.inpdata(i), inputs[i], bytes);
  }
  convolver->process.process(true);
  for (uint32_t i = 0; i < convolver->channels; i++) {
    std::memcpy(outputs[i], convolver->process.outdata(i), bytes);
  }
}

void peer_zita_release(void *context) {
  auto *convolver = static_cast<Convolver *>(context);
  convolver->process.stop_process();
  while (!convolver->process.check_stop()) sched_yield();
  convolver->process.cleanup();
  delete convolver;
}
