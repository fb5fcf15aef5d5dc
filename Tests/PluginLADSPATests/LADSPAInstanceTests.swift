import PluginTestSupport
import Plugins
import TestSupport
import Testing

@testable import PluginLADSPA

@Suite("LADSPAInstance", .enabled(if: Installed.hasSDK, "needs Debian's ladspa-sdk"))
struct LADSPAInstanceTests {
  private let catalogue = LADSPACatalogue(directories: [Installed.directory])

  private func rig(_ identifier: String, rate: Int = 48_000, frames: Int = 256) throws -> Rig {
    let instance = try catalogue.makeInstance(identifier, rate: rate, maximumFrames: frames)
    return Rig(instance, frames: frames)
  }

  @Test func multipliesBitForBit() throws {
    let rig = try rig("amp:amp_mono")
    rig.fillInputs()
    let gain = try #require(rig.instance.parameter("gain"))
    #expect(gain.pointee == 1)
    for value: Float in [1, 0, 0.3, -2.5] {
      gain.pointee = value
      rig.run(frames: 256)
      #expect(rig.outputs[0].elementsEqual(rig.inputs[0].map { $0 * value }))
    }
  }

  @Test func touchesOnlyTheFramesOfTheBlock() throws {
    let rig = try rig("amp:amp_mono")
    rig.fillInputs()
    rig.outputs[0].update(repeating: 9)
    rig.run(frames: 0)
    #expect(rig.outputs[0].allSatisfy { $0 == 9 })
    rig.run(frames: 10)
    #expect(rig.outputs[0][..<10].elementsEqual(rig.inputs[0][..<10]))
    #expect(rig.outputs[0][10...].allSatisfy { $0 == 9 })
  }

  @Test func sharesNothingBetweenInstances() throws {
    let quiet = try rig("amp:amp_mono")
    let loud = try rig("amp:amp_mono")
    quiet.fillInputs()
    loud.fillInputs()
    try #require(quiet.instance.parameter("gain")).pointee = 0.5
    try #require(loud.instance.parameter("gain")).pointee = 4
    quiet.run(frames: 256)
    loud.run(frames: 256)
    #expect(quiet.outputs[0].elementsEqual(quiet.inputs[0].map { $0 * 0.5 }))
    #expect(loud.outputs[0].elementsEqual(loud.inputs[0].map { $0 * 4 }))
  }

  @Test func hasNoParameterOfAnotherName() throws {
    let rig = try rig("amp:amp_mono")
    #expect(rig.instance.parameter("volume") == nil)
    #expect(rig.instance.parameter("input") == nil)
    #expect(rig.instance.latencyFrames == 0)
  }

  @Test func livesLongerThanItsCatalogue() throws {
    let instance = try LADSPACatalogue(directories: [Installed.directory])
      .makeInstance("amp:amp_mono", rate: 48_000, maximumFrames: 16)
    let rig = Rig(instance, frames: 16)
    rig.fillInputs()
    rig.run(frames: 16)
    #expect(rig.outputs[0].elementsEqual(rig.inputs[0]))
  }

  @Test func delaysByTheFramesItsParameterSays() throws {
    let rig = try rig("delay:delay_5s", rate: 1000, frames: 64)
    try #require(rig.instance.parameter("delay_seconds")).pointee = 0.01
    try #require(rig.instance.parameter("dry_wet_balance")).pointee = 1
    rig.inputs[0][0] = 1
    rig.run(frames: 64)
    #expect(rig.outputs[0].firstIndex(of: 1) == 10)
    #expect(rig.outputs[0].count { $0 != 0 } == 1)
  }

  @Test(.enabled(if: Installed.hasSWH, "needs Debian's swh-plugins"))
  func startsRateScaledParametersInHertz() throws {
    for rate in [44_100, 96_000] {
      let rig = try rig("lowpass_iir_1891:lowpass_iir", rate: rate)
      let cutoff = try #require(rig.instance.parameter("cutoff_frequency")).pointee
      let multiple = try #require(rig.instance.descriptor.parameters.first?.defaultValue)
      #expect(cutoff == multiple * Float(rate))
    }
  }

  @Test func startsAtHertzThatDoNotDependOnTheRate() throws {
    for rate in [44_100, 96_000] {
      let rig = try rig("filter:lpf", rate: rate)
      #expect(rig.instance.descriptor.parameters.first?.defaultValue == nil)
      #expect(try #require(rig.instance.parameter("cutoff_frequency_hz")).pointee == 440)
    }
  }

  @Test(.enabled(if: Installed.hasSWH, "needs Debian's swh-plugins"))
  func reportsTheLatencyOfTheLastBlock() throws {
    let rig = try rig("latency_1914:artificialLatency")
    try #require(rig.instance.parameter("delay_ms")).pointee = 10
    rig.run(frames: 64)
    #expect(rig.instance.latencyFrames == 480)
  }

