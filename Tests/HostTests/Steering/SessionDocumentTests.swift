import Control
import Foundation
import TestSupport
import Testing

@testable import Host

@Suite("Documents") struct SessionDocumentTests {
  static let text = """
    # What it is for.

    device: {capture: 1, playback: 2}   # two loudspeakers
    nodes:
      # The first.
      - name: a
        builtin: gain  # quiet
        channels: 1
      # The second.
      - {name: b, builtin: gain, channels: 1}

    # How they are connected.
    chain:
      - [capture, a, b]
    connections:
      - b:out_1 -> playback:in_1   # left
      - "b:out_1 -> playback:in_2"
    # The end.

    """

  private func session(_ text: String) throws -> (SessionDocument, ResolvedSession) {
    let log = ProblemLog(file: "s.yaml")
    let document = try #require(SessionDocument(path: "s.yaml", text: text, log: log))
    let found = SessionLoader(catalogues: []).examine(document)
    return (document, try #require(found.session, "\(found.problems)"))
  }

  private func edited(_ edits: ControlEdit..., text: String = text) throws -> String {
    var (document, session) = try session(text)
    for edit in edits { try document.apply(edit, in: session) }
    let written = DocumentText.of(document)
    let log = ProblemLog(file: "s.yaml")
    #expect(SessionDocument(path: "s.yaml", text: written, log: log) == document)
    return written
  }

  @Test func whatWasNotEditedStaysAsItIs() throws {
    let (document, _) = try session(Self.text)
    #expect(DocumentText.of(document) == Self.text)
    #expect(
      try edited(.mute(true))
        == Self.text.replacing("# The end.", with: "muted: true\n# The end."))
  }

  @Test func anEditedNodeIsWrittenAnew() throws {
    let written = try edited(.set(node: "a", parameter: "gain", value: .number(-6.5)))
    #expect(
      written
        == Self.text.replacing(
          """
              builtin: gain  # quiet
              channels: 1

          """.replacing("        ", with: "    "),
          with: "    builtin: gain\n    channels: 1\n    parameters:\n      gain: -6.5\n"))
  }

  @Test func removesWithTheCommentsOfWhatIsRemoved() throws {
    let written = try edited(.removeNode("a"))
    #expect(!written.contains("The first."))
    #expect(written.contains("# The second.\n  - {name: b, builtin: gain, channels: 1}\n"))
    #expect(!written.contains("chain:"))
    #expect(written.contains("# left"))
  }

  @Test func aChainIsSplitWhereItIsDisconnected() throws {
    let text = """
      device: {capture: 2, playback: 2}
      nodes: [{name: a, builtin: gain, channels: 2}, {name: b, builtin: gain, channels: 2}]
      chain: [capture, a, b, playback]
      """
    let written = try edited(.disconnect(from: "a:out_2", to: "b:in_2"), text: text)
    let (_, session) = try session(written)
    #expect(
      session.links.map { "\($0.from.text) \($0.to.text)" }.sorted() == [
        "a:out_1 b:in_1", "b:out_1 playback:in_1", "b:out_2 playback:in_2",
        "capture:out_1 a:in_1", "capture:out_2 a:in_2",
      ])
  }

  @Test func textsStayTexts() throws {
    for name in ["on", "1", "a: b", "- x", "#", "null", " space ", "\"", "Zoë", "1e3", "a#b"] {
      var (document, _) = try session(Self.text)
      document.root["name"] = .text(name)
      let log = ProblemLog(file: "s.yaml")
      let again = SessionDocument(path: "s.yaml", text: DocumentText.of(document), log: log)
      #expect(again?.root["name"]?.text == name)
    }
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func whateverIsEditedIsReadAgain(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var (document, session) = try session(Self.text)
    var names = ["a", "b"]
    for step in 0..<30 {
      let edit: ControlEdit =
        switch Int.random(in: 0..<6, using: &random) {
        case 0: .addNode(["name": .text("n\(step)"), "builtin": "gain", "channels": 1])
        case 1 where names.count > 1: .removeNode(names.randomElement(using: &random)!)
        case 2:
          .bypass(node: names.randomElement(using: &random)!, isBypassed: .random(using: &random))
        case 3: .mute(.random(using: &random))
        case 4:
          .connect(
            from: "\(names.randomElement(using: &random)!):out_1", to: "playback:in_2")
        default:
          .set(
            node: names.randomElement(using: &random)!, parameter: "gain",
            value: .number(Double.random(in: -60...12, using: &random)))
        }
      try? document.apply(edit, in: session)
      names = document.nodeNames
      let log = ProblemLog(file: "s.yaml")
      let again = SessionDocument(path: "s.yaml", text: DocumentText.of(document), log: log)
      #expect(again?.root == document.root, "seed \(seed), step \(step)")
    }
    _ = session
  }
}
