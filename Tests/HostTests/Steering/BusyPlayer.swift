import Drivers
import Foundation
import Synchronization

/// Plays a tone of 100 Hz on a driver, period after period on a thread of its own.
final class BusyPlayer: Sendable {
  /// The steepest step of the tone.
  static let steepest: Float = 0.5 * 2 * .pi * 100 / 48_000

  private let mustEnd = Atomic<Bool>(false)
  private let hasEnded = DispatchSemaphore(value: 0)
  private let heard = Mutex<(largest: Float, step: Float)>((0, 0))

  init(_ driver: ManualDriver) {
    Thread { [self] in
      var phase = 0.0
      var last: Float = 0
      while !mustEnd.load(ordering: .relaxed) {
        let tone = (0..<64).map { _ in
          phase += 2 * Double.pi * 100 / 48_000
          return Float(0.5 * sin(phase))
        }
        let played = driver.step(capture: [tone])[0]
        heard.withLock { heard in
          for sample in played {
            heard.largest = max(heard.largest, abs(sample))
            heard.step = max(heard.step, abs(sample - last))
            last = sample
          }
        }
      }
      hasEnded.signal()
    }.start()
  }

  /// The loudest sample so far, and the largest step between two.
  var largest: Float { heard.withLock { $0.largest } }
  var largestStep: Float { heard.withLock { $0.step } }

  func end() {
    mustEnd.store(true, ordering: .relaxed)
    hasEnded.wait()
  }
}