  @Test(.enabled(if: Installed.hasSWH, "needs Debian's swh-plugins"))
  func knowsItsLatencyBeforeItPlays() throws {
    let latency = try rig("latency_1914:artificialLatency").instance
    try #require(latency.parameter("delay_ms")).pointee = 5
    #expect(latency.latencyFrames == 0)
    latency.settle(blockFrames: 64)
    #expect(latency.latencyFrames == 240)
    let limiter = try rig("fast_lookahead_limiter_1913:fastLookaheadLimiter")
    limiter.instance.settle(blockFrames: 64)
    let frames = limiter.instance.latencyFrames
    #expect(frames > 0 && frames < 256)
    // What it tells is what it does.
    limiter.inputs[0][0] = 0.25
    limiter.run(frames: 256)
    #expect(limiter.outputs[0].firstIndex { abs($0) > 0.1 } == frames)
  }

  @Test func glidesToAParameterInSteps() throws {
    let rig = try rig("amp:amp_mono", frames: 1024)
    rig.inputs[0].update(repeating: 1)
    rig.run(frames: 1024)
    #expect(rig.outputs[0].allSatisfy { $0 == 1 })
    #expect(rig.instance.glide("gain", to: 4))
    #expect(!rig.instance.glide("volume", to: 4))
    rig.run(frames: 1024)
    // 20 ms are 960 frames, 30 steps of 32 frames each: 0.1 a step.
    for frame in 0..<960 {
      #expect(abs(rig.outputs[0][frame] - (1 + 0.1 * Float(frame / 32 + 1))) < 1e-5)
    }
    #expect(rig.outputs[0][960...].allSatisfy { $0 == 4 })
    #expect(try #require(rig.instance.parameter("gain")).pointee == 4)
  }

  @Test func glidesOnFromWhereItIs() throws {
    let rig = try rig("amp:amp_mono", frames: 64)
    rig.inputs[0].update(repeating: 1)
    rig.instance.glide("gain", to: 31)
    rig.run(frames: 64)
    #expect(rig.outputs[0][63] == 3)
    rig.instance.glide("gain", to: 0)
    rig.run(frames: 10)
    #expect(abs(rig.outputs[0][9] - 2.9) < 1e-5)
    for _ in 0..<20 { rig.run(frames: 64) }
    #expect(rig.outputs[0].allSatisfy { $0 == 0 })
  }

  @Test(.enabled(if: Installed.hasSWH, "needs Debian's swh-plugins"))
  func changesWholeNumbersAtOnce() throws {
    let rig = try rig("lowpass_iir_1891:lowpass_iir", frames: 32)
    let stages = try #require(rig.instance.descriptor.parameters.first(where: \.isInteger)?.symbol)
    rig.instance.glide(stages, to: 9)
    rig.run(frames: 32)
    #expect(try #require(rig.instance.parameter(stages)).pointee == 9)
  }

  @Test func beginsAnewWithItsParameters() throws {
    let rig = try rig("delay:delay_5s", rate: 1000, frames: 64)
    try #require(rig.instance.parameter("delay_seconds")).pointee = 0.1
    try #require(rig.instance.parameter("dry_wet_balance")).pointee = 1
    rig.inputs[0][0] = 1
    rig.run(frames: 64)
    rig.inputs[0][0] = 0
    rig.instance.restart()
    for _ in 0..<3 {
      rig.run(frames: 64)
      #expect(rig.outputs[0].allSatisfy { $0 == 0 })
    }
    #expect(try #require(rig.instance.parameter("delay_seconds")).pointee == 0.1)
  }

  @Test func staysUpOverTenThousandBlocksOfAnySize() throws {
    let rig = try rig("filter:lpf", frames: 512)
    rig.fillInputs()
    let cutoff = try #require(rig.instance.parameter("cutoff_frequency_hz"))
    var random = SystemRandomNumberGenerator()
    for _ in 0..<10_000 {
      cutoff.pointee = .random(in: 20...20_000, using: &random)
      rig.run(frames: .random(in: 0...512, using: &random))
    }
    #expect(rig.outputs[0].allSatisfy { $0.isFinite && abs($0) <= 1 })
  }

  @Test(.enabled(if: MallocCounter.isAvailable, "a sanitizer counts for itself"))
  func allocatesNothingInTheCycle() throws {
    let rig = try rig("filter:lpf")
    let parameter = try #require(rig.instance.parameter("cutoff_frequency_hz"))
    rig.fillInputs()
    rig.run(frames: 256)
    let calls = MallocCounter.count {
      for block in 0..<10_000 {
        parameter.pointee = Float(block % 100) / 100
        rig.run(frames: block % 257)
      }
    }
    #expect(calls == 0)
  }
}
