#pragma once

/// What can go wrong. `count` of `fault_pcm_inject` hinders the recovery.
enum fault {
  fault_none,
  fault_xrun,            ///< The position was lost; `count` times it cannot be prepared (EIO).
  fault_suspend,         ///< It sleeps; `count` times resuming says EAGAIN, below 0 always ENOSYS.
  fault_stall,           ///< It goes silent without an error, `count` times; below 0 for good.
  fault_disconnect,      ///< It was unplugged.
  fault_bad_descriptor,  ///< It fails, and then its descriptor does (EBADFD).
};

/// Has the next fault happen in one direction (`snd_pcm_stream_t`) of every such PCM that runs.
void fault_pcm_inject(int stream, int fault, int count);
