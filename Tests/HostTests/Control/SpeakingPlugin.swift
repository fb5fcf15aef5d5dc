import CRealtime
import Plugins
import TestSupport

/// A plugin that says in its next block what a test gives it.
final class SpeakingPlugin: PluginInstance, Sendable {
  let latencyFrames = 0
  let descriptor: PluginDescriptor
  private let next = Locked<[[UInt8]]>([])

  init() {
    var output = PluginPort(
      index: 1, symbol: "said", name: "Said", kind: .other, direction: .output)
    output.givesMIDI = true
    descriptor = PluginDescriptor(
      format: .ladspa, identifier: "speaker:speaker", name: "Speaker",
      ports: [
        PluginPort(index: 0, symbol: "out", name: "Out", kind: .audio, direction: .output), output,
      ])
  }

  /// Has messages said.
  func say(_ messages: [UInt8]...) { next.withLock { $0 += messages } }

  /// Whether all was said.
  var isSilent: Bool { next.withLock { $0.isEmpty } }

  var context: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }
  var process: rt_process {
    { plugin, block in
      guard let plugin, let block = block?.pointee else { return }
      block.outputs[0]?.update(repeating: 1, count: Int(block.frames))
      Unmanaged<SpeakingPlugin>.fromOpaque(plugin)._withUnsafeGuaranteedRef { $0.speak(block) }
    }
  }

  private func speak(_ block: rt_block) {
    guard let events = block.events?.pointee, events.midi_playback_count > 0 else { return }
    let port = events.midi_playback[0]
    let messages = next.withLock { next in
      defer { next = [] }
      return next
    }
    for message in messages {
      message.withUnsafeBufferPointer { bytes in
        var event = rt_midi_event(
          frame: 0, byte_count: UInt32(bytes.count), bytes: bytes.baseAddress)
        _ = port.write?(port.port, &event)
      }
    }
  }

  func parameter(_ symbol: String) -> UnsafeMutablePointer<Float>? { nil }
  func glide(_ symbol: String, to value: Float) -> Bool { false }
  func restart() {}
}
