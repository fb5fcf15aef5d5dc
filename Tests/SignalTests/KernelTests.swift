import Testing

@testable import Signal

@Suite("Kernel") struct KernelTests {
  /// Around every vector width, and none at all.
  static let sizes = [0, 1, 3, 4, 7, 8, 15, 16, 31, 33, 64, 255, 1024]

  /// One multiplication or addition rounds once: half a unit in the last place, at most 2^-24 of
  /// the result.
  static let oneRounding = 0x1p-24

  private func apply(
    to destination: [Float], _ body: (UnsafeMutablePointer<Float>) -> Void
  ) -> [Float] {
    var samples = destination + [77]
    samples.withUnsafeMutableBufferPointer { if let base = $0.baseAddress { body(base) } }
    #expect(samples.last == 77)
    return Array(samples.dropLast())
  }

  @Test(arguments: sizes) func clears(frames: Int) {
    let result = apply(to: noise(frames)) { Kernel.clear($0, frames: frames) }
    #expect(result == [Float](repeating: 0, count: frames))
  }

  @Test(arguments: sizes) func copiesBitForBit(frames: Int) {
    var source = noise(frames)
    if frames > 2 {
      source[0] = -0.0
      source[1] = .leastNonzeroMagnitude
      source[2] = .nan
    }
    let result = apply(to: noise(frames, seed: 2)) { Kernel.copy(source, to: $0, frames: frames) }
    #expect(result.map(\.bitPattern) == source.map(\.bitPattern))
    let unity = apply(to: noise(frames, seed: 2)) {
      Kernel.copy(source, gain: 1, to: $0, frames: frames)
    }
    #expect(unity.map(\.bitPattern) == source.map(\.bitPattern))
  }

  @Test(arguments: sizes) func copiesWithGain(frames: Int) {
    let source = noise(frames)
    let result = apply(to: noise(frames, seed: 2)) {
      Kernel.copy(source, gain: 0.3, to: $0, frames: frames)
    }
    for (sample, got) in zip(source, result) {
      let exact = Double(sample) * Double(Float(0.3))
      #expect(abs(Double(got) - exact) <= abs(exact) * Self.oneRounding)
    }
  }

  @Test(arguments: sizes) func fallsToSilence(frames: Int) {
    for last in [0, 1, -0.7, 100] as [Float] {
      let result = apply(to: noise(frames)) { Kernel.fall(from: last, $0, frames: frames) }
      let steps = zip([last] + result, result).map { ($1 - $0).magnitude }
      #expect(
        steps.allSatisfy { $0 <= last.magnitude / Float(max(1, frames)) + last.magnitude * 1e-6 })
      if frames > 0 { #expect(result.last == 0) }
    }
  }

  @Test(arguments: sizes) func adds(frames: Int) {
    let (source, before) = (noise(frames), noise(frames, seed: 2))
    let result = apply(to: before) { Kernel.add(source, to: $0, frames: frames) }
    for index in 0..<frames {
      let exact = Double(before[index]) + Double(source[index])
      #expect(abs(Double(result[index]) - exact) <= abs(exact) * Self.oneRounding)
    }
  }

  @Test(arguments: sizes) func addsWithGain(frames: Int) {
    let (source, before) = (noise(frames), noise(frames, seed: 2))
    let result = apply(to: before) { Kernel.add(source, gain: -1.7, to: $0, frames: frames) }
    for index in 0..<frames {
      let product = Double(source[index]) * Double(Float(-1.7))
      let exact = Double(before[index]) + product
      // The product rounds, then the sum does.
      let tolerance = (abs(product) + abs(exact)) * Self.oneRounding * 1.001
      #expect(abs(Double(result[index]) - exact) <= tolerance)
    }
  }

  @Test func gainZeroIsSilenceWhateverTheSourceHolds() {
    let source: [Float] = [.nan, .infinity, -1, 1]
    #expect(
      apply(to: [1, 2, 3, 4]) { Kernel.copy(source, gain: 0, to: $0, frames: 4) } == [0, 0, 0, 0])
    #expect(
      apply(to: [1, 2, 3, 4]) { Kernel.add(source, gain: 0, to: $0, frames: 4) } == [1, 2, 3, 4])
  }

  @Test(arguments: sizes) func scalesInPlaceAsItCopies(frames: Int) {
    let source = noise(frames)
    for gain in [0, 1, 0.3, -7] as [Float] {
      let copied = apply(to: source) { Kernel.copy(source, gain: gain, to: $0, frames: frames) }
      #expect(apply(to: source) { Kernel.scale($0, gain: gain, frames: frames) } == copied)
    }
  }

  @Test(arguments: sizes) func findsThePeak(frames: Int) {
    let source = noise(frames)
    #expect(Kernel.peak(source, frames: frames) == source.map(\.magnitude).max() ?? 0)
  }

  @Test(arguments: 0..<16) func findsThePeakInEveryPlace(place: Int) {
    var source = [Float](repeating: 0.25, count: 16)
    source[place] = -3
    #expect(Kernel.peak(source, frames: 16) == 3)
    source[place] = .leastNonzeroMagnitude
    #expect(Kernel.peak(source, frames: 16) == 0.25)
    source[place] = -.infinity
    #expect(Kernel.peak(source, frames: 16) == .infinity)
    source[place] = place.isMultiple(of: 2) ? .nan : -.nan
    #expect(Kernel.peak(source, frames: 16) == .infinity)
  }
}

