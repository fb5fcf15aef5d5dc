public import Drivers
public import Signal

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

  /// Creates the settings of a session that has no `device:`.
  public init() {}

  /// Which driver to use.
  public var driver = Driver.auto
  /// ALSA devices or the names of JACK servers, in the order they are tried; none for the default.
  public var names: [String] = []
  /// Another ALSA device to capture from, with a clock of its own; nil for the same.
  public var captureName: String?
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
  public var captureMap: [DeviceChannel]?
  /// The device's channel for each of those played; nil for the first ones.
  public var playbackMap: [DeviceChannel]?
  /// The only sample format to use on the way to the device.
  public var format: PCMFormat?
  /// The only way to get samples to the device and back.
  public var access: SampleAccess?
  /// Refuses a device that cannot do exactly this.
  public var isStrict = false
  /// MIDI ports that capture.
  public var midiCapture = 0
  /// MIDI ports that play.
  public var midiPlayback = 0
  /// Hears MIDI from the kernel's sequencer too, from ports like these; nil for not.
  public var sequencerPorts: [PortPattern]?
  /// What JACK ports are called and connected to.
  public var connect = PortConnections()
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

/// One fade of a session.
public struct SessionFade: Sendable, Equatable {
  /// Creates a fade.
  public init(seconds: Double, curve: FadeCurve = .smooth) {
    self.seconds = seconds
    self.curve = curve
  }

  /// How long it takes, between silence and full level.
  public var seconds: Double
  /// The way it takes.
  public var curve: FadeCurve
}

/// How a session fades.
public struct SessionFades: Sendable, Equatable {
  /// Creates the settings of a session that has no `fades:`.
  public init() {}

  /// From silence to full level at the start.
  public var start = SessionFade(seconds: 0.2)
  /// To silence at the end.
  public var stop = SessionFade(seconds: 0.5)
  /// To silence when muted, and back.
  public var mute = SessionFade(seconds: 0.02)
  /// To silence when the device is lost.
  public var lost = SessionFade(seconds: 0.1)
  /// To full level when it is back.
  public var back = SessionFade(seconds: 0.2)
  /// Seconds of the cross-fade to a session that is read again; always linear.
  public var sessionSeconds = 0.01

  /// Frames of that cross-fade.
  func sessionFrames(rate: Int) -> Int { max(1, Int(sessionSeconds * Double(rate))) }
}
