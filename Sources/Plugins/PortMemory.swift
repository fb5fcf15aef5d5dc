package import CRealtime

/// What an instance's ports read and write, allocated once for its whole life.
///
/// All that each block needs lies close together, behind what the owner keeps there itself: two
/// lines of the cache for most plugins. The cycle reads and writes through the pointers; only the
/// control side makes and frees them.
package struct PortMemory {
  /// The control inputs on their way to new values.
  package let glides: UnsafeMutablePointer<ParameterGlides>
  /// Where the plugin was last told the samples are of the descriptor's audio and CV inputs, and
  /// behind them of its outputs.
  package let samples: UnsafeMutablePointer<UnsafeMutableRawPointer?>
  /// The indices of these ports.
  package let indices: UnsafeMutablePointer<UInt32>
  package let inputCount: UInt16
  package let outputCount: UInt16
  /// How far behind the owner's place the rest begins.
  private let ownerBytes: UInt32

  /// Allocates for the ports of `descriptor`, control inputs at `start`, behind one `Owner`.
  package init<Owner>(
    _ descriptor: PluginDescriptor, rate: Int, behind owner: Owner.Type,
    start: (PluginPort) -> Float
  ) {
    let (inputs, outputs) = (descriptor.inputs, descriptor.outputs)
    let signals = inputs + outputs
    let layout = PortLayout(
      ownerBytes: MemoryLayout<Owner>.size, signals: signals.count, values: descriptor.ports.count)
    let memory = UnsafeMutableRawPointer.allocate(byteCount: layout.byteCount, alignment: 64)
    samples = (memory + layout.samples).bindMemory(
      to: UnsafeMutableRawPointer?.self, capacity: signals.count)
    samples.initialize(repeating: nil, count: signals.count)
    indices = (memory + layout.indices).bindMemory(to: UInt32.self, capacity: signals.count)
    for (place, port) in signals.enumerated() {
      (indices + place).initialize(to: UInt32(port.index))
    }
    let values = (memory + layout.values).bindMemory(
      to: Float.self, capacity: descriptor.ports.count)
    values.initialize(repeating: 0, count: descriptor.ports.count)
    for port in descriptor.parameters { values[port.index] = start(port) }
    glides = (memory + layout.glides).bindMemory(to: ParameterGlides.self, capacity: 1)
    glides.initialize(to: ParameterGlides(descriptor, values: values, rate: rate))
    inputCount = UInt16(inputs.count)
    outputCount = UInt16(outputs.count)
    ownerBytes = UInt32(layout.glides)
  }

  /// Frees everything, the owner's place included.
  ///
  /// Thread: control, when the cycle does not use it any more.
  package func deallocate() {
    let memory = memory
    glides.pointee.deallocate()
    glides.deinitialize(count: 1)
    memory.deallocate()
  }

  /// Where the owner puts what it keeps: at the beginning.
  package func front<Owner>(as owner: Owner.Type) -> UnsafeMutablePointer<Owner> {
    memory.bindMemory(to: owner, capacity: 1)
  }

  private var memory: UnsafeMutableRawPointer {
    UnsafeMutableRawPointer(glides) - Int(ownerBytes)
  }

  /// How the cycle sends parameters to values.
  package var setter: rt_setter {
    rt_setter(
      set: { glides, place, value in
        guard let glides else { return }
        glides.assumingMemoryBound(to: ParameterGlides.self).pointee.post(value, at: Int(place))
      }, context: glides)
  }

  /// Where the value of one port is, which a control port is connected to.
  package func value(at index: Int) -> UnsafeMutablePointer<Float> {
    UnsafeMutableRawPointer(samples + Int(inputCount) + Int(outputCount))
      .assumingMemoryBound(to: Float.self) + index
  }
}

/// Where the parts of a port memory lie, in bytes.
private struct PortLayout {
  init(ownerBytes: Int, signals: Int, values valueCount: Int) {
    glides = Self.lines(ownerBytes)
    samples = glides + MemoryLayout<ParameterGlides>.stride
    values = samples + signals * MemoryLayout<UnsafeMutableRawPointer?>.stride
    indices = values + valueCount * MemoryLayout<Float>.stride
    byteCount = Self.lines(indices + signals * MemoryLayout<UInt32>.stride)
  }

  let glides: Int
  let samples: Int
  let values: Int
  let indices: Int
  let byteCount: Int

  /// As many bytes, up to the end of the line of the cache.
  static func lines(_ byteCount: Int) -> Int { (byteCount + 63) & ~63 }
}
