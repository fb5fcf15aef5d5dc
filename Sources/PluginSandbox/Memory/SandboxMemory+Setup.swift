import CSandbox
import Glibc
import Plugins

/// Offsets in a node's memory.
struct SandboxLayout {
  static let call = 256
  static let parameters = 512

  let messages: Int
  let messageBytes: Int
  let said: Int
  let saidBytes: Int
  let inputs: Int
  let inputStride: Int
  let outputs: Int
  let outputStride: Int
  let byteCount: Int

  init(_ shape: SandboxShape) {
    let sample = MemoryLayout<Float>.stride
    messages = Self.line(
      after: Self.parameters + shape.parameters * MemoryLayout<SandboxParameter>.stride)
    messageBytes = Self.line(
      after: messages + SandboxMemory.maximumMessages * MemoryLayout<SandboxMessage>.stride)
    said = Self.line(after: messageBytes + SandboxMemory.maximumMessageBytes)
    // Nothing where the plugin has no MIDI outputs.
    let room = shape.midiOutputs > 0 ? SandboxMemory.maximumMessages : 0
    let bytes = shape.midiOutputs > 0 ? SandboxMemory.maximumMessageBytes : 0
    saidBytes = Self.line(after: said + room * MemoryLayout<SandboxMessage>.stride)
    let begin = Self.line(after: saidBytes + bytes)
    inputStride = Self.line(after: shape.maximumFrames * sample)
    outputStride = Self.line(after: (shape.maximumFrames + SandboxMemory.guardFrames) * sample)
    let samples = shape.inputs * inputStride + shape.outputs * outputStride
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    byteCount = (begin + samples + page - 1) / page * page
    // What a plugin writes behind the last of them meets the end of the memory soon.
    outputs = byteCount - shape.outputs * outputStride
    inputs = outputs - shape.inputs * inputStride
  }

  private static func line(after offset: Int) -> Int { (offset + 127) / 128 * 128 }
}

/// A node's memory as one process has it mapped.
final class SandboxMapping: Sendable {
  let memory: SandboxMemory
  /// What the other process maps it by.
  let descriptor: Int32

  /// Makes new memory.
  ///
  /// Thread: control.
  init(_ shape: SandboxShape) throws(PluginError) {
    descriptor = sandbox_memory_create(SandboxLayout(shape).byteCount)
    memory = try Self.map(descriptor, shape)
  }

  /// Maps what the other process has made; closes `descriptor` in the end.
  ///
  /// Thread: control.
  init(_ shape: SandboxShape, descriptor: Int32) throws(PluginError) {
    self.descriptor = descriptor
    memory = try Self.map(descriptor, shape)
  }

  deinit {
    sandbox_memory_unmap(memory.base, memory.byteCount)
    close(descriptor)
  }

  private static func map(
    _ descriptor: Int32, _ shape: SandboxShape
  ) throws(PluginError) -> SandboxMemory {
    guard descriptor >= 0,
      let base = sandbox_memory_map(descriptor, SandboxLayout(shape).byteCount)
    else {
      let reason = String(cString: strerror(errno))
      if descriptor >= 0 { close(descriptor) }
      throw PluginError(.failed, "no memory to share with a sandbox: \(reason)")
    }
    return SandboxMemory(base, shape)
  }
}
