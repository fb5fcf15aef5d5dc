public import Control
import Glibc

/// Why OSC is not served; its description is the line the user sees.
public enum OSCServerError: Error, Equatable, CustomStringConvertible {
  /// The text is no port, and no host with a port.
  case badAddress(String)
  /// The address cannot be listened at, for the reason this errno tells.
  case cannotListen(UDPAddress, code: Int32)

  /// The system has no pipe for it.
  case noPipe(ControlSocketError)

  /// What happened and what to do, in one line.
  public var description: String {
    switch self {
    case .badAddress(let text):
      "\"\(text)\" is no address for OSC: write PORT, or HOST:PORT with a host of IPv4"
    case .cannotListen(let address, let code):
      "OSC cannot be taken at \(address): "
        + (strerror(code).map { String(cString: $0) } ?? "\(code)")
        + (code == EADDRINUSE ? "; choose another port" : "")
    case .noPipe(let error): "OSC cannot be taken: \(error)"
    }
  }
}
