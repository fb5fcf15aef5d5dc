import Control

/// A request that is understood means the same when it is written and read again.
enum RequestTrial {
  static func run(_ bytes: ArraySlice<UInt8>) {
    guard case .success(let request) = ControlRequest.parse(bytes) else { return }
    let again = ControlRequest.parse(request.line.dropLast())
    precondition(again == .success(request), "a request changes when it is written")
  }
}
