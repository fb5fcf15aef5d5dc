import NIOCore
import NIOHTTP1
import NIOWebSocket

/// Answers requests for the page and its files.
final class PageHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let room: WebRoom
  private let visitor: Visitor
  private var head: HTTPRequestHead?

  init(_ room: WebRoom, _ visitor: Visitor) {
    self.room = room
    self.visitor = visitor
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): self.head = head
    case .body: break
    case .end:
      guard let head else { return }
      visitor.grantTime()
      answer(head, context)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // A request for a WebSocket that is refused comes here as any other, after this.
    if !(error is NIOWebSocketUpgradeError) { context.close(promise: nil) }
  }

  private func answer(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    let path = head.uri.prefix { $0 != "?" }
    guard RequestRules.isForUs(head.headers) else {
      return send(.forbidden, text("this server answers to localhost alone"), head, context)
    }
    guard head.method == .GET || head.method == .HEAD else {
      return send(.methodNotAllowed, text("only GET is answered"), head, context)
    }
    if path == "/control" { return refuseSocket(head, context) }
    guard let page = room.page(at: path) else {
      return send(.notFound, text("there is nothing here"), head, context)
    }
    send(.ok, page, head, context)
  }

  private func refuseSocket(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    guard RequestRules.isOurOrigin(head.headers) else {
      return send(.forbidden, text("pages of other origins have no access"), head, context)
    }
    send(.upgradeRequired, text("this is a WebSocket"), head, context)
  }

  private func text(_ text: String) -> Page {
    Page(type: "text/plain; charset=utf-8", bytes: Array("\(text)\n".utf8))
  }

  private func send(
    _ status: HTTPResponseStatus, _ page: Page, _ head: HTTPRequestHead,
    _ context: ChannelHandlerContext
  ) {
    var headers = Self.headers
    headers.add(name: "Content-Type", value: page.type)
    headers.add(name: "Content-Length", value: "\(page.bytes.count)")
    if !head.isKeepAlive { headers.add(name: "Connection", value: "close") }
    let response = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
    context.write(wrapOutboundOut(.head(response)), promise: nil)
    if head.method != .HEAD {
      context.write(
        wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: page.bytes)))), promise: nil)
    }
    let channel = context.channel
    context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
      if !head.isKeepAlive { channel.close(promise: nil) }
    }
  }

  /// The page may load what is its own, and no other page may hold it in a frame.
  private static let headers: HTTPHeaders = [
    "Content-Security-Policy":
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
      + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
  ]
}
