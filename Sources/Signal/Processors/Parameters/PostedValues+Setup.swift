// Prepares posted values for the cycle; never runs in it.
import Synchronization

extension PostedValues {
  /// Every parameter at its default.
  init(_ parameters: [ProcessorParameter]) {
    count = parameters.count
    unsafe words = .allocate(capacity: max(1, count))
    for (index, parameter) in parameters.enumerated() {
      unsafe (words + index).initialize(to: Atomic(parameter.default.bitPattern))
    }
  }
}