@Suite("Kernel ramps") struct KernelRampTests {
  private func reference(_ ramp: LinearRamp, _ frame: Int) -> Double {
    let place = ramp.position + frame + 1
    if place >= ramp.length { return Double(ramp.target) }
    let share = Double(place) / Double(ramp.length)
    return Double(ramp.start) + (Double(ramp.target) - Double(ramp.start)) * share
  }

  @Test(arguments: [1, 2, 7, 64, 480], [1, 5, 64, 200, 1000])
  func followsTheLineAndEndsExactly(length: Int, frames: Int) {
    let source = noise(frames)
    let ramp = LinearRamp(from: 0.2, to: 0.9, frames: length)
    var result = [Float](repeating: 0, count: frames)
    Kernel.copy(source, ramp: ramp, to: &result, frames: frames)
    for frame in 0..<frames {
      // The gain comes from a rounded difference, step, product and sum, all below 1: four
      // roundings of at most 2^-25 each, the step's grown by its multiplication to 2^-24; and the
      // sample's own product. 2^-22 holds them all.
      #expect(
        abs(Double(result[frame]) - reference(ramp, frame) * Double(source[frame])) <= 0x1p-22)
      if frame >= length - 1 { #expect(result[frame] == source[frame] * 0.9) }
    }
  }

  @Test func addsWhatItWouldCopy() {
    let source = noise(300)
    let ramp = LinearRamp(from: 1, to: 0.1, frames: 200).advanced(13)
    var copied = [Float](repeating: 0, count: 300)
    var added = [Float](repeating: 0, count: 300)
    Kernel.copy(source, ramp: ramp, to: &copied, frames: 300)
    Kernel.add(source, ramp: ramp, to: &added, frames: 300)
    #expect(copied == added)
    Kernel.add(source, ramp: ramp, to: &added, frames: 300)
    #expect(added == copied.map { $0 + $0 })
  }

  @Test func scalesInPlaceAsItCopies() {
    let source = noise(300)
    let ramp = LinearRamp(from: 0, to: 1, frames: 250).advanced(9)
    var copied = [Float](repeating: 0, count: 300)
    Kernel.copy(source, ramp: ramp, to: &copied, frames: 300)
    var scaled = source
    Kernel.scale(&scaled, ramp: ramp, frames: 300)
    #expect(scaled == copied)
  }

  @Test(arguments: [[300], [1, 299], [100, 100, 100], [0, 149, 0, 151], [7, 64, 64, 165]])
  func isTheSameHoweverItIsCut(sizes: [Int]) {
    let source = noise(300)
    let ramp = LinearRamp(from: 0.3, to: 1.3, frames: 233)
    var whole = [Float](repeating: 0, count: 300)
    Kernel.copy(source, ramp: ramp, to: &whole, frames: 300)
    var parts: [Float] = []
    var place = ramp
    for frames in sizes {
      var part = [Float](repeating: 0, count: frames)
      Kernel.copy(Array(source[parts.count...]), ramp: place, to: &part, frames: frames)
      parts += part
      place.advance(frames)
    }
    #expect(parts == whole)
    #expect(place.isAtRest)
  }

  @Test func isAtRestAtOnceWithoutFramesOrWithoutWay() {
    #expect(LinearRamp(from: 0, to: 1, frames: 0).isAtRest)
    #expect(LinearRamp(from: 0, to: 1, frames: 0).gain == 1)
    #expect(LinearRamp(from: 0, to: 1, frames: -5).gain == 1)
    #expect(LinearRamp(from: 1, to: 1, frames: 100).isAtRest)
    #expect(!LinearRamp(from: 0, to: 1, frames: 1).isAtRest)
    #expect(LinearRamp(from: 0, to: 1, frames: 1).advanced(1).isAtRest)
  }
}
