import CRealtime
import Glibc
import Plugins
import Synchronization

/// A plugin that touches memory nobody has brought yet, in each block from the fourth on until it is
/// released.
final class FaultingPlugin: PluginInstance, @unchecked Sendable {
  let descriptor = PluginDescriptor.passing("faulting:faulting", name: "Faulting")
  let isReleased = Atomic<Bool>(false)
  private let blocks = Atomic<Int>(0)
  let latencyFrames = 0

  private static let roomBytes = 64 << 20
  private static let pageBytes = 4096
  private static let roundsInBlock = 16

  var context: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }
  var process: rt_process {
    { context, block in
      guard let context, let block else { return }
      Unmanaged<FaultingPlugin>.fromOpaque(context)._withUnsafeGuaranteedRef {
        $0.run(block.pointee)
      }
    }
  }

  private func run(_ block: rt_block) {
    if blocks.wrappingAdd(1, ordering: .relaxed).newValue >= 4 {
      for _ in 0..<Self.roundsInBlock where !isReleased.load(ordering: .relaxed) { touch() }
    }
    block.pass()
  }

  private func touch() {
    let room = mmap(
      nil, Self.roomBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let room, room != MAP_FAILED else { return }
    madvise(room, Self.roomBytes, MADV_NOHUGEPAGE)
    for offset in stride(from: 0, to: Self.roomBytes, by: Self.pageBytes) {
      room.storeBytes(of: 1, toByteOffset: offset, as: UInt8.self)
    }
    munmap(room, Self.roomBytes)
  }

  func parameter(_ symbol: String) -> UnsafeMutablePointer<Float>? { nil }
  func glide(_ symbol: String, to value: Float) -> Bool { false }
  func restart() {}
}
