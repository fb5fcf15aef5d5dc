import CRealtime
import ConvolutionKissFFT
import Glibc

/// A stereo convolver with a response of two seconds, 64 frames a period: what all of its threads
/// use of the processor for a period, one period after the other.
enum ConvolverTrial {
  static let name = "convolver"
  static let zita = "zita-convolver"
  static let frames = 96_000
  static let period = 64
  /// As many as the longest partitions of both have, several times over.
  private static let periods = 4096
  private static let coldPeriods = 384

  static var trial: Trial {
    Trial(
      name: name, title: "stereo convolver, 2 s at 48 kHz, 64 frames",
      subjects: [
        subject(Contenders.ours) { try OurConvolver(response: $0) },
        subject("Tactus, KissFFT") {
          try OurConvolver(response: $0, transforms: KissFFTTransforms())
        },
        subject(zita) { try ZitaConvolver(response: $0) },
      ])
  }

  private static func subject(
    _ name: String, _ make: @escaping ([Float]) throws -> any PeerConvolver
  ) -> Subject {
    Subject(name: name) { measure(try make(response)) }
  }

  /// Noise that dies away.
  private static var response: [Float] {
    var state: UInt32 = 1
    return (0..<frames).map { frame in
      state = state &* 1_664_525 &+ 1_013_904_223
      let noise = Float(Int32(bitPattern: state)) / Float(Int32.max)
      return 0.05 * noise * exp(-5 * Float(frame) / Float(frames))
    }
  }

  private static func measure(_ convolver: any PeerConvolver) -> [Metric: Double] {
    let flushed = rt_denormals_flush()
    defer { rt_denormals_restore(flushed) }
    let sound = StereoPeriod(frames: period)
    for _ in 0..<(2 * frames / period / 5) { convolver.run(sound) }
    let (used, worst) = measureWarm { convolver.run(sound) }
    // What it takes to sleep is not the convolver's.
    let cold = measureCold { convolver.run(sound) } - measureCold {}
    return [.period: used, .worst: worst, .coldPeriod: cold]
  }

  /// One period right after the other.
  private static func measureWarm(_ run: () -> Void) -> (used: Double, worst: Double) {
    let before = processorNanoseconds()
    // Where in the cycle of its longest partitions a period is tells how much there is to do.
    var places = [[Double]](repeating: [], count: 64)
    for index in 0..<periods {
      let begin = rt_ticks()
      run()
      places[index % 64].append(Double(rt_ticks_between(begin, rt_ticks())))
    }
    let used = Double(processorNanoseconds() - before) / Double(periods)
    return (used, places.map { Samples($0).median }.max() ?? 0)
  }

  /// One period each 1.333 ms, the thread asleep meanwhile.
  private static func measureCold(_ run: () -> Void) -> Double {
    let before = processorNanoseconds()
    var due = rt_now_nanoseconds()
    for _ in 0..<coldPeriods {
      due += Period.nanoseconds
      while rt_sleep_until(due) != 0 {}
      run()
    }
    return Double(processorNanoseconds() - before) / Double(coldPeriods)
  }

  /// What all threads of this process used so far.
  private static func processorNanoseconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }
}
