import Foundation

/// Runs `body` on a thread of its own, and waits until that has ended.
public func onNewThread(_ body: () throws -> Void) throws {
  // Joining the thread is what makes this safe.
  var result = Result<Void, any Error>.success(())
  var thread = pthread_t()
  try withoutActuallyEscaping(body) { body in
    let start = Unmanaged.passRetained(Start { result = Result(catching: body) })
    let error = pthread_create(
      &thread, nil,
      { context in
        if let context { Unmanaged<Start>.fromOpaque(context).takeUnretainedValue().body() }
        return nil
      }, start.toOpaque())
    guard error == 0 else {
      start.release()
      throw POSIXError(POSIXErrorCode(rawValue: error) ?? .EAGAIN)
    }
    pthread_join(thread, nil)
    start.release()
  }
  try result.get()
}

private final class Start {
  let body: () -> Void
  init(_ body: @escaping () -> Void) { self.body = body }
}
