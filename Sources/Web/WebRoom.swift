import Control
import NIOCore
import NIOHTTP1

/// What the connections of one web server share.
///
/// Thread: the server's loop.
final class WebRoom {
  /// Connections without the token; beyond them the oldest is closed.
  static let visitorLimit = 64

  let clientele: Clientele<SocketClient>
  let patience: WebPatience
  private let token: WebToken
  private let metrics: (@Sendable () -> String)?
  private var visitors: [Visitor] = []

  init(
    _ clientele: Clientele<SocketClient>, token: WebToken, patience: WebPatience,
    metrics: (@Sendable () -> String)?
  ) {
    self.clientele = clientele
    self.token = token
    self.patience = patience
    self.metrics = metrics
  }

  /// Takes a new connection, for as long as it has not shown the token.
  func welcome(_ channel: any Channel) -> Visitor {
    let visitor = Visitor(channel, patience: patience.request)
    visitors.append(visitor)
    if visitors.count > Self.visitorLimit { visitors.removeFirst().close() }
    return visitor
  }

  /// The connection is closed, or has become a client's.
  func forget(_ visitor: Visitor) {
    visitor.stay()
    visitors.removeAll { $0 === visitor }
  }

  func accepts(_ text: String) -> Bool { token.matches(text) }

  /// What a path answers with; nil when nothing is there.
  func page(at path: Substring) -> Page? {
    guard path == "/metrics" else { return Page.at(path) }
    return metrics.map {
      Page(type: "text/plain; version=0.0.4; charset=utf-8", bytes: Array($0().utf8))
    }
  }
}

/// How long is waited for clients.
struct WebPatience: Sendable {
  /// For a request, or for the token.
  var request = TimeAmount.seconds(10)
  /// Between pings; who is silent for two of them is gone.
  var ping = TimeAmount.seconds(20)
}
