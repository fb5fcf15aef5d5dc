import Dispatch
import WorkQueues

/// The pools a trial compares, each under the name the report shows.
enum Contenders {
  static let ours = "Tactus"
  static let swiftDispatch = "DispatchQueue.async"
  static let dispatch = "dispatch_async_f"
  static let glib = "GThreadPool"
  static let tbb = "oneTBB task_arena"
  static let peers = [swiftDispatch, dispatch, glib, tbb]

  typealias Maker = () throws -> any Pool

  /// Peers with one worker: serial queues, and pools of one thread.
  static var onePeer: [(String, Maker)] {
    [
      (swiftDispatch, { SwiftDispatchPool(queue: DispatchQueue(label: "bench")) }),
      (dispatch, { CPool.dispatch() }),
      (glib, { CPool.glib(threads: 1) }),
      (tbb, { CPool.tbb(threads: 1) }),
    ]
  }

  /// Peers with two workers; libdispatch's global queue takes as many as there are cores.
  static var twoPeers: [(String, Maker)] {
    [
      (swiftDispatch, { SwiftDispatchPool(queue: .global()) }),
      (dispatch, { CPool.globalDispatch() }),
      (glib, { CPool.glib(threads: 2) }),
      (tbb, { CPool.tbb(threads: 2) }),
    ]
  }

  static func ours(_ make: @escaping Maker) -> [(String, Maker)] { [(ours, make)] }

  /// Subjects that each make a pool, measure it, and close it.
  static func subjects(
    _ contenders: [(String, Maker)], measure: @escaping (any Pool) throws -> [Metric: Double]
  ) -> [Subject] {
    contenders.map { name, make in
      Subject(name: name) {
        let pool = try make()
        defer { pool.close() }
        return try measure(pool)
      }
    }
  }
}
