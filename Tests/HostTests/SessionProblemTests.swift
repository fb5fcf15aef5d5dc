import Foundation
import Host
import Testing

@Suite("SessionProblem") struct SessionProblemTests {
  let scratch: SessionScratch
  init() throws { scratch = try SessionScratch() }

  @Test func tenMistakesGiveTenMessagesWithTheirLines() throws {
    let path = repositoryRoot.appendingPathComponent("Tests/Fixtures/ten-mistakes.yaml").path
    let sound = repositoryRoot.appendingPathComponent("Tests/Fixtures/nowhere.wav").path
    let problems = #expect(throws: SessionProblems.self) {
      try SessionFile.load(path: path, shapeOf: SessionShapes.shape)
    }
    #expect(
      problems?.description.components(separatedBy: "\n") == [
        "\(path):4:11: `driver:` must be one of auto, jack, alsa, clock, not `coreaudio`",
        "\(path):5:9: `rate:` must be a whole number from 8000 to 384000, not `fast`",
        "\(path):6:3: unknown key `perod` in `device:`: did you mean `period`?",
        "\(path):8:10: unknown task class `Pro Adio`: did you mean `Pro Audio`?",
        "\(path):13:11: cannot play \(sound): No such file or directory",
        "\(path):16:18: node `amp` has no parameter `gian`: did you mean `gain`?",
        "\(path):19:18: `gain` must be from -120 to 40 dB, not 60",
        "\(path):20:11: a node named `trim` is on line 17 already",
        "\(path):22:28: unknown node `playbak`: did you mean `playback`?",
        "\(path):24:5: node `amp` has no output `out_3`: did you mean `out_1`?",
      ])
  }

  @Test(arguments: [
    (
      "device: {format: S17}\nnodes: []",
      "1: there is no linear sample format S17; use ALSA's name for one, such as "
        + "S16_LE, S24_3LE, S32_LE or FLOAT_LE"
    ),
    (
      "device: {access: direct}\nnodes: []",
      "1: `access:` must be one of mapped, copied, not `direct`"
    ),
    (
      "device: {strict: maybe}\nnodes: []", "1: `strict:` must be true or false, not `maybe`"
    ),
    ("nodes: 3", "1: `nodes:` must be a list of nodes, not `3`"),
    ("nodes: [gain]", "1: a node must be a mapping of keys to values, not `gain`"),
    ("nodes: [{builtin: gain}]", "1: a node needs `name:`"),
    ("nodes: [{name: a}]", "1: node `a` needs `builtin:` or `plugin:`"),
    (
      "nodes: [{name: a, builtin: gain, plugin: lv2:a:b}]",
      "1: node `a` has both `builtin:` and `plugin:`"
    ),
    ("nodes: [{name: a, builtin: gian}]", "1: unknown builtin `gian`: did you mean `gain`?"),
    (
      "nodes: [{name: a, plugin: vst:x}]",
      "1: `plugin:` must begin with lv2: or ladspa:, as ladspa:amp:amp_mono does, not `vst:x`"
    ),
    (
      "nodes: [{name: a, plugin: ladspa:amp}]",
      "1: `plugin:` must be ladspa:LIBRARY:LABEL or ladspa:NUMBER, not `ladspa:amp`"
    ),
    (
      "nodes: [{name: a, plugin: 'lv2:'}]",
      "1: `plugin:` must be lv2: and the plugin's URI, not `lv2:`"
    ),
    (
      "nodes: [{name: capture, builtin: gain}]",
      "1: `capture` is the device's own name: call the node something else"
    ),
    (
      "nodes: [{name: 'a:b', builtin: gain}]",
      "1: a node's name cannot hold `:`, `->` or line breaks: `a:b`"
    ),
    (
      "nodes: [{name: a, builtin: gain, channels: 0}]",
      "1: `channels:` must be a whole number from 1 to 64, not `0`"
    ),
    (
      "nodes: [{name: a, builtin: gain, chanels: 1}]",
      "1: unknown key `chanels` in node `a`: did you mean `channels`?"
    ),
    ("nodes: [{name: a, builtin: file-player}]", "1: node `a` needs `file:`"),
    (
      "nodes: [{name: a, builtin: tone, waveform: bell}]",
      "1: `waveform:` must be one of sine, triangle, square, saw, not `bell`"
    ),
    (
      "nodes: [{name: a, builtin: gain, parameters: [1]}]",
      "1: `parameters:` of node `a` must be a mapping of keys to values, not a list"
    ),
    (
      "nodes: [{name: a, builtin: gain, parameters: {gain: [1]}}]",
      "1: parameter `gain` must be a number or a name, not a list"
    ),
    (
      "nodes: [{name: a, builtin: gain, parameters: {gain: }}]",
      "1: parameter `gain` must be a number or a name, not nothing"
    ),
    ("chain: player", "1: `chain:` must be a list of node names or of such lists, not `player`"),
    ("chain: [capture]", "1: a chain needs two nodes or more"),
    (
      "chain: [[capture, playback], capture]",
      "1: a chain must be a list of node names, not `capture`"
    ),
    ("chain: [capture, {a: b}]", "1: a chain is made of node names, not a mapping"),
    (
      "connections: [capture -> playback]",
      "1: an end of a connection is written NODE:PORT, not `capture`"
    ),
    (
      "connections: ['capture:out_1']",
      "1: a connection is written NODE:PORT -> NODE:PORT, not the text \"capture:out_1\""
    ),
    ("connections: [{from: a:b}]", "1: a connection needs `to:`"),
    (
      "device: {connect: 7}\nchain: [capture, playback]",
      "1: `connect:` must be true, false or {capture: [ports], playback: [ports]}, not `7`"
    ),
    (
      "device: {name: {a: b}}\nnodes: []",
      "1: `name:` must be a device's name or a list of them, not a mapping"
    ),
    (
      "device: {name: []}\nnodes: []",
      "1: `name:` must be a device's name or a list of them, not an empty list"
    ),
    (
      "device: {name: [hw:0, ~]}\nnodes: []",
      "1: `name:` must be a device's name or a list of them, not nothing"
    ),
    (
      "device: {capture: 65}\nnodes: []",
      "1: `capture:` must be a whole number from 0 to 64, not `65`"
    ),
    (
      "device: {capture: [0]}\nnodes: []",
      "1: a channel must be a number from 1 to 1024 or a place such as FL, not `0`"
    ),
    (
      "device: {playback: [1, F-L]}\nnodes: []",
      "1: a channel must be a number from 1 to 1024 or a place such as FL, not `F-L`"
    ),
    ("device: {playback: [FL, fl]}\nnodes: []", "1: `playback:` has channel `fl` twice"),
    ("fades: {stop: long}\nnodes: []", "1: `stop:` must be a number from 0 to 60 s, not `long`"),
    (
      "fades: {lost: {seconds: 61}}\nnodes: []",
      "1: `seconds:` must be a number from 0 to 60 s, not `61`"
    ),
    (
      "fades: {back: {curve: round}}\nnodes: []",
      "1: `curve:` must be one of linear, smooth, equal-power, exponential, not `round`"
    ),
    (
      "fades: {mute: {second: 1}}\nnodes: []",
      "1: unknown key `second` in `mute:`: did you mean `seconds`?"
    ),
    (
      "fades: {session: {seconds: 1}}\nnodes: []",
      "1: `session:` must be a number from 0 to 60 s, not a mapping"
    ),
    (
      "nodes: [{name: a, plugin: 'lv2:urn:a', midi: 0}]",
      "1: `midi:` must be false, a MIDI port's number from 1 to 64, NODE, NODE:PORT or a list of "
        + "these, not `0`"
    ),
    (
      "nodes: [{name: a, plugin: 'lv2:urn:a', midi: [2, {b: c}]}]",
      "1: `midi:` must be false, a MIDI port's number from 1 to 64, NODE, NODE:PORT or a list of "
        + "these, not a mapping"
    ),
    (
      "nodes: [{name: a, plugin: 'lv2:urn:a', midi: 'b:'}]",
      "1: `midi:` must be false, a MIDI port's number from 1 to 64, NODE, NODE:PORT or a list of "
        + "these, not the text \"b:\""
    ),
    (
      "nodes: [{name: a, plugin: 'lv2:urn:a', midi_out: 65}]",
      "1: `midi_out:` must be true, false or a MIDI port's number from 1 to 64, not `65`"
    ),
    (
      "nodes: [{name: a, builtin: tone, midi: 1}]",
      "1: unknown key `midi` in node `a`: there is name, builtin, plugin, frequency, level, "
        + "waveform, parameters, bypass, bypass, compensate"
    ),
    ("muted: 3\nnodes: []", "1: `muted:` must be true or false, not `3`"),
    (
      "queue: {workers: 1.5}\nnodes: []",
      "1: `workers:` must be a whole number from 1 to 64, not `1.5`"
    ),
    ("name: [a]\nnodes: []", "1: `name:` must be text, not a list"),
    ("name: ~\nnodes: []", "1: `name:` must be text, not nothing"),
    ("- a\n- b", "1: the session must be a mapping of keys to values, not a list"),
    ("name: a", "1: the session has no `nodes:`, `chain:` or `connections:`"),
    ("", "1: the session is empty: it needs `nodes:` and a `chain:`"),
    ("# nothing\n---\n", "1: the session is empty: it needs `nodes:` and a `chain:`"),
    ("[a, b]: c\nnodes: []", "1: a key must be plain text, not a list"),
  ])
  func oneMistakeGivesOneMessage(text: String, problem: String) throws {
    let errors = try scratch.read(text).problems.errors.map { "\($0.line): \($0.message)" }
    #expect(errors == [problem])
  }

  @Test func aKeyThatIsGivenTwiceDoesNotHideTheOtherProblems() throws {
    let problems = try scratch.read(
      """
      name: a
      "name": b
      device:
        rate: 48000
        rate: 44100
        'rate': 1
        perriod: 3
      name: c
      nodes: []
      """
    ).problems.problems.map { "\($0.line):\($0.column): \($0.message)" }
    #expect(
      problems == [
        "2:1: key `name` is given twice, first on line 1",
        "5:3: key `rate` is given twice, first on line 4",
        "6:3: key `rate` is given twice, first on line 4",
        "7:3: unknown key `perriod` in `device:`: did you mean `period`?",
        "8:1: key `name` is given twice, first on line 1",
      ])
  }

  @Test func hundredsOfDoubledKeysEnd() throws {
    let text = String(repeating: "name: a\n", count: 500)
    let problems = try scratch.read(text).problems.problems
    #expect(problems.map(\.message) == ["key `name` is given twice"])
  }

  @Test(arguments: [
    ("nodes: [", 1), ("nodes:\n\t- a", 2), ("a: b: c", 1), ("nodes: \"a\nchain: b", 2),
    ("name: a\u{1}b", 1), ("a: 1\n---\nb: 2", 2), ("{", 1), ("nodes:\n - a\n  b: c", 3),
  ])
  func whatIsNotYAMLIsReportedWithItsLine(text: String, line: Int) throws {
    let problems = try scratch.read(text).problems.problems
    #expect(problems.count == 1)
    #expect(problems.first?.message.hasPrefix("not valid YAML") == true)
    #expect(problems.first.map { abs($0.line - line) <= 1 } == true)
  }

  @Test func bytesThatAreNoTextAreRefused() throws {
    let path = scratch.path("a.yaml")
    try Data([0x61, 0x3A, 0x0A, 0xFF, 0xFE]).write(to: URL(fileURLWithPath: path))
    let problems = SessionFile.read(path: path).problems
    #expect(problems.description == "\(path):2:1: holds bytes that are not UTF-8 text")
  }

  @Test func aByteOrderMarkIsNoPartOfTheText() throws {
    #expect(try scratch.read("\u{FEFF}name: a\nnodes: []").problems.problems.isEmpty)
  }

  @Test func windowsLineEndsCountAsOne() throws {
    let problems = try scratch.read("name: a\r\nnodes: []\r\nfoo: 1\r\n").problems.problems
    #expect(problems.map(\.line) == [3])
  }

  @Test func aMissingFileIsReported() {
    let problems = SessionFile.read(path: "/nowhere/a.yaml").problems
    #expect(problems.description == "/nowhere/a.yaml:1:1: no such file")
  }

  @Test func aFolderIsReported() {
    let problems = SessionFile.read(path: scratch.folder.path).problems
    #expect(problems.problems.map(\.message) == ["is a directory, not a file"])
  }

  @Test func aHugeFileIsRefused() throws {
    let path = try scratch.write(String(repeating: "# padding\n", count: 430_000))
    let problems = SessionFile.read(path: path).problems.problems
    #expect(problems.map(\.message) == ["is larger than 4 MiB, which no session needs"])
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/zero"), "needs /dev/zero"))
  func aFileWithoutEndIsRefused() {
    #expect(SessionFile.read(path: "/dev/zero").problems.errors.count == 1)
  }

  @Test func aLargeSessionIsRead() throws {
    let nodes = (0..<2000).map { "  - {name: n\($0), builtin: gain}\n" }.joined()
    let reading = try scratch.read("nodes:\n\(nodes)")
    #expect(reading.problems.problems.isEmpty)
    #expect(reading.session.nodes.count == 2000)
  }

  @Test func deepNestingEnds() throws {
    for text in ["[", "{a: ", "- "] {
      let problems = try scratch.read(String(repeating: text, count: 100_000)).problems
      #expect(problems.errors.count == 1)
    }
  }

  @Test(arguments: [
    ("nodes: &a []\nchain: *a", 1, 8), ("chain: [*b, c]", 1, 9), ("a: {b: *c}", 1, 8),
    ("{\"a\":*b}", 1, 6), ("? *a\n: b", 1, 3), ("a: !!str &b c", 1, 10),
    ("a: 'it''s'\nb: *c", 2, 4),
    ("# it's\nb: *c", 2, 4), ("a: \"\\\"\"\nb: *c", 2, 4), ("a:\n- - &x y", 2, 5),
  ])
  func anchorsAndAliasesAreRefused(text: String, line: Int, column: Int) throws {
    let problems = try scratch.read(text).problems.problems
    #expect(problems.map(\.mark) == [SourceMark(line: line, column: column)])
    #expect(problems.first?.message.hasPrefix("anchors (&) and aliases (*)") == true)
  }

  @Test(arguments: [
    "name: a & b *c &d", "name: '*a'", "name: \"&a\"", "name: a*b", "# *a &b\nname: c",
    "name: a, *b", "name: c # *x", "name: a [x, *b]",
  ])
  func starsAndAmpersandsInTextAreText(text: String) throws {
    #expect(try scratch.read("\(text)\nnodes: []").problems.problems.isEmpty)
  }

  @Test func aBillionLaughsEndAtOnce() throws {
    var text = "a0: &a0 [x, x]\n"
    for level in 1..<60 {
      let last = "*a\(level - 1)"
      text += "a\(level): &a\(level) {? \(last) : 1, ? [\(last), \(last)] : 2}\n"
    }
    let problems = try scratch.read(text).problems.problems
    #expect(problems.map(\.line) == [1])
  }

  @Test func recordingsNeedAFolderAndAKind() throws {
    let problems = try scratch.problems(
      """
      nodes:
        - {name: a, builtin: recorder, file: none/take.wav}
        - {name: b, builtin: recorder, file: take.mp3}
        - {name: c, builtin: recorder, file: take.flac, format: float}
        - {name: d, builtin: recorder}
      chain: [a, b, c, d, playback]
      """)
    let folder = scratch.path("none")
    #expect(
      problems == [
        "2: cannot record to \(folder)/take.wav: there is no folder \(folder)",
        "3: cannot record to \(scratch.path("take.mp3")): use .wav, .flac, .w64 or .aiff",
        "4: a .flac file cannot hold float samples",
        "5: node `d` needs `file:`",
      ])
  }

  @Test func whatIsNoSoundFileCannotBePlayed() throws {
    _ = try scratch.write("text", as: "a.wav")
    let problems = try scratch.problems(
      """
      nodes:
        - {name: player, builtin: file-player, file: a.wav}
        - {name: folder, builtin: file-player, file: .}
      chain: [[player, playback], [folder, playback]]
      """)
    #expect(problems.count == 2)
    #expect(problems.first?.hasPrefix("2: cannot play \(scratch.path("a.wav")): ") == true)
    #expect(problems.last?.hasSuffix("is a directory, not a sound file") == true)
  }

  /// Damaged files end in problems, never in a crash, and every problem has a place in the file.
  @Test func damagedSessionsAreReadToTheirEnd() throws {
    let path = repositoryRoot.appendingPathComponent("configs/demo.yaml").path
    let original = Array(try String(contentsOfFile: path, encoding: .utf8).unicodeScalars)
    let splinters = Array("\n\t :-[]{},#&*!|>'\"%@`?~\\0x.\u{1}é".unicodeScalars)
    var state: UInt64 = 7
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    for _ in 0..<200 {
      var text = original
      for _ in 0..<1 + next(4) {
        let index = next(text.count)
        switch next(3) {
        case 0: text[index] = splinters[next(splinters.count)]
        case 1: text.removeSubrange(index..<min(text.count, index + 1 + next(40)))
        default: text.insert(splinters[next(splinters.count)], at: index)
        }
      }
      var view = String.UnicodeScalarView()
      view.append(contentsOf: text)
      let reading = try scratch.read(String(view))
      _ = SessionResolver.resolve(reading.session, shapeOf: SessionShapes.shape)
      #expect(reading.problems.problems.allSatisfy { $0.line >= 1 && $0.column >= 1 })
    }
  }
}
