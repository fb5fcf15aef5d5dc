/// What a session asks of the device; nil leaves it to the driver.
public struct SessionDevice: Sendable, Equatable {
  /// Which driver to use.
  public enum Driver: String, Sendable, CaseIterable {
    /// A running JACK server, else the default ALSA card, else the clock.
    case auto
    case jack
    case alsa
    case clock
  }

  /// What JACK ports to connect to.
  public enum Connect: Sendable, Equatable {
    /// The physical ports, in order.
    case physical
    /// None.
    case nothing
    /// Ports by name, in order of channels.
    case ports(capture: [String], playback: [String])
  }

  /// One of the device's channels.
  public enum DeviceChannel: Sendable, Hashable {
    /// By number, from 1.
    case number(Int)
    /// By the place its map gives it, such as `FL`.
    case position(String)
  }

  /// Creates the settings of a session that has no `device:`.
  public init() {}

  /// Which driver to use.
  public var driver = Driver.auto
  /// ALSA devices or the names of JACK servers, in the order they are tried; none for the default.
  public var names: [String] = []
  /// Frames per second.
  public var rate: Int?
  /// Frames per period.
  public var period: Int?
  /// Periods in the device's buffer.
  public var periods: Int?
  /// Channels to capture.
  public var capture = 0
  /// Channels to play.
  public var playback = 2
  /// The device's channel for each of those captured; nil for the first ones.
  public var captureChannels: [DeviceChannel]?
  /// The device's channel for each of those played; nil for the first ones.
  public var playbackChannels: [DeviceChannel]?
  /// What JACK ports to connect to.
  public var connect = Connect.physical
}

/// What a session asks of the work queue.
public struct SessionQueue: Sendable, Equatable {
  /// Creates the settings of a session that has no `queue:`.
  public init() {}

  /// The task class of its threads.
  public var taskClass = "Pro Audio"
  /// Threads that run the graph, the driver's own included; nil for one per core.
  public var workers: Int?
}

/// How a session begins and ends.
public struct SessionFades: Sendable, Equatable {
  /// Creates the settings of a session that has no `fades:`.
  public init() {}

  /// Seconds from silence to full level at the start.
  public var startSeconds = 0.2
  /// Seconds from full level to silence at the end.
  public var stopSeconds = 0.5
}
