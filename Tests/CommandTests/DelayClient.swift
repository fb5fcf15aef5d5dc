import CJACK
import Synchronization

/// A client of a JACK server that passes sound on so many frames later.
final class DelayClient: @unchecked Sendable {
  static let input = "delay:in"
  static let output = "delay:out"

  private let client: OpaquePointer
  private let ports: (input: OpaquePointer, output: OpaquePointer)
  private let line: UnsafeMutablePointer<Float>
  private let frames: Int
  private var position = 0

  init?(server: String, frames: Int) {
    var status = JackStatus(rawValue: 0)
    guard let client = jack_client_open_running("delay", server, &status) else { return nil }
    let type = JACK_DEFAULT_AUDIO_TYPE
    guard let input = jack_port_register(client, "in", type, UInt(JackPortIsInput.rawValue), 0),
      let output = jack_port_register(client, "out", type, UInt(JackPortIsOutput.rawValue), 0)
    else {
      jack_client_close(client)
      return nil
    }
    self.client = client
    self.frames = frames
    ports = (input, output)
    line = .allocate(capacity: frames)
    line.initialize(repeating: 0, count: frames)
    jack_set_process_callback(
      client,
      { frames, context in
        guard let context else { return 0 }
        Unmanaged<DelayClient>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.pass(frames) }
        return 0
      }, Unmanaged.passUnretained(self).toOpaque())
    jack_activate(client)
  }

  deinit {
    jack_deactivate(client)
    jack_client_close(client)
    line.deallocate()
  }

  private func pass(_ count: UInt32) {
    guard let input = jack_cycle_samples(ports.input, count),
      let output = jack_cycle_samples(ports.output, count)
    else { return }
    for frame in 0..<Int(count) {
      let sample = input[frame]
      output[frame] = line[position]
      line[position] = sample
      position = (position + 1) % frames
    }
  }
}
