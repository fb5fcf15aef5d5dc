// Control side.
import Synchronization

extension ParameterGlides {
  /// Allocates for the parameters of a plugin, whose values are `values` by port.
  init(_ descriptor: PluginDescriptor, values: UnsafeMutablePointer<Float>, rate: Int) {
    let parameters = descriptor.parameters
    let glides = UnsafeMutablePointer<ParameterGlide>.allocate(capacity: max(1, parameters.count))
    for (place, port) in parameters.enumerated() {
      (glides + place).initialize(
        to: ParameterGlide(value: values + port.index, isDiscrete: port.isDiscrete))
    }
    self.init(glides: glides, count: parameters.count, rate: rate)
  }

  /// Frees what it allocated.
  func deallocate() {
    glides.deinitialize(count: Int(count))
    glides.deallocate()
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
