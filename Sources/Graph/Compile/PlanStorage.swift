// Control side.
import Signal

/// The memory of a plan: its sample buffers and its tables, all written once so that no page is
/// missing later.
@safe
final class PlanStorage {
  /// What a cache line holds, and more than any vector instruction asks for.
  static let alignment = 64

  private let frames: Int
  private var allocations: [UnsafeMutableRawPointer] = unsafe []

  init(frames: Int) { self.frames = frames }

  deinit {
    while let allocation = unsafe allocations.popLast() { unsafe allocation.deallocate() }
  }

  /// A buffer of silence for the plan's most frames.
  func makeBuffer() -> UnsafeMutablePointer<Float> {
    let bytes = unsafe allocate(byteCount: frames * MemoryLayout<Float>.stride)
    let buffer = unsafe bytes.bindMemory(to: Float.self, capacity: frames)
    unsafe Kernel.clear(buffer, frames: frames)
    return unsafe buffer
  }

  /// The same elements at a fixed address.
  func makeTable<Element: BitwiseCopyable>(_ elements: [Element]) -> UnsafeMutablePointer<Element> {
    let bytes = unsafe allocate(byteCount: elements.count * MemoryLayout<Element>.stride)
    let table = unsafe bytes.bindMemory(to: Element.self, capacity: elements.count)
    for (index, element) in elements.enumerated() {
      unsafe (table + index).initialize(to: element)
    }
    return unsafe table
  }

  /// Whole cache lines, so that no two threads write to the same one.
  private func allocate(byteCount: Int) -> UnsafeMutableRawPointer {
    let lines = max(1, (byteCount + Self.alignment - 1) / Self.alignment)
    let bytes = UnsafeMutableRawPointer.allocate(
      byteCount: lines * Self.alignment, alignment: Self.alignment)
    unsafe allocations.append(bytes)
    return unsafe bytes
  }
}
