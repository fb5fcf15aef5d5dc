// Control side.
import CRTWorkQ
import WorkQueues

/// Why a function of avrt.h does not do what it was asked for: what GetLastError answers then.
struct AvrtFailure: Error {
  let code: DWORD

  static var invalidHandle: AvrtFailure { AvrtFailure(code: DWORD(ERROR_INVALID_HANDLE)) }
  static var invalidParameter: AvrtFailure { AvrtFailure(code: DWORD(ERROR_INVALID_PARAMETER)) }
  static var invalidTaskName: AvrtFailure { AvrtFailure(code: DWORD(ERROR_INVALID_TASK_NAME)) }
  static var accessDenied: AvrtFailure { AvrtFailure(code: DWORD(ERROR_ACCESS_DENIED)) }
}

/// Performs what a function of avrt.h is about; nil, and the thread's last error set, when it fails.
func answering<Result>(_ body: () throws -> Result) -> Result? {
  do {
    return try body()
  } catch {
    rtwq_set_last_error(lastError(error))
    return nil
  }
}

/// The same for a function that answers TRUE or FALSE.
func succeeds(_ body: () throws -> Void) -> BOOL { answering(body) == nil ? 0 : 1 }

private func lastError(_ error: any Error) -> DWORD {
  switch error {
  case let error as AvrtFailure: error.code
  case let error as TaskClassError: error.code.rawValue
  case let error as ThreadOrderingError: error.code.rawValue
  default: DWORD(ERROR_NOT_ENOUGH_MEMORY)
  }
}
