// Control side.
import CRTWorkQ
import WorkQueues

/// The result codes of the C functions; the header's are casts, which Swift does not import.
enum Status {
  static var ok: HRESULT { 0 }
  static var noInterface: HRESULT { HRESULT(bitPattern: 0x8000_4002) }
  static var pointer: HRESULT { HRESULT(bitPattern: 0x8000_4003) }
  static var fail: HRESULT { HRESULT(bitPattern: 0x8000_4005) }
  static var handle: HRESULT { HRESULT(bitPattern: 0x8007_0006) }
  static var outOfMemory: HRESULT { HRESULT(bitPattern: 0x8007_000E) }
  static var invalidArgument: HRESULT { HRESULT(bitPattern: 0x8007_0057) }
  static var bufferTooSmall: HRESULT { HRESULT(bitPattern: 0xC00D_36B1) }
  static var unexpected: HRESULT { HRESULT(bitPattern: 0xC00D_36BB) }
  static var notFound: HRESULT { HRESULT(bitPattern: 0xC00D_36D5) }
  static var operationCancelled: HRESULT { HRESULT(bitPattern: 0xC00D_36ED) }
  static var invalidQueue: HRESULT { HRESULT(bitPattern: 0xC00D_36FF) }
  static var shutdown: HRESULT { HRESULT(bitPattern: 0xC00D_3E85) }
}

/// Why a C function does not do what it was asked for.
struct Failure: Error {
  let code: HRESULT

  init(_ code: HRESULT) { self.code = code }

  init(_ error: WorkQueueError) {
    switch error.code {
    case .full, .noResources: code = Status.outOfMemory
    case .closed: code = Status.shutdown
    case .tooMany: code = Status.fail
    case .invalidQueue: code = Status.invalidQueue
    case .wrongThread: code = Status.unexpected
    case .badDescriptor: code = Status.handle
    case .joined: code = Status.invalidArgument
    }
  }
}

extension Failure {
  init(_ error: TaskClassError) {
    // What HRESULT_FROM_WIN32 makes of the error.
    code = HRESULT(bitPattern: 0x8007_0000 | error.code.rawValue)
  }
}

/// Performs what a C function is about, and answers how it went.
func status(_ body: () throws(Failure) -> Void) -> HRESULT {
  do {
    try body()
    return Status.ok
  } catch {
    return error.code
  }
}

/// What an argument that may not be NULL points to.
func required<Pointee>(
  _ pointer: UnsafeMutablePointer<Pointee>?
) throws(Failure) -> UnsafeMutablePointer<Pointee> {
  guard let pointer else { throw Failure(Status.pointer) }
  return pointer
}

/// Turns the core's errors into result codes.
func translating<Result: ~Copyable>(
  _ body: () throws(WorkQueueError) -> Result
) throws(Failure) -> Result {
  do {
    return try body()
  } catch {
    throw Failure(error)
  }
}
