/// What a session asks of a driver; nil means the driver's choice.
public struct StreamRequest: Sendable, Equatable {
  /// Creates a request.
  public init(
    device: String? = nil, rate: Int? = nil, periodFrames: Int? = nil, periods: Int? = nil,
    captureChannels: Int = 0, playbackChannels: Int = 2
  ) {
    self.device = device
    self.rate = rate
    self.periodFrames = periodFrames
    self.periods = periods
    self.captureChannels = captureChannels
    self.playbackChannels = playbackChannels
  }
  /// The device's name: an ALSA PCM such as `hw:0`, a JACK server's name.
  public var device: String?
  /// Another device to capture from, with a clock of its own; nil for the same.
  public var captureDevice: String?
  /// Frames per second.
  public var rate: Int?
  /// Frames per period.
  public var periodFrames: Int?
  /// Periods in the device's buffer.
  public var periods: Int?
  /// Channels to capture, 0 for none.
  public var captureChannels: Int
  /// Channels to play, 0 for none.
  public var playbackChannels: Int
  /// MIDI ports that capture, where the driver has such.
  public var midiCapturePorts = 0
  /// MIDI ports that play.
  public var midiPlaybackPorts = 0
  /// The device's channel for each channel to capture; nil for the first ones.
  public var captureMap: [DeviceChannel]?
  /// The device's channel for each channel to play; nil for the first ones.
  public var playbackMap: [DeviceChannel]?
  /// The name of the only sample format to use, such as `S16_LE`.
  public var sampleFormat: String?
  /// The only way to get samples to the device and back.
  public var access: SampleAccess?
  /// Refuses a device that cannot do exactly this, instead of taking the nearest it can.
  public var isStrict = false
}
