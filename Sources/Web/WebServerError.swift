/// Why a page cannot be served; its description is the line the user sees.
public enum WebServerError: Error, Equatable, CustomStringConvertible {
  /// The address could be reached from other machines.
  case notLoopback(String)
  /// The address cannot be listened at.
  case cannotListen(String, reason: String)
  /// The file of the token cannot be used.
  case badTokenFile(path: String, reason: String)

  /// What happened and what to do, in one line.
  public var description: String {
    switch self {
    case .notLoopback(let address):
      "the web page is not served at \(address), which other machines reach; "
        + "use 127.0.0.1 or [::1], and `ssh -L` from elsewhere"
    case .cannotListen(let address, let reason):
      "the web page cannot be served at \(address): \(reason); choose another port"
    case .badTokenFile(let path, let reason): "the token file \(path) \(reason)"
    }
  }
}
