// Control side.

/// Memory of one owner, aligned to cache lines, zeroed and so touched.
@safe
final class AlignedMemory {
  private var blocks: [UnsafeMutableRawPointer] = unsafe []

  deinit { unsafe blocks.forEach { unsafe $0.deallocate() } }

  /// Silence for `count` floats.
  func floats(_ count: Int) -> UnsafeMutablePointer<Float> {
    let count = max(1, count)
    let place = unsafe bytes(count * MemoryLayout<Float>.stride)
      .bindMemory(to: Float.self, capacity: count)
    unsafe place.initialize(repeating: 0, count: count)
    return unsafe place
  }

  /// A copy of values that need no end.
  func copy<Value: BitwiseCopyable>(_ values: [Value]) -> UnsafeMutablePointer<Value> {
    let place = unsafe bytes(max(1, values.count) * MemoryLayout<Value>.stride)
      .bindMemory(to: Value.self, capacity: max(1, values.count))
    for (index, value) in values.enumerated() {
      unsafe (place + index).initialize(to: value)
    }
    return unsafe place
  }

  private func bytes(_ count: Int) -> UnsafeMutableRawPointer {
    let block = UnsafeMutableRawPointer.allocate(byteCount: count, alignment: 64)
    unsafe blocks.append(block)
    return unsafe block
  }
}
