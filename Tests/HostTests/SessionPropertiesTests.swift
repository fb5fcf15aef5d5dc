import Foundation
import Plugins
import Testing

@testable import Host

@Suite("Session properties") struct SessionPropertiesTests {
  let scratch: SessionScratch
  init() throws { scratch = try SessionScratch() }

  private func session(_ parameters: String) -> String {
    """
    nodes:
      - name: sampler
        plugin: "lv2:urn:sampler"
        parameters: {\(parameters)}
    chain: [capture, sampler, playback]
    device: {capture: 1, playback: 1}
    """
  }

  @Test func takesPropertiesBesideParameters() throws {
    _ = try scratch.write("sound", as: "kick.wav")
    let node = try scratch.load(
      session("gain: 2, file: kick.wav, title: A kick, \"urn:sampler#voices\": 4")
    ).nodes[0]
    #expect(node.parameters.map(\.symbol) == ["gain"])
    #expect(
      node.properties.map(\.identifier)
        == ["urn:sampler#file", "urn:sampler#title", "urn:sampler#voices"])
    guard case .text(let path) = node.properties[0].value else {
      Issue.record("a path should be a text")
      return
    }
    #expect(path.hasPrefix("/") && path.hasSuffix("/kick.wav"))
    #expect(node.properties[1].value == .text("A kick"))
    #expect(node.properties[2].value == .number(4))
  }

  @Test(arguments: [
    ("file: nowhere.wav", "`file` names a file that cannot be read: /"),
    ("file: 7", "`file` must be a file, not 7"),
    ("voices: many", "`voices` must be a number, not `many`"),
    ("voices: 9", "`voices` must be at least 1 and at most 8, not 9"),
    ("odd: 1", "`odd` is of a kind that cannot be set here"),
    ("titel: x", "did you mean `title`"),
  ])
  func refusesWhatDoesNotFit(parameters: String, message: String) throws {
    let problems = try scratch.problems(session(parameters))
    #expect(problems.count == 1)
    #expect(problems.first?.contains(message) == true, "\(problems)")
  }
}
