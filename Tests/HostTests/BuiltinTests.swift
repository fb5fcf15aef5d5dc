import Signal
import Testing

@testable import Host

@Suite("Built-in nodes") struct BuiltinTests {
  let scratch: SessionScratch
  init() throws { scratch = try SessionScratch() }

  /// Those that need no file, with keys that are not the defaults.
  static let nodes = [
    "compressor", "compressor, channels: 1, link: no, sidechain: true", "crossfade, channels: 3",
    "delay, channels: 1, maximum: 10", "equalizer", "equalizer, bands: 16, channels: 8", "gain",
    "gate", "gate, sidechain: yes", "limiter, channels: 6", "mixer, inputs: 4", "noise, seed: 9",
    "pan", "pan, channels: 1", "polarity, channels: 64",
  ]

  private func builtin(_ text: String) throws -> SessionBuiltin {
    let reading = try scratch.read("nodes: [{name: a, builtin: \(text)}]")
    #expect(reading.problems.problems.isEmpty)
    guard case .builtin(let builtin) = try #require(reading.session.nodes.first).kind else {
      throw NodeShapeError("not a built-in node: \(text)")
    }
    return builtin
  }

  @Test func haveNamesInOrder() {
    let names = Builtins.all.map { $0.name }
    #expect(names == Set(names).sorted())
  }

  @Test(arguments: nodes) func aSessionKnowsTheShapeBeforeItIsMade(text: String) throws {
    let builtin = try builtin(text)
    #expect(text.hasPrefix(builtin.name))
    let setting = BuiltinSetting(nodeName: "a", rate: 48_000, maximumFrames: 64)
    let processor = try #require(try builtin.builtin.make(setting).processor)
    let shape = builtin.shape
    #expect(shape.inputs == processor.inputs)
    #expect(shape.outputs == processor.outputs)
    #expect(shape.parameters.map(\.symbol) == processor.parameters.map(\.symbol))
    for (told, made) in zip(shape.parameters, processor.parameters) {
      #expect(told.minimum == Double(made.minimum))
      #expect(told.maximum == Double(made.maximum))
      #expect(told.unit == made.unit)
      #expect(told.scalePoints.map(\.label) == made.choices)
    }
  }

  @Test func withTheSameKeysTheyAreEqual() throws {
    #expect(try builtin("pan") == builtin("pan, channels: 2"))
    #expect(try builtin("pan") != builtin("pan, channels: 1"))
    #expect(try builtin("pan") != builtin("gain"))
  }

  @Test(arguments: [
    ("pan, channels: 3", "`channels:` must be a whole number from 1 to 2, not `3`"),
    ("equalizer, bands: 17", "`bands:` must be a whole number from 1 to 16, not `17`"),
    ("delay, maximum: 10001", "`maximum:` must be a whole number from 1 to 10000, not `10001`"),
    ("noise, seed: -1", "`seed:` must be a whole number from 0 to 2147483647, not `-1`"),
    ("gate, sidechain: 2", "`sidechain:` must be true or false, not `2`"),
    (
      "limiter, sidechain: true",
      "unknown key `sidechain` in node `a`: there is name, channels, parameters"
    ),
  ])
  func keysAreChecked(text: String, problem: String) throws {
    let reading = try scratch.read("nodes: [{name: a, builtin: \(text)}]")
    let messages = reading.problems.problems.map(\.message)
    #expect(messages.count == 1)
    #expect(messages.first?.hasPrefix(String(problem.prefix(40))) == true, "\(messages)")
  }

  @Test func anUnknownOneIsToldWhichThereAre() throws {
    let reading = try scratch.read("nodes: [{name: a, builtin: flute, keys: 3}]")
    let messages = reading.problems.problems.map(\.message)
    #expect(messages.count == 1)
    let begin = "unknown builtin `flute`: there is compressor, "
    #expect(messages.first?.hasPrefix(begin) == true, "\(messages)")
  }

  @Test func choicesAreWrittenAsWords() throws {
    let session = try scratch.load(
      """
      nodes:
        - name: a
          builtin: equalizer
          parameters: {shape_1: High-Pass, on_2: off, on_3: true, frequency_4: 24000}
        - {name: b, builtin: polarity, parameters: {invert_1: on}}
      chain: [a, b, playback]
      """)
    #expect(session.nodes[0].parameters.map(\.value) == [4, 0, 1, 24_000])
    #expect(session.nodes[1].parameters.map(\.value) == [1])
  }

  @Test func parametersAreChecked() throws {
    let problems = try scratch.problems(
      """
      nodes:
        - {name: a, builtin: equalizer, parameters: {shape_1: hihg-pass}}
        - {name: b, builtin: compressor, parameters: {ratio: 0.5}}
        - {name: c, builtin: pan, parameters: {pan: left}}
        - {name: d, builtin: limiter, parameters: {ceiling: 1}}
      chain: [a, b, c, d, playback]
      """)
    #expect(
      problems == [
        "2: `shape_1` has no value `hihg-pass`: did you mean `high-pass`?",
        "3: `ratio` must be from 1 to 100, not 0.5",
        "4: `pan` must be a number, not `left`",
        "5: `ceiling` must be from -60 to 0 dB, not 1",
      ])
  }
}
