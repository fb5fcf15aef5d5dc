import Foundation
import TestSupport
import Testing

@Suite("tactus check", .serialized) struct CheckProgramTests {
  private static let wrong = """
    name: [not, a, name]
    devise: {driver: jack}
    device: {rate: fast, period: 0}
    queue: {class: Karaoke}
    nodes:
      - {name: amp, builtin: gain, parameters: {gian: 3}}
      - {name: amp, builtin: gain}
      - {name: play, builtin: file-player, file: nowhere.wav}
      - {name: odd, builtin: flanger}
      - {name: capture, builtin: gain}
      - {name: wet, plugin: "vst:Reverb"}
    connections:
      - play:out_9 -> playback:in_1
      - amp:out_1 -> nobody:in_1
      - amp -> playback
    """

  @Test func everyMistakeIsReportedAtOnceWithItsLine() throws {
    try withTemporaryDirectory { folder in
      let path = folder.appending(path: "wrong.yaml").path
      try Self.wrong.write(toFile: path, atomically: true, encoding: .utf8)
      for command in [["check", path], ["run", path, "--driver", "clock", "--no-meter"]] {
        let outcome = try TactusProgram.run(command)
        #expect(outcome.code == 65)
        let lines = outcome.errors.split(separator: "\n")
        let numbers = lines.compactMap { line -> Int? in
          guard let range = line.range(of: "wrong.yaml:") else { return nil }
          return Int(line[range.upperBound...].prefix { $0.isNumber })
        }
        #expect(numbers.count == lines.count)
        #expect(Set(numbers) == [1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 15])
        #expect(numbers == numbers.sorted())
        #expect(outcome.output.isEmpty)
      }
    }
  }

  @Test func problemsAreDataWithJSON() throws {
    try withTemporaryDirectory { folder in
      let path = folder.appending(path: "wrong.yaml").path
      try Self.wrong.write(toFile: path, atomically: true, encoding: .utf8)
      let outcome = try TactusProgram.run(["check", path, "--json"])
      #expect(outcome.code == 65)
      let report = try #require(
        try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
      #expect(report["isUsable"] as? Bool == false)
      let problems = try #require(report["problems"] as? [[String: Any]])
      #expect(problems.count >= 11)
      #expect(problems.allSatisfy { $0["line"] is Int && $0["message"] is String })
    }
  }

  @Test func aMissingPluginAloneIs69() throws {
    try withTemporaryDirectory { folder in
      let path = folder.appending(path: "missing.yaml").path
      try """
      device: {capture: 1, playback: 1}
      nodes: [{name: wet, plugin: "lv2:urn:tactus:nowhere"}]
      chain: [capture, wet, playback]
      """.write(toFile: path, atomically: true, encoding: .utf8)
      let outcome = try TactusProgram.run(["check", path])
      #expect(outcome.code == 69)
      #expect(outcome.errors.contains("missing.yaml:2:"))
    }
  }

  @Test func aCycleIsRefusedWithTheNamesOnIt() throws {
    try withTemporaryDirectory { folder in
      let path = folder.appending(path: "round.yaml").path
      try """
      nodes:
        - {name: one, builtin: gain}
        - {name: two, builtin: gain}
      connections:
        - one:out_1 -> two:in_1
        - two:out_1 -> one:in_1
        - two:out_2 -> playback:in_2
      """.write(toFile: path, atomically: true, encoding: .utf8)
      let outcome = try TactusProgram.run(["check", path])
      #expect(outcome.code == 65)
      #expect(outcome.errors.contains("one") && outcome.errors.contains("two"))
      #expect(outcome.errors.contains("round.yaml:2:"))
    }
  }

  @Test(arguments: ["gain-only", "tone", "record", "parallel-mix", "demo", "guitar", "pedals"])
  func everyExampleIsReadyToPlay(name: String) throws {
    let outcome = try TactusProgram.run(["check", TactusProgram.path("configs/\(name).yaml")])
    #expect(outcome.code == 0, "\(outcome.errors)")
  }
}
