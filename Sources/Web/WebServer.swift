public import Control
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket

/// Serves the page in the browser, and the control protocol over WebSockets to who has the token.
///
/// It has one thread of its own. Requests are answered when they name a loopback address, and
/// WebSockets only to the page itself or a program that is no browser.
///
/// Thread: any of the control side.
public final class WebServer: ControlDoor {
  /// The clients with the token served at once.
  public static let clientLimit = 128

  /// Where it listens; with the port that was chosen.
  public let address: WebAddress
  private let token: WebToken
  private let group: MultiThreadedEventLoopGroup
  private let inbox: ServerInbox

  /// Listens and begins to serve.
  ///
  /// `metrics` writes what Prometheus reads; it is called on the server's thread and must not block.
  /// Throws when other machines could reach the address, or another program listens there.
  public convenience init(
    _ address: WebAddress, token: WebToken = .random(), handler: any ControlHandler,
    metrics: (@Sendable () -> String)? = nil
  ) throws(WebServerError) {
    try self.init(
      address, token: token, handler: handler, metrics: metrics, patience: WebPatience())
  }

  init(
    _ address: WebAddress, token: WebToken, handler: any ControlHandler,
    metrics: (@Sendable () -> String)?, patience: WebPatience, clientLimit: Int = clientLimit
  ) throws(WebServerError) {
    guard address.isLoopback else { throw .notLoopback(address.host) }
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    do {
      let (room, inbox) = try Self.makeRoom(on: group.next()) { inbox in
        WebRoom(
          Clientele(handler, inbox, limit: clientLimit), token: token, patience: patience,
          metrics: metrics)
      }
      let channel = try Self.bootstrap(group, room)
        .bind(host: address.host, port: address.port).wait()
      self.inbox = inbox
      self.address = WebAddress(
        host: address.host, port: channel.localAddress?.port ?? address.port)
    } catch {
      try? group.syncShutdownGracefully()
      let reason = (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(error)"
      throw .cannotListen(address.authority, reason: reason)
    }
    self.token = token
    self.group = group
  }

  /// What to open in a browser; the token is in a part that browsers send to nobody.
  public var url: String { "http://\(address.authority)/#\(token.text)" }

  /// Tells all who subscribed to the topic; never waits for any of them.
  public func publish(_ topic: ControlTopic, _ body: JSONValue) { inbox.notify(topic, body.json) }

  /// Whether anybody has subscribed to the topic.
  public func hasSubscribers(to topic: ControlTopic) -> Bool { inbox.isWanted(topic) }

  /// Closes all connections; replies that come later go nowhere.
  public func end() {
    inbox.end()
    try? group.syncShutdownGracefully()
  }

  private typealias RoomBox = NIOLoopBoundBox<WebRoom?>

  /// Makes the room on the loop that all its connections are on.
  private static func makeRoom(
    on loop: any EventLoop, _ make: @escaping @Sendable (ServerInbox) -> WebRoom
  ) throws -> (RoomBox, ServerInbox) {
    try loop.submit {
      let box = RoomBox(nil, eventLoop: loop)
      let inbox = ServerInbox { loop.execute { _ = box.value?.clientele.deliver() } }
      box.value = make(inbox)
      return (box, inbox)
    }.wait()
  }

  private static func bootstrap(
    _ group: MultiThreadedEventLoopGroup, _ room: RoomBox
  ) -> ServerBootstrap {
    ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 128)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.maxMessagesPerRead, value: 1)
      .childChannelOption(.writeBufferWaterMark, value: .init(low: 32 << 10, high: 64 << 10))
      .childChannelInitializer { channel in
        guard let room = room.value else { return channel.close() }
        return channel.configure(for: room)
      }
  }
}
