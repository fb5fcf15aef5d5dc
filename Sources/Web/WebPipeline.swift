import Control
import NIOCore
import NIOHTTP1
import NIOWebSocket

extension Channel {
  /// Prepares a new connection: requests for the page, one of which may begin a WebSocket.
  func configure(for room: WebRoom) -> EventLoopFuture<Void> {
    let visitor = room.welcome(self)
    let (limit, page) = (RequestLimit(), PageHandler(room, visitor))
    let guest = NIOLoopBound(
      (room: room, visitor: visitor, limit: limit, page: page), eventLoop: eventLoop)
    closeFuture.whenComplete { _ in guest.value.room.forget(guest.value.visitor) }
    let upgrader = NIOWebSocketServerUpgrader(
      maxFrameSize: ControlLimits.requestBytes,
      shouldUpgrade: { channel, head in
        channel.eventLoop.makeSucceededFuture(ControlSocket.headers(answering: head))
      },
      upgradePipelineHandler: { channel, head in
        channel.eventLoop.makeCompletedFuture {
          let (room, visitor, _, _) = guest.value
          let handler = SocketHandler(room, visitor, token: ControlSocket.token(of: head))
          try channel.pipeline.syncOperations.addHandler(handler)
        }
      })
    do {
      try pipeline.syncOperations.addHandler(limit)
    } catch {
      return eventLoop.makeFailedFuture(error)
    }
    return pipeline.configureHTTPServerPipeline(
      withServerUpgrade: (
        upgraders: [upgrader],
        completionHandler: { context in
          context.pipeline.syncOperations.removeHandler(guest.value.limit, promise: nil)
          context.pipeline.syncOperations.removeHandler(guest.value.page, promise: nil)
        }
      )
    ).flatMapThrowing {
      try self.pipeline.syncOperations.addHandler(guest.value.page)
    }
  }
}

/// How a WebSocket begins.
enum ControlSocket {
  /// The name of the protocol; a browser can give the token only as another name beside it.
  static let name = "tactus-control-1"
  private static let tokenPrefix = "token."

  /// The headers to begin with; nil when the request does not begin one.
  static func headers(answering head: HTTPRequestHead) -> HTTPHeaders? {
    guard head.method == .GET, head.uri.prefix(while: { $0 != "?" }) == "/control",
      RequestRules.isForUs(head.headers), RequestRules.isOurOrigin(head.headers)
    else { return nil }
    return names(head).contains(Substring(name)) ? ["Sec-WebSocket-Protocol": name] : [:]
  }

  /// The token among the names of protocols, which is never sent back.
  static func token(of head: HTTPRequestHead) -> String? {
    names(head).first { $0.hasPrefix(tokenPrefix) }.map { String($0.dropFirst(tokenPrefix.count)) }
  }

  private static func names(_ head: HTTPRequestHead) -> [Substring] {
    head.headers[canonicalForm: "sec-websocket-protocol"]
  }
}
