import DriverJACK
import TestSupport
import WorkQueues

/// A server of a suite's own, and a queue for the drivers of its clients.
struct JACKStage {
  let server: JackServer
  let platform: WorkPlatform
  let queue: WorkQueue

  init() throws {
    JACKLibrary.silence()
    server = try JackServer()
    platform = try WorkPlatform()
    queue = try platform.makeQueue(named: "audio", kind: .multithreaded(workers: 1))
  }
}

/// A suite on such a stage, whose tests end it.
protocol JACKSuite {
  var stage: JACKStage { get }
}

extension JACKSuite {
  var server: JackServer { stage.server }
  var platform: WorkPlatform { stage.platform }
  var queue: WorkQueue { stage.queue }

  func end() {
    platform.shutdown()
    server.stop()
  }
}
