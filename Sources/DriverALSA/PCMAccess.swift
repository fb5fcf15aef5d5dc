// Code and data used in the cycle.

/// How samples get to a PCM and back.
enum PCMAccess {
  /// In the PCM's own buffer, wherever it has the channels.
  case mapped
  /// By read and write, frame by frame.
  case interleaved
  /// By read and write, channel by channel.
  case planar
}
