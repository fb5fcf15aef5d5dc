import Foundation
import TestSupport
import Testing

@Suite("tactus render", .serialized) struct RenderProgramTests {
  @Test func theDemoIsTheSameEachTimeAndForAnyNumberOfWorkers() throws {
    try withTemporaryDirectory { folder in
      var files: [Data] = []
      for (index, workers) in ["1", "1", "2", "3"].enumerated() {
        let output = folder.appending(path: "out\(index).wav")
        let outcome = try TactusProgram.run([
          "render", TactusProgram.path("configs/demo.yaml"),
          "--input", TactusProgram.path("assets/demo.wav"), "--output", output.path,
          "--workers", workers,
        ])
        #expect(outcome.code == 0, "\(outcome.errors)")
        files.append(try Data(contentsOf: output))
      }
      #expect(files.dropFirst().allSatisfy { $0 == files[0] })
      #expect(files[0].count > 1_000_000)
    }
  }

  @Test func reportsAsData() throws {
    try withTemporaryDirectory { folder in
      let outcome = try TactusProgram.run([
        "render", TactusProgram.path("configs/gain-only.yaml"),
        "--input", TactusProgram.path("assets/demo.wav"),
        "--output", folder.appending(path: "out.wav").path, "--json",
      ])
      #expect(outcome.code == 0, "\(outcome.errors)")
      let report = try #require(
        try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
      let result = try #require(report["result"] as? [String: Any])
      #expect(result["rate"] as? Int == 48_000)
      #expect((result["frames"] as? Int ?? 0) > 0)
    }
  }

  @Test func aMissingInputIs69InOneLine() throws {
    try withTemporaryDirectory { folder in
      let outcome = try TactusProgram.run([
        "render", TactusProgram.path("configs/gain-only.yaml"), "--input", "/nowhere.wav",
        "--output", folder.appending(path: "out.wav").path,
      ])
      #expect(outcome.code == 69)
      #expect(outcome.errorLines.count == 1)
      #expect(outcome.errors.contains("/nowhere.wav"))
    }
  }
}
