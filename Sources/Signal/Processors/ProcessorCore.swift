// Control side.

/// What the cycle touches of a processor; made, and given back, on the control side.
protocol ProcessorCore: ~Copyable {
  /// Gives back what the core owns; the cycle may not use it any more.
  func releaseStorage()
}

extension ProcessorCore where Self: ~Copyable {
  /// Nothing, unless a core owns memory.
  func releaseStorage() {}
}

/// Where a core is, whichever it is.
protocol CoreMemory: AnyObject {
  /// The same for as long as the memory lives.
  var address: UnsafeMutableRawPointer { get }
  /// Puts a new core in the place of the old; no cycle uses it meanwhile.
  func restart()
}

/// Owns a core at a fixed address.
@safe
final class CoreOwner<Core: ProcessorCore & ~Copyable>: CoreMemory {
  private let core: UnsafeMutablePointer<Core>
  private let make: () -> Core

  init(_ make: @escaping () -> Core) {
    self.make = make
    unsafe core = .allocate(capacity: 1)
    unsafe core.initialize(to: make())
  }

  deinit {
    end()
    unsafe core.deallocate()
  }

  var address: UnsafeMutableRawPointer { unsafe UnsafeMutableRawPointer(core) }

  func restart() {
    end()
    unsafe core.initialize(to: make())
  }

  private func end() {
    unsafe core.pointee.releaseStorage()
    unsafe core.deinitialize(count: 1)
  }
}
