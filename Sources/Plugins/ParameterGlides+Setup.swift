// Control side.
import Synchronization

extension ParameterGlides {
  /// Allocates them for the parameters of a plugin, whose values are `values` by port.
  static func make(
    _ descriptor: PluginDescriptor, values: UnsafeMutableBufferPointer<Float>, rate: Int
  ) -> UnsafeMutablePointer<ParameterGlides> {
    let parameters = descriptor.parameters
    let glides = UnsafeMutablePointer<ParameterGlide>.allocate(capacity: max(1, parameters.count))
    for (place, port) in parameters.enumerated() {
      guard let value = values.baseAddress else { break }
      (glides + place).initialize(
        to: ParameterGlide(value: value + port.index, isDiscrete: port.isDiscrete))
    }
    let made = UnsafeMutablePointer<ParameterGlides>.allocate(capacity: 1)
    made.initialize(to: ParameterGlides(glides: glides, count: parameters.count, rate: rate))
    return made
  }

  static func destroy(_ made: UnsafeMutablePointer<ParameterGlides>) {
    made.pointee.glides.deinitialize(count: made.pointee.count)
    made.pointee.glides.deallocate()
    made.deinitialize(count: 1)
    made.deallocate()
  }

  /// The value the parameter in this place of the descriptor's has, or is on its way to.
  ///
  /// Thread: control; the cycle may move it meanwhile.
  package borrowing func value(at place: Int) -> Float {
    let word = glides[place].asked.load(ordering: .acquiring)
    guard word & ParameterGlide.isPosted == 0 else {
      return Float(bitPattern: UInt32(truncatingIfNeeded: word))
    }
    return glides[place].value.pointee
  }

  /// Sets the parameter in this place at once.
  ///
  /// Thread: control, while no cycle moves it.
  package mutating func jump(to value: Float, at place: Int) { glides[place].jump(to: value) }
}

extension PluginPort {
  /// Whether values between two of its own mean something else.
  fileprivate var isDiscrete: Bool { isToggled || isInteger || isEnumeration }
}
