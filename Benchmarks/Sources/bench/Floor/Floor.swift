import CRealtime
import Realtime

/// What the machine allows in this run, whatever the queue.
enum Floor {
  static let handOff = "spin hand-off"
  static let sameCore = "futex wake, same core"
  static let crossCore = "futex wake, other core"
  static let sleep = "clock_nanosleep"

  static var trial: Trial {
    Trial(
      name: "floor", title: "floor of the run",
      subjects: [handOffSubject, sameCoreSubject, crossCoreSubject, sleepSubject])
  }

  static var handOffSubject: Subject {
    Subject(name: handOff) {
      try PingPong(waiting: .spinning, rounds: 3000)
        .measure(PingPong.Place(), gapNanoseconds: 0).latencyFigures
    }
  }

  /// The receiver is the more urgent: it runs within the sender's system call.
  static var sameCoreSubject: Subject {
    Subject(name: sameCore) {
      let place = PingPong.Place(scheduling: .fifo(priority: 84), receiverCore: 1, senderCore: 1)
      return try PingPong(waiting: .sleeping, rounds: 2000)
        .measure(place, gapNanoseconds: 5_000).latencyFigures
    }
  }

  private static var crossCoreSubject: Subject {
    Subject(name: crossCore) {
      let place = PingPong.Place(scheduling: .fifo(priority: 84), receiverCore: 2, senderCore: 1)
      return try PingPong(waiting: .sleeping, rounds: 1000)
        .measure(place, gapNanoseconds: 50_000).latencyFigures
    }
  }

  /// As a real-time thread of the timer's priority sleeps.
  static var sleepSubject: Subject {
    Subject(name: sleep) {
      let before = CallerScheduling.promote(to: 78)
      defer { before.restore() }
      var samples: [Double] = []
      for _ in 0..<Period.count {
        let due = rt_now_nanoseconds() + Period.nanoseconds
        while rt_sleep_until(due) != 0 {}
        samples.append(Double(rt_now_nanoseconds() - due))
      }
      return Samples(samples).latencyFigures
    }
  }
}

/// The period of 64 frames at 48 kHz, by which everything that is paced is paced.
enum Period {
  static let nanoseconds: Int64 = 1_333_333
  static let frames = 64
  static let count = 200
}
