import ClockBridge
import Foundation

/// A sine that goes through a bridge between two devices of which only the clocks are there.
final class BridgeSimulation {
  let bridge: ClockBridge
  var capture: SimulatedDevice
  var playback: SimulatedDevice
  /// Whether the capture thread comes, at a time in seconds.
  var isCapturing: (Double) -> Bool = { _ in true }
  /// Whether the playback thread comes.
  var isPlaying: (Double) -> Bool = { _ in true }
  private(set) var meter: PhaseMeter
  let amplitude = 0.5
  private var generator: SplitMix
  private let captured: UnsafeMutablePointer<Float>
  private let played: UnsafeMutablePointer<Float>
  /// Whether the capture thread says when it has missed periods, as after an xrun.
  var tellsBreaks = true
  /// When the last silent period was read, in seconds.
  private(set) var lastSilence = 0.0
  private var wasCapturing = true

  init(
    capture: SimulatedDevice, playback: SimulatedDevice, frequency: Double = 440, seed: UInt64
  ) throws {
    self.capture = capture
    self.playback = playback
    generator = SplitMix(seed: seed)
    bridge = try ClockBridge.make(
      ClockBridgeFormat(
        channelCount: 1, captureRate: Int(capture.rate),
        capturePeriodFrames: capture.periodFrames, playbackRate: Int(playback.rate),
        playbackPeriodFrames: playback.periodFrames))
    meter = PhaseMeter(frequency: frequency, blockFrames: Int(playback.rate / 20))
    captured = .allocate(capacity: capture.periodFrames)
    played = .allocate(capacity: playback.periodFrames)
  }

  deinit {
    bridge.destroy()
    captured.deallocate()
    played.deallocate()
  }

  /// What the bridge says its latency is, in seconds.
  var latencySeconds: Double { Double(bridge.latencyFrames) / playback.rate }
  var toleranceSeconds: Double { Double(bridge.latencyToleranceFrames) / playback.rate }
  /// The largest step a sine of that amplitude makes by itself.
  var ownStep: Double { amplitude * 2 * .pi * meter.frequency / playback.rate }

  /// What the sine is late from `begin` on, each block as it differs from the stated latency.
  func deviations(from begin: Double) -> [PhaseMeter.Point] {
    meter.latencies(from: begin, near: latencySeconds).map {
      PhaseMeter.Point(seconds: $0.seconds, late: $0.late - latencySeconds)
    }
  }

  /// The error of the pitch from `begin` on, in parts per million.
  func pitchError(from begin: Double) -> Double {
    PhaseMeter.partsPerMillion(meter.latencies(from: begin, near: latencySeconds))
  }

  /// Lets both devices run until a time in seconds.
  func run(until end: Double) {
    while min(capture.wakeSeconds, playback.wakeSeconds) < end {
      if capture.wakeSeconds <= playback.wakeSeconds { captureOnce() } else { playOnce() }
    }
  }

  private func captureOnce() {
    let frameSeconds = capture.frameSeconds
    let first = capture.seconds - Double(capture.periodFrames) * frameSeconds
    if isCapturing(capture.seconds) {
      if !wasCapturing, tellsBreaks { bridge.interruptCapture() }
      fill(from: first, frameSeconds: frameSeconds)
      var plane: UnsafePointer<Float>? = UnsafePointer(captured)
      bridge.write(
        &plane, frames: capture.periodFrames, at: Int64(capture.wakeSeconds * 1_000_000_000))
    }
    wasCapturing = isCapturing(capture.seconds)
    capture.advance(using: &generator)
  }

  private func fill(from first: Double, frameSeconds: Double) {
    let phase = 2 * Double.pi * (meter.frequency * first).truncatingRemainder(dividingBy: 1)
    let step = 2 * Double.pi * meter.frequency * frameSeconds
    var (real, imaginary) = (cos(phase) * amplitude, sin(phase) * amplitude)
    let (turnReal, turnImaginary) = (cos(step), sin(step))
    for frame in 0..<capture.periodFrames {
      captured[frame] = Float(imaginary)
      (real, imaginary) = (
        real * turnReal - imaginary * turnImaginary, real * turnImaginary + imaginary * turnReal
      )
    }
  }

  private func playOnce() {
    if isPlaying(playback.seconds) {
      var plane: UnsafeMutablePointer<Float>? = played
      bridge.read(
        into: &plane, frames: playback.periodFrames,
        at: Int64(playback.wakeSeconds * 1_000_000_000))
      meter.take(
        played, frames: playback.periodFrames, at: playback.seconds,
        frameSeconds: playback.frameSeconds)
      if played[0] == 0, played[playback.periodFrames - 1] == 0 { lastSilence = playback.seconds }
    }
    playback.advance(using: &generator)
  }
}
