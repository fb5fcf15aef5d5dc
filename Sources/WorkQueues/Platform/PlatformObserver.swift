// Control side.

/// Who is told when a shared platform comes and goes.
///
/// The counterpart of `IRtwqPlatformEvents`.
public struct PlatformObserver: Sendable {
  /// Names an observer, so that it can be removed.
  public struct Key: Sendable, Hashable {
    let number: UInt64
  }

  /// The platform was started.
  public var initializationComplete: @Sendable () -> Void
  /// The platform is about to end; it can still be used.
  public var shutdownStart: @Sendable () -> Void
  /// The platform has ended.
  public var shutdownComplete: @Sendable () -> Void

  /// Creates an observer that ignores what it is given no function for.
  public init(
    initializationComplete: @escaping @Sendable () -> Void = {},
    shutdownStart: @escaping @Sendable () -> Void = {},
    shutdownComplete: @escaping @Sendable () -> Void = {}
  ) {
    self.initializationComplete = initializationComplete
    self.shutdownStart = shutdownStart
    self.shutdownComplete = shutdownComplete
  }
}

/// Observers in the order they came.
struct PlatformObservers {
  private var entries: [(key: PlatformObserver.Key, observer: PlatformObserver)] = []
  private var lastNumber: UInt64 = 0

  var all: [PlatformObserver] { entries.map(\.observer) }

  mutating func add(_ observer: PlatformObserver) -> PlatformObserver.Key {
    lastNumber += 1
    let key = PlatformObserver.Key(number: lastNumber)
    entries.append((key, observer))
    return key
  }

  mutating func remove(_ key: PlatformObserver.Key) -> Bool {
    guard let place = entries.firstIndex(where: { $0.key == key }) else { return false }
    entries.remove(at: place)
    return true
  }
}
