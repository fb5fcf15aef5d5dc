import CPeers
import CRealtime
import Dispatch

/// libdispatch as Swift programs use it: a closure for each item.
struct SwiftDispatchPool: Pool {
  let queue: DispatchQueue

  func put(_ count: Int, _ work: @escaping rt_work, context: UnsafeMutableRawPointer?) {
    nonisolated(unsafe) let context = context
    for _ in 0..<count { queue.async { work(context) } }
  }

  func close() {}
}

/// A pool behind the functions of `CPeers.h`.
struct CPool: Pool {
  let object: UnsafeMutableRawPointer?
  let putting: (UnsafeMutableRawPointer?, Int, rt_work?, UnsafeMutableRawPointer?) -> Void
  let release: (UnsafeMutableRawPointer?) -> Void

  func put(_ count: Int, _ work: @escaping rt_work, context: UnsafeMutableRawPointer?) {
    putting(object, count, work, context)
  }

  func close() { release(object) }

  static func dispatch() -> CPool {
    CPool(
      object: peer_dispatch_create(), putting: peer_dispatch_put, release: peer_dispatch_release)
  }

  static func globalDispatch() -> CPool {
    CPool(object: peer_dispatch_global(), putting: peer_dispatch_put, release: { _ in })
  }

  static func glib(threads: Int32) -> CPool {
    CPool(
      object: peer_glib_create(threads), putting: peer_glib_put, release: peer_glib_release)
  }

  static func tbb(threads: Int32) -> CPool {
    CPool(object: peer_tbb_create(threads), putting: peer_tbb_put, release: peer_tbb_release)
  }
}
