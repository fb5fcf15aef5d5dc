/// What a plugin is put through, in this order.
public enum CheckStage: String, Sendable, Codable, CaseIterable {
  /// Its library is opened and an instance made.
  case make
  /// Silence, noise and impulses, with its parameters at their defaults.
  case run
  /// All parameters at their minimum, then at their maximum.
  case extremes
  /// One parameter after the other over its range.
  case sweep
  /// Periods of many lengths.
  case periods
  /// MIDI messages of all kinds.
  case midi
  /// A state saved, and loaded into another instance.
  case state
  /// The same played by the first instance and by the one that loaded its state.
  case restore
  /// An impulse against the latency it tells.
  case latency
  /// Instances made and freed.
  case leaks
  /// Many periods, timed.
  case timing
}
