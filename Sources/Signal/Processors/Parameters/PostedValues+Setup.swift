// Prepares posted values for the cycle; never runs in it.
import Synchronization

extension PostedValues {
  /// Every parameter at its default.
  init(_ parameters: [ProcessorParameter]) {
    count = parameters.count
    unsafe words = .allocate(capacity: 1 + count)
    unsafe words.initialize(to: Atomic(1))
    for (index, parameter) in parameters.enumerated() {
      unsafe (words + 1 + index).initialize(to: Atomic(parameter.default.bitPattern))
    }
  }

  /// Gives the memory back; neither side may use it any more.
  func releaseStorage() {
    unsafe words.deinitialize(count: 1 + count)
    unsafe words.deallocate()
  }
}
