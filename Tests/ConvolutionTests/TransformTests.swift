import ConvolutionKissFFT
import Foundation
import Testing

@testable import Signal

#if FFTW
import ConvolutionFFTW
#endif

/// The libraries this package was built with.
let libraries: [any TransformLibrary] = {
  #if FFTW
  [KissFFTTransforms(), FFTWTransforms()]
  #else
  [KissFFTTransforms()]
  #endif
}()

/// Runs a transform over aligned memory.
func transformed(
  _ input: [Float], _ shape: TransformShape, by library: any TransformLibrary
) throws -> [Float] {
  let plan = try library.plan(shape)
  let memory = AlignedMemory()
  let source = memory.copy(input)
  let target = memory.floats(shape.outputFloats)
  PlannedTransform(plan)(source, to: target)
  return withExtendedLifetime((plan, memory)) {
    Array(UnsafeBufferPointer(start: target, count: shape.outputFloats))
  }
}

@Suite("Transforms") struct TransformTests {
  static let shapes = [
    TransformShape.row(64, isInverse: false), .row(64, isInverse: true),
    .row(512, isInverse: false), .row(1, isInverse: false),
    TransformShape(length: 8, columns: 8, inputStride: 8, outputStride: 64, isInverse: false),
    TransformShape(length: 64, columns: 8, inputStride: 64, outputStride: 8, isInverse: true),
  ]

  @Test(arguments: libraries.indices, shapes)
  func agreesWithItsDefinition(library: Int, shape: TransformShape) throws {
    let input = noise(shape.inputFloats, seed: 5)
    let output = try transformed(input, shape, by: libraries[library])
    for column in 0..<shape.columns {
      for k in Set([0, 1, shape.length / 2, shape.length - 1]) where k < shape.length {
        let expected = value(k, column: column, of: input, shape)
        let place = 2 * (k * shape.outputStride + column)
        #expect(abs(Double(output[place]) - expected.real) < 1e-4)
        #expect(abs(Double(output[place + 1]) - expected.imaginary) < 1e-4)
      }
    }
  }

  @Test(arguments: libraries.indices)
  func sameShapeGivesSameBits(library: Int) throws {
    let input = noise(1024, seed: 9)
    let shape = TransformShape.row(512, isInverse: false)
    let first = try transformed(input, shape, by: libraries[library])
    #expect(try transformed(input, shape, by: libraries[library]) == first)
  }

  @Test func kissRefusesOtherLengths() {
    #expect(throws: TransformError("KissFFT has no transform of 12 values")) {
      try KissFFTTransforms().plan(.row(12, isInverse: false))
    }
  }

  @Test(arguments: libraries.indices)
  func plansOnManyThreads(library: Int) {
    DispatchQueue.concurrentPerform(iterations: 64) { index in
      let plan = try? libraries[library].plan(.row(1 << (index % 8), isInverse: false))
      #expect(plan != nil)
    }
  }

  private func value(
    _ k: Int, column: Int, of input: [Float], _ shape: TransformShape
  ) -> (real: Double, imaginary: Double) {
    var sum = (real: 0.0, imaginary: 0.0)
    for n in 0..<shape.length {
      let turn = (shape.isInverse ? 2 : -2) * Double.pi * Double(n * k) / Double(shape.length)
      let place = 2 * (n * shape.inputStride + column)
      let (a, b) = (Double(input[place]), Double(input[place + 1]))
      sum.real += a * cos(turn) - b * sin(turn)
      sum.imaginary += a * sin(turn) + b * cos(turn)
    }
    return sum
  }
}
