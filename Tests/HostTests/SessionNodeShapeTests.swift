import Foundation
import Plugins
import Signal
import Testing

@testable import Host

@Suite("NodeShape") struct SessionNodeShapeTests {
  @Test func builtinsHaveTheirPorts() {
    let mixer = MixerBuiltin(inputs: 2, channels: 2).shape
    #expect(mixer.inputs == ["in_1_1", "in_1_2", "in_2_1", "in_2_2"])
    #expect(mixer.outputs == ["out_1", "out_2"])
    #expect(mixer.parameters.map(\.symbol) == ["gain_1", "gain_2"])
    let gain = GainBuiltin(channels: 1).shape
    #expect(gain.inputs == ["in_1"])
    #expect(gain.outputs == ["out_1"])
    #expect(gain.parameters == [.init(symbol: "gain", minimum: -120, maximum: 40, unit: "dB")])
    let player = FilePlayerBuiltin(path: "/a.wav", channels: 3, loop: false).shape
    #expect(player.inputs.isEmpty)
    #expect(player.outputs == ["out_1", "out_2", "out_3"])
    #expect(player.parameters.map(\.symbol) == ["gain"])
    let meter = MeterBuiltin(channels: 1).shape
    #expect(meter == NodeShape(inputs: ["in_1"], outputs: ["out_1"]))
    let recorder = RecorderBuiltin(path: "/a.wav", channels: 2, format: nil).shape
    #expect(recorder == NodeShape(inputs: ["in_1", "in_2"], outputs: ["out_1", "out_2"]))
    let tone = ToneBuiltin(hertz: 440, decibels: -20, waveform: .sine).shape
    #expect(tone == NodeShape(inputs: [], outputs: ["out_1"]))
  }

  private var plugin: PluginDescriptor {
    var cutoff = PluginPort(
      index: 0, symbol: "cutoff", name: "Cutoff", kind: .control, direction: .input)
    cutoff.minimum = 0
    cutoff.maximum = 0.5
    cutoff.isRateScaled = true
    cutoff.unit = "Hz"
    cutoff.scalePoints = [.init(value: 0.25, label: "Half")]
    return PluginDescriptor(
      format: .ladspa, identifier: "a:b", name: "A",
      ports: [
        cutoff,
        PluginPort(index: 1, symbol: "in", name: "In", kind: .audio, direction: .input),
        PluginPort(index: 2, symbol: "cv", name: "CV", kind: .cv, direction: .input),
        PluginPort(index: 3, symbol: "out", name: "Out", kind: .audio, direction: .output),
        PluginPort(index: 4, symbol: "latency", name: "L", kind: .control, direction: .output),
        PluginPort(index: 5, symbol: "midi", name: "MIDI", kind: .other, direction: .input),
      ])
  }

  @Test func aPluginsSignalPortsAreTheNodesPorts() {
    let shape = NodeShape(plugin, rate: 48_000)
    #expect(shape.inputs == ["in", "cv"])
    #expect(shape.outputs == ["out"])
    #expect(shape.parameters.map(\.symbol) == ["cutoff"])
    #expect(shape.parameters.first?.unit == "Hz")
  }

  @Test func boundsThatDependOnTheRateNeedOne() {
    let bounded = NodeShape(plugin, rate: 48_000).parameters[0]
    #expect(bounded.minimum == 0)
    #expect(bounded.maximum == 24_000)
    #expect(bounded.scalePoints == [.init(label: "Half", value: 12_000)])
    let unbounded = NodeShape(plugin, rate: nil).parameters[0]
    #expect(unbounded.minimum == nil)
    #expect(unbounded.maximum == nil)
  }

  @Test func aProblemIsOneFlatObjectInJSON() throws {
    let problem = SessionProblem(
      file: "a.yaml", mark: SourceMark(line: 2, column: 3), severity: .warning, message: "m")
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let json = String(decoding: try encoder.encode(problem), as: UTF8.self)
    let expected =
      #"{"column":3,"file":"a.yaml","line":2,"message":"m","severity":"warning"}"#
    #expect(json == expected)
    #expect(problem.description == "a.yaml:2:3: warning: m")
  }
}
