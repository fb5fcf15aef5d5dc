package import CRealtime

/// An audio or CV port, and where the plugin was last told its samples are.
package struct SignalPort {
  package let index: Int
  package var samples: UnsafeMutableRawPointer?
}

/// What an instance's ports read and write, allocated once for its whole life.
///
/// The cycle reads and writes through the pointers; only the control side makes and frees them.
package struct PortMemory {
  /// One value per port, by its index; those of control ports are connected to it.
  package let values: UnsafeMutableBufferPointer<Float>
  /// The descriptor's inputs, in order.
  package let inputs: UnsafeMutableBufferPointer<SignalPort>
  /// The descriptor's outputs, in order.
  package let outputs: UnsafeMutableBufferPointer<SignalPort>
  /// The control inputs on their way to new values.
  package let glides: UnsafeMutablePointer<ParameterGlides>

  /// Allocates for the ports of `descriptor`, control inputs at `start`.
  package init(_ descriptor: PluginDescriptor, rate: Int, start: (PluginPort) -> Float) {
    values = .allocate(capacity: descriptor.ports.count)
    values.initialize(repeating: 0)
    for port in descriptor.parameters {
      values[port.index] = start(port)
    }
    inputs = Self.allocate(descriptor.inputs)
    outputs = Self.allocate(descriptor.outputs)
    glides = ParameterGlides.make(descriptor, values: values, rate: rate)
  }

  /// Frees everything.
  ///
  /// Thread: control, when the cycle does not use it any more.
  package func deallocate() {
    ParameterGlides.destroy(glides)
    values.deallocate()
    inputs.deallocate()
    outputs.deallocate()
  }

  /// How the cycle sends parameters to values.
  package var setter: rt_setter {
    rt_setter(
      set: { glides, place, value in
        guard let glides else { return }
        glides.assumingMemoryBound(to: ParameterGlides.self).pointee.post(value, at: Int(place))
      }, context: glides)
  }

  /// Where the value of one port is.
  package func value(at index: Int) -> UnsafeMutablePointer<Float>? {
    values.baseAddress?.advanced(by: index)
  }

  private static func allocate(_ ports: [PluginPort]) -> UnsafeMutableBufferPointer<SignalPort> {
    let memory = UnsafeMutableBufferPointer<SignalPort>.allocate(capacity: ports.count)
    for (place, port) in ports.enumerated() {
      memory.initializeElement(at: place, to: SignalPort(index: port.index, samples: nil))
    }
    return memory
  }
}
