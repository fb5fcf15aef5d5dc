/// What a client asks for.
public enum ControlCommand: Hashable, Sendable {
  /// To be told of topics from now on; the server itself does this.
  case subscribe(Subscription)
  /// Not to be told of them any more; the server itself does this.
  case unsubscribe([ControlTopic])
  /// What the host does.
  case host(HostCommand)
}

/// What a host does for a client.
public enum HostCommand: Hashable, Sendable {
  /// Tells the state; of no section means of all.
  case state([StateSection])
  /// Applies edits in one cycle, all or none; at a frame time of the host, or as soon as possible.
  case edit([ControlEdit], atFrame: Int64? = nil)
  /// Plays another session file.
  case load(path: String)
  /// Reads the session file again and applies what is different.
  case reload
  /// Writes the session; without a path where it came from.
  case save(path: String?)
  /// Keeps the present values as a snapshot.
  case storeSnapshot(String)
  case removeSnapshot(String)
  case switchDevice(DeviceChoice)
  case resetCounters
}

/// What a client can be told of.
public enum ControlTopic: String, CaseIterable, Sendable {
  /// What was changed, by whom ever.
  case changes
  /// The levels of the channels.
  case levels
  /// The host's events, as lines for people.
  case events
  /// Load, xruns and the counters of the queues.
  case statistics
}

/// What a client wants to be told of.
public struct Subscription: Hashable, Sendable {
  /// What to be told of.
  public var topics: [ControlTopic]
  /// Of so many notifications the host makes, the client gets one; for levels and statistics.
  public var every: Int

  /// Creates a subscription; `every` is 1 to 1000.
  public init(_ topics: [ControlTopic], every: Int = 1) {
    self.topics = topics
    self.every = every
  }
}

extension ControlTopic {
  /// Whether one notification replaces the one before, so that some may be left out.
  public var isPeriodic: Bool { self == .levels || self == .statistics }
}

/// A part of the state of a host.
public enum StateSection: String, CaseIterable, Sendable {
  case session, device, graph, parameters, snapshots, presets, transport, levels, queues, events
}

/// The device to go on with; what is not said stays.
public struct DeviceChoice: Hashable, Sendable {
  /// `auto`, `jack`, `alsa` or `clock`, as in the session file.
  public var driver: String?
  /// The device's name, as the driver knows it.
  public var name: String?

  /// Creates a choice; one of both must be there.
  public init(driver: String? = nil, name: String? = nil) {
    self.driver = driver
    self.name = name
  }
}
