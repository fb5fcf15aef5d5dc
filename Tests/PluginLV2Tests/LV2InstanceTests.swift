import Foundation
import PluginTestSupport
import Plugins
import TestSupport
import Testing

@testable import PluginLV2

@Suite("LV2Instance", .enabled(if: Installed.hasExamples, "needs Debian's lv2-examples"))
struct LV2InstanceTests {
  private let catalogue = LV2Catalogue(directories: [Installed.directory], cache: nil)

  private func rig(_ identifier: String, rate: Int = 48_000, frames: Int = 256) throws -> Rig {
    let instance = try catalogue.makeInstance(identifier, rate: rate, maximumFrames: frames)
    return Rig(instance, frames: frames)
  }

  @Test(arguments: [0, -6, 12.5, -89, 24] as [Float])
  func amplifiesByDecibels(gain: Float) throws {
    let rig = try rig(Installed.amp)
    rig.fillInputs()
    let place = try #require(rig.instance.parameter("gain"))
    #expect(place.pointee == 0)
    place.pointee = gain
    rig.run(frames: 256)
    let factor = pow(10, Double(gain) / 20)
    for (output, input) in zip(rig.outputs[0], rig.inputs[0]) {
      #expect(abs(Double(output) - Double(input) * factor) <= 1e-6 * max(1, factor))
    }
  }

  @Test func touchesOnlyTheFramesOfTheBlock() throws {
    let rig = try rig(Installed.amp)
    rig.fillInputs()
    rig.outputs[0].update(repeating: 9)
    rig.run(frames: 0)
    #expect(rig.outputs[0].allSatisfy { $0 == 9 })
    rig.run(frames: 10)
    #expect(rig.outputs[0][..<10].elementsEqual(rig.inputs[0][..<10]))
    #expect(rig.outputs[0][10...].allSatisfy { $0 == 9 })
  }

  @Test func followsBuffersThatMove() throws {
    let instance = try catalogue.makeInstance(Installed.amp, rate: 48_000, maximumFrames: 32)
    for _ in 0..<3 {
      let rig = Rig(instance, frames: 32)
      rig.fillInputs()
      rig.run(frames: 32)
      #expect(rig.outputs[0].elementsEqual(rig.inputs[0]))
    }
  }

  @Test func sharesNothingBetweenInstances() throws {
    let quiet = try rig(Installed.amp)
    let loud = try rig(Installed.amp)
    quiet.fillInputs()
    loud.fillInputs()
    try #require(quiet.instance.parameter("gain")).pointee = -90
    quiet.run(frames: 256)
    loud.run(frames: 256)
    #expect(quiet.outputs[0].allSatisfy { abs($0) < 1e-4 })
    #expect(loud.outputs[0].elementsEqual(loud.inputs[0]))
  }

  @Test func hasNoParameterOfAnotherName() throws {
    let rig = try rig(Installed.amp)
    #expect(rig.instance.parameter("volume") == nil)
    #expect(rig.instance.parameter("in") == nil)
    #expect(rig.instance.latencyFrames == 0)
  }

  @Test func livesLongerThanItsCatalogue() throws {
    let instance = try LV2Catalogue(directories: [Installed.directory], cache: nil)
      .makeInstance(Installed.amp, rate: 48_000, maximumFrames: 16)
    let rig = Rig(instance, frames: 16)
    rig.fillInputs()
    rig.run(frames: 16)
    #expect(rig.outputs[0].elementsEqual(rig.inputs[0]))
  }

  @Test func feedsEventPortsWithNothing() throws {
    let rig = try rig("http://lv2plug.in/plugins/eg-midigate")
    rig.fillInputs()
    rig.outputs[0].update(repeating: 9)
    for _ in 0..<3 { rig.run(frames: 256) }
    // No note is on, so the gate is closed.
    #expect(rig.outputs[0].allSatisfy { $0 == 0 })
  }

  @Test(.enabled(if: Installed.hasX42, "needs Debian's x42-plugins"))
  func reportsTheLatencyOfTheLastBlock() throws {
    let rig = try rig("http://gareus.org/oss/lv2/dpl#mono")
    #expect(rig.instance.descriptor.ports.contains { $0.kind == .other })
    rig.run(frames: 256)
    #expect(rig.instance.latencyFrames > 0)
  }

  @Test(.enabled(if: Installed.hasX42, "needs Debian's x42-plugins"))
  func knowsItsLatencyBeforeItPlays() throws {
    let rig = try rig("http://gareus.org/oss/lv2/dpl#mono")
    #expect(rig.instance.latencyFrames == 0)
    rig.instance.settle(blockFrames: 256)
    let frames = rig.instance.latencyFrames
    #expect(frames > 0)
    // What it tells is what it does; it starts with a short fade of its own.
    let blocks = frames / 256 + 2
    for _ in 0..<200 { rig.run(frames: 256) }
    rig.inputs[0][0] = 0.25
    var played: [Float] = []
    for _ in 0..<blocks {
      rig.run(frames: 256)
      rig.inputs[0][0] = 0
      played += rig.outputs[0]
    }
    #expect(played.indices.max { abs(played[$0]) < abs(played[$1]) } == frames)
  }

  @Test(.enabled(if: Installed.hasSWH, "needs Debian's swh-lv2"))
  func startsRateScaledParametersInHertz() throws {
    for rate in [44_100, 96_000] {
      let rig = try rig("http://plugin.org.uk/swh-plugins/bandpass_iir", rate: rate)
      #expect(try #require(rig.instance.parameter("center")).pointee == 0.22505 * Float(rate))
      #expect(try #require(rig.instance.parameter("stages")).pointee == 1)
    }
  }

  @Test(.enabled(if: Installed.hasMDA, "needs Debian's mda-lv2"))
  func staysUpOverTenThousandBlocksOfAnySize() throws {
    let rig = try rig("http://drobilla.net/plugins/mda/Delay", frames: 512)
    rig.fillInputs()
    var random = SystemRandomNumberGenerator()
    let parameters = rig.instance.descriptor.parameters
    for _ in 0..<10_000 {
      if let parameter = parameters.randomElement(using: &random) {
        rig.instance.parameter(parameter.symbol)?.pointee = .random(in: 0...1, using: &random)
      }
      rig.run(frames: .random(in: 0...512, using: &random))
    }
    #expect(rig.outputs.allSatisfy { $0.allSatisfy(\.isFinite) })
  }

  @Test(
    .enabled(if: MallocCounter.isAvailable && Installed.hasMDA, "needs mda-lv2, and no sanitizer"))
  func allocatesNothingInTheCycle() throws {
    let rig = try rig("http://drobilla.net/plugins/mda/Delay")
    let parameter = try #require(rig.instance.parameter("feedback"))
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
