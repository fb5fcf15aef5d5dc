import Foundation
import SoundFiles
import TestSupport
import Testing

/// A stage and a rack, each with a network of its own and a JACK server, joined by NetJack2.
@Suite(
  "Two machines", .serialized,
  .enabled(if: JackServer.isInstalled && Tools.isInstalled("jack_load"), "jackd is not installed"),
  .enabled(if: NetworkNamespaces.isPossible, "network namespaces need root and iproute2"))
struct TwoMachinesTests {
  private static let frames = 96_000
  /// Silence until everything is connected.
  private static let silentFrames = 48_000

  /// A second of noise after a second of silence.
  private static func writeNoise(to path: String) throws {
    var generator = SeededGenerator(seed: 5)
    let samples = (0..<frames).flatMap { frame -> [Float] in
      guard frame >= silentFrames else { return [0, 0] }
      return [
        .random(in: -0.4...0.4, using: &generator), .random(in: -0.4...0.4, using: &generator),
      ]
    }
    let writer = try SoundFileWriter(path: path, rate: 48_000, channelCount: 2)
    try writer.write(interleaved: samples, frames: frames)
    try writer.close()
  }

  private static func stage(playing noise: String, recording back: String) -> String {
    """
    name: Stage
    device:
      driver: jack
      capture: 2
      playback: 2
      connect:
        capture: ["rack:from_slave_1", "rack:from_slave_2"]
        playback: ["rack:to_slave_1", "rack:to_slave_2"]
    fades: {start: 0, stop: 0}
    nodes:
      - {name: player, builtin: file-player, file: \(noise)}
      - {name: recorder, builtin: recorder, file: \(back), channels: 2}
    chain:
      - [capture, recorder]
      - [player, playback]
    """
  }

  private static func samples(_ path: String) throws -> [Float] {
    let table = try SampleTable(reading: path, atRate: nil)
    return Array(UnsafeBufferPointer(start: table.channel(0), count: table.frames))
  }

  @Test func theRackPlaysWhatTheStageSendsBitForBit() async throws {
    let losses = try await untilNoPeriodIsLost(frames: [512, 512, 1_024, 4_096]) {
      try await playOverTheNetwork(periodFrames: $0)
    }
    #expect(losses == [])
  }

  /// What was told of periods that were lost; what is heard is compared when there is nothing.
  private func playOverTheNetwork(periodFrames: Int) async throws -> [String] {
    let network = try NetworkNamespaces()
    let folder = try ScratchDirectory()
    let (noise, back) = (folder.path + "/noise.wav", folder.path + "/back.wav")
    try Self.writeNoise(to: noise)
    try folder.write(Self.stage(playing: noise, recording: back), to: "stage.yaml")

    let stageServer = try NetJackServer(
      in: network.first, driver: ["dummy", "-r", "48000", "-p", "\(periodFrames)"])
    try stageServer.load("netmanager")
    let rackServer = try NetJackServer(
      in: network.second, driver: ["net", "-n", "rack", "-l", "2"])
    #expect(await eventually { stageServer.hasPort("rack:to_slave_2") })

    let rack = try TactusProgram.start(
      ["run", TactusProgram.path("configs/rack.yaml"), "--device", rackServer.name, "--no-meter"],
      through: NetworkNamespaces.entering(network.second))
    #expect(await eventually { rack.errors.contains("latency:") || !rack.process.isRunning })
    let stage = try TactusProgram.start(
      ["run", folder.path + "/stage.yaml", "--device", stageServer.name, "--no-meter"]
        + ["--duration", "3"],
      through: NetworkNamespaces.entering(network.first)
    ).wait()
    #expect(stage.code == 0, "\(stage.errors)")
    rack.signal(SIGTERM)
    let rackOutcome = rack.wait()
    #expect(rackOutcome.code == 0, "\(rackOutcome.errors)")
    let losses = (stage.errorLines + rackOutcome.errorLines).filter {
      $0.contains("xrun") || $0.contains("was late")
    }
    guard losses.isEmpty else { return losses }

    // What it has to sound like is what the rack's session makes of the file offline.
    let expected = folder.path + "/expected.wav"
    let render = try TactusProgram.run(
      ["render", TactusProgram.path("configs/rack.yaml"), "--input", noise, "--output", expected])
    #expect(render.code == 0, "\(render.errors)")
    let heard = try Self.samples(back)
    let wanted = try Self.samples(expected)[Self.silentFrames..<Self.frames]
    let begin = try #require(heard.firstIndex { $0 != 0 })
    try #require(heard.count >= begin + wanted.count)
    #expect(Array(heard[begin..<begin + wanted.count]) == Array(wanted))
    // The stage's own time tells how long the way there and back is: whole periods.
    #expect((begin - Self.silentFrames) % periodFrames == 0)
    return []
  }
}

/// A JACK server in a network namespace.
private final class NetJackServer {
  let name = "tactus-\(UUID().uuidString.prefix(8).lowercased())"
  private let namespace: String
  private let server: RunningProgram

  init(in namespace: String, driver: [String]) throws {
    self.namespace = namespace
    server = try RunningProgram(
      NetworkNamespaces.entering(namespace) + ["jackd", "-n", name, "-S", "-d"] + driver,
      environment: ["JACK_NO_AUDIO_RESERVATION": "1"])
  }

  deinit {
    server.signal(SIGTERM)
    _ = server.wait()
  }

  /// Loads one of JACK's internal clients.
  func load(_ client: String) throws {
    let waiting = try RunningProgram(["jack_wait", "-s", name, "-w", "-t", "20"]).wait()
    #expect(waiting.code == 0)
    let loading = try RunningProgram(
      ["jack_load", client], environment: ["JACK_DEFAULT_SERVER": name]
    ).wait()
    #expect(loading.code == 0, "\(loading.errors)")
  }

  func hasPort(_ port: String) -> Bool {
    let list = try? RunningProgram(["jack_lsp", "-s", name]).wait()
    return list?.output.split(separator: "\n").contains { $0 == port } ?? false
  }
}
