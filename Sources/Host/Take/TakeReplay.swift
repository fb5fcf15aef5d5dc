import Drivers
import Foundation
import Graph
import Realtime
import Signal
import SoundFiles
import WorkQueues

/// A take played again offline: the same session, input and edits, each at the same frame.
///
/// Where nothing was missed and nothing is in doubt, the output is what was played, bit for bit.
/// What the session's recorders write goes beside the output. Thread: control.
public struct TakeReplay: Sendable {
  /// Reads a take; `workers` threads run the graph.
  public init(
    path: String, loader: SessionLoader, outputPath: String, workers: Int? = nil
  ) throws(HostError) {
    take = try Take(path: path)
    self.loader = loader
    self.outputPath = outputPath
    self.workers = max(1, workers ?? 1)
  }

  private let take: Take
  private let loader: SessionLoader
  private let outputPath: String
  private let workers: Int

  /// Replays; `progress` is called now and then with the share that is done.
  public func run(
    progress: (Double) -> Void = { _ in }
  ) throws(HostError) -> OfflineRender.Result {
    do {
      return try replay(progress)
    } catch let error as HostError {
      throw error
    } catch let error as DriverError {
      throw HostError(.unavailable, error.description)
    } catch let error as SoundFileError {
      throw HostError(.unavailable, error.description)
    } catch {
      throw HostError(.internal, "\(error)")
    }
  }

  private func replay(_ progress: (Double) -> Void) throws -> OfflineRender.Result {
    let start = Clock.now()
    let header = take.header
    let steps = try ReplaySteps(take, loader: loader, recordingFolder: folder(of: outputPath))
    let inputs = ReplayInputs(take.inputs)
    let source = try ReplaySource(take, steps: steps, inputs: inputs)
    let sink = try FileSink(
      path: outputPath, rate: header.rate, channels: header.playbackChannels,
      work: { steps.live.work })
    let driver = try FileDriver(
      StreamRequest(
        device: take.folder.path, rate: header.rate, periodFrames: header.periodFrames),
      source: source, sink: sink)
    let platform = try WorkPlatform()
    defer { platform.shutdown() }
    let queue = try platform.makeQueue(
      named: "replay", kind: .multithreaded(workers: workers - 1), spinNanoseconds: 50_000)
    let cycle = ReplayCycle(
      player: steps.live.player.handle, controls: steps.live.controls.cycle,
      steering: steps.live.steering.cycle(nil), queue: queue.handle, workers: workers,
      fader: steps.fader.handle, inputs: inputs.handle)
    let frames = try withUnsafePointer(to: cycle) { cycle in
      try driver.runToEnd(
        PeriodCallback(
          function: { ReplayCycle.perform($0, $1) },
          context: UnsafeMutableRawPointer(mutating: cycle)),
        on: queue
      ) { progress(Double($0) / Double(max(1, source.length))) }
    }
    try steps.finishEnding()
    try sink.close()
    let seconds = Double(Clock.now() - start) / 1e9
    return OfflineRender.Result(
      frames: frames, rate: header.rate, channels: sink.channelCount, seconds: seconds,
      speed: Double(frames) / Double(header.rate) / max(seconds, 1e-9),
      meters: steps.live.work.compactMap(\.meter), notes: take.doubts + sink.notes)
  }

  private func folder(of path: String) -> String {
    URL(fileURLWithPath: path).deletingLastPathComponent().path
  }
}
