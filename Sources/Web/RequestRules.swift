import NIOHTTP1

/// Which requests come from this machine's user and not from a page of somebody else's.
enum RequestRules {
  /// The names of a host that no name server can point elsewhere.
  private static let hosts: Set<Substring> = ["localhost", "127.0.0.1", "[::1]"]

  /// Whether the request names this machine by a loopback name: a page whose name was pointed here
  /// (DNS rebinding) does not.
  static func isForUs(_ headers: HTTPHeaders) -> Bool {
    guard let host = only(headers["host"]) else { return false }
    return hosts.contains(name(host.lowercased()[...]))
  }

  /// Whether no page of another origin sent the request; programs that are no browser send no origin.
  static func isOurOrigin(_ headers: HTTPHeaders) -> Bool {
    guard headers.contains(name: "origin") else { return true }
    guard let origin = only(headers["origin"]), let host = only(headers["host"]) else {
      return false
    }
    return origin.lowercased() == "http://" + host.lowercased()
  }

  private static func only(_ values: [String]) -> String? { values.count == 1 ? values[0] : nil }

  private static func name(_ host: Substring) -> Substring {
    guard let colon = host.lastIndex(of: ":"), !host.hasSuffix("]") else { return host }
    return host[..<colon]
  }
}
