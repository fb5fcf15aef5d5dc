import Drivers
import Foundation
import Plugins
import Signal
import SoundFiles
import Testing

@testable import Host

@Suite("SessionFile") struct SessionFileTests {
  let scratch: SessionScratch
  init() throws { scratch = try SessionScratch() }

  // MARK: What is understood

  @Test func readsEveryKey() throws {
    try writeSilence("sounds/demo.wav", channels: 2)
    let reading = try scratch.read(
      """
      name: Übung
      device:
        driver: alsa
        name: hw:0
        rate: 48000
        period: 256
        periods: 3
        capture: 1
        playback: 4
        format: s24_3le
        access: copied
        strict: true
      queue: {class: Audio, workers: 2}
      muted: yes
      fades:
        start: .5
        stop: {seconds: 1e1, curve: linear}
        mute: {curve: smooth}
        session: 0
        curve: equal-power
      nodes:
        - name: player
          builtin: file-player
          file: sounds/demo.wav
          loop: true
        - {name: amp, plugin: "lv2:http://example.org/amp", parameters: {gain: -6, mode: Soft}}
      chain: [player, amp, playback]
      connections:
        - player:out_1 -> amp:in
        - {from: capture:out_1, to: "amp:in:2"}
      """)
    #expect(reading.problems.problems.isEmpty)
    let session = reading.session
    #expect(session.name == "Übung")
    var device = SessionDevice()
    device.driver = .alsa
    device.names = ["hw:0"]
    device.rate = 48_000
    device.period = 256
    device.periods = 3
    device.capture = 1
    device.playback = 4
    device.format = .s24Packed
    device.access = .copied
    device.isStrict = true
    #expect(session.device == device)
    let request = try #require(session.device.requests.first)
    #expect(request.device == "hw:0")
    #expect(request.sampleFormat == .s24Packed)
    #expect(request.access == .copied)
    #expect(request.isStrict)
    #expect(session.queue.taskClass == "Audio")
    #expect(session.queue.workers == 2)
    #expect(session.isMuted)
    var fades = SessionFades()
    fades.start = SessionFade(seconds: 0.5, curve: .equalPower)
    fades.stop = SessionFade(seconds: 10, curve: .linear)
    fades.mute = SessionFade(seconds: 0.02, curve: .smooth)
    fades.lost = SessionFade(seconds: 0.1, curve: .equalPower)
    fades.back = SessionFade(seconds: 0.2, curve: .equalPower)
    fades.sessionSeconds = 0
    #expect(session.fades == fades)
    #expect(session.nodes.map(\.name) == ["player", "amp"])
    #expect(session.nodes.map(\.mark.line) == [22, 26])
    let demo = scratch.path("sounds/demo.wav")
    #expect(
      session.nodes[0].kind == builtin(FilePlayerBuiltin(path: demo, channels: 2, loop: true)))
    guard case .plugin(let plugin) = session.nodes[1].kind else {
      Issue.record("not a plugin")
      return
    }
    #expect(plugin.format == .lv2)
    #expect(plugin.identifier == "http://example.org/amp")
    #expect(session.nodes[1].parameters.map(\.value) == [.number(-6), .label("Soft")])
    #expect(session.chains.map { $0.members.map(\.name) } == [["player", "amp", "playback"]])
    #expect(session.connections.map(\.from.node) == ["player", "capture"])
    #expect(session.connections.map(\.to.port) == ["in", "in:2"])
    #expect(session.connections[0].to.mark == SourceMark(line: 29, column: 21))
  }

  @Test(arguments: ["ladspa:amp:amp_mono", "ladspa:1048", "lv2:urn:a"])
  func namesPlugins(reference: String) throws {
    let session = try scratch.read(
      """
      nodes: [{name: a, plugin: '\(reference)'}]
      chain: [a, playback]
      """
    ).session
    guard case .plugin(let plugin) = session.nodes[0].kind else {
      Issue.record("not a plugin")
      return
    }
    #expect("\(plugin.format.rawValue):\(plugin.identifier)" == reference)
  }

  @Test func whatIsNotWrittenHasItsDefault() throws {
    let session = try scratch.read("chain: [capture, playback]").session
    #expect(session.name == "session")
    #expect(session.device == SessionDevice())
    #expect(session.device.driver == .auto)
    #expect(session.device.playback == 2)
    #expect(session.queue == SessionQueue())
    #expect(session.queue.taskClass == "Pro Audio")
    #expect(session.fades == SessionFades())
    #expect(session.fades.start.curve == .smooth)
    #expect(!session.isMuted)
  }

  @Test func everyBuiltinHasItsKeys() throws {
    let reading = try scratch.read(
      """
      nodes:
        - {name: a, builtin: gain}
        - {name: b, builtin: gain, channels: 1}
        - {name: c, builtin: mixer}
        - {name: d, builtin: mixer, inputs: 4, channels: 1}
        - {name: e, builtin: recorder, file: take.wav}
        - {name: f, builtin: recorder, file: take.flac, channels: 1, format: pcm16}
        - {name: g, builtin: tone}
        - {name: h, builtin: tone, frequency: 1000, level: -6, waveform: sine}
      """)
    #expect(reading.problems.problems.isEmpty)
    #expect(
      reading.session.nodes.map(\.kind) == [
        builtin(GainBuiltin(channels: 2)),
        builtin(GainBuiltin(channels: 1)),
        builtin(MixerBuiltin(inputs: 2, channels: 2)),
        builtin(MixerBuiltin(inputs: 4, channels: 1)),
        builtin(RecorderBuiltin(path: scratch.path("take.wav"), channels: 2, format: nil)),
        builtin(RecorderBuiltin(path: scratch.path("take.flac"), channels: 1, format: .pcm16)),
        builtin(ToneBuiltin(hertz: 440, decibels: -20, waveform: .sine)),
        builtin(ToneBuiltin(hertz: 1000, decibels: -6, waveform: .sine)),
      ])
  }

  @Test(arguments: [
    ("1e3", 1000), ("-6", -6), ("0x10", 16), (".5", 0.5), ("+2", 2), ("1.", 1), ("-0x2", -2),
    ("0o17", 15), ("1.5E-1", 0.15), ("true", 1), ("false", 0),
  ])
  func readsNumbersAsPeopleWriteThem(text: String, value: Double) throws {
    let reading = try scratch.read("nodes: [{name: a, builtin: gain, parameters: {x: \(text)}}]")
    #expect(reading.session.nodes.first?.parameters.first?.value == .number(value))
  }

  @Test(arguments: ["nan", "inf", "0x", "1_000", "1,5", "'7'", "0x1p4", "1e999", "on", "Düster"])
  func takesTheRestForNames(text: String) throws {
    let reading = try scratch.read(
      "nodes: [{name: a, builtin: gain, parameters: {x: \"\(text)\"}}]")
    #expect(reading.session.nodes.first?.parameters.first?.value == .label(text))
    let plain = try scratch.read("nodes:\n- {name: a, builtin: gain}\nchain: [\(text), b]")
    #expect(plain.problems.problems.allSatisfy { $0.severity == .error && $0.line == 3 })
  }

  @Test(arguments: [("true", true), ("yes", true), ("On", true), ("false", false), ("no", false)])
  func readsTruthValues(text: String, value: Bool) throws {
    let session = try scratch.read("device: {connect: \(text)}\nchain: [a, b]").session
    #expect(session.device.connect == (value ? PortConnections() : .none))
  }

  @Test func readsSeveralChains() throws {
    let session = try scratch.read("chain:\n  - [a, b, c]\n  - [d, c]").session
    #expect(session.chains.map { $0.members.map(\.name) } == [["a", "b", "c"], ["d", "c"]])
    #expect(session.chains.map(\.mark.line) == [2, 3])
  }

  private func builtin(_ builtin: some Builtin) -> SessionNode.Kind {
    .builtin(SessionBuiltin(builtin))
  }

  private func writeSilence(_ name: String, channels: Int) throws {
    let path = scratch.path(name)
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let writer = try SoundFileWriter(path: path, rate: 48_000, channelCount: channels)
    let silence = [UnsafePointer<Float>?](repeating: nil, count: channels)
    try silence.withUnsafeBufferPointer { planes in
      guard let base = planes.baseAddress else { return }
      try writer.write(base, frames: 64)
    }
    try writer.close()
  }
}
