import Plugins
import Testing

@testable import Host

/// Makes a take until nothing is in doubt: a machine that stands still may bring doubts about.
///
/// `attempt` makes one in a folder of its own and gives its doubts, or checks the take and gives
/// none.
func untilNothingIsInDoubt(_ attempt: (HostFixture) async throws -> [String]) async throws {
  var doubts: [String] = []
  for _ in 0..<10 {
    try await withHostFixture { doubts = try await attempt($0) }
    if doubts.isEmpty { return }
  }
  Issue.record("in doubt each time: \(doubts)")
}

extension HostFixture {
  /// Replays the take in `take`, and gives the samples.
  func replayTake(as name: String, catalogues: [any PluginCatalogue] = []) throws -> [[Float]] {
    _ = try TakeReplay(
      path: path("take"), loader: SessionLoader(catalogues: catalogues), outputPath: path(name),
      workers: 2
    ).run()
    return try read(name)
  }
}
