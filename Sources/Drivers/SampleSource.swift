/// Where a `FileDriver` captures from: a sound file, or anything else with an end.
///
/// Used by one thread at a time, never inside a period.
public protocol SampleSource: AnyObject {
  /// Channels it has.
  var channelCount: Int { get }

  /// Reads up to `frames` frames into one stretch of memory per channel.
  ///
  /// Returns how many were read; fewer than asked for means that the end was reached. Throws what
  /// the file or library said.
  func read(
    into channels: UnsafePointer<UnsafeMutablePointer<Float>?>, frames: Int
  ) throws(DriverError) -> Int
}

/// Where a `FileDriver` plays to.
///
/// Used by one thread at a time, never inside a period.
public protocol SampleSink: AnyObject {
  /// Channels it takes.
  var channelCount: Int { get }

  /// Writes `frames` frames from one stretch of memory per channel.
  ///
  /// Throws what the file or library said, such as that the disk is full.
  func write(
    _ channels: UnsafePointer<UnsafePointer<Float>?>, frames: Int
  ) throws(DriverError)
}
