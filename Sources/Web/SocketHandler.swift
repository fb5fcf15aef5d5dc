import Control
import NIOCore
import NIOWebSocket

/// Puts messages of a WebSocket together and hands them on; the first may be the token.
final class SocketHandler: ChannelInboundHandler {
  typealias InboundIn = WebSocketFrame
  typealias OutboundOut = WebSocketFrame

  private let room: WebRoom
  private let visitor: Visitor
  /// What the client showed when it connected.
  private let shown: String?
  private var client: SocketClient?
  private var message: [UInt8]?
  private var pings: RepeatedTask?
  private var silentPings = 0
  private var hasEnded = false

  init(_ room: WebRoom, _ visitor: Visitor, token: String?) {
    self.room = room
    self.visitor = visitor
    shown = token
  }

  func handlerAdded(context: ChannelHandlerContext) {
    visitor.grantTime()
    if let shown { check(shown, context.channel) }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !hasEnded else { return }
    silentPings = 0
    let frame = unwrapInboundIn(data)
    guard frame.maskKey != nil, !frame.rsv1, !frame.rsv2, !frame.rsv3 else {
      return end(.protocolError, context.channel)
    }
    switch frame.opcode {
    case .text where message == nil: take(frame, after: [], context.channel)
    case .continuation:
      guard let message else { return end(.protocolError, context.channel) }
      take(frame, after: message, context.channel)
    case .ping:
      let pong = WebSocketFrame(fin: true, opcode: .pong, data: frame.unmaskedData)
      if context.channel.isWritable { context.writeAndFlush(wrapOutboundOut(pong), promise: nil) }
    case .pong: break
    case .connectionClose: end(.normalClosure, context.channel)
    case .binary: end(.unacceptableData, context.channel)
    default: end(.protocolError, context.channel)
    }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable { client?.flush() }
  }

  func channelInactive(context: ChannelHandlerContext) {
    pings?.cancel()
    client?.session.close()
    room.clientele.dropDone()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // The handler before this one says so to the client when it broke the rules of WebSockets.
    if !(error is NIOWebSocketError) { context.close(promise: nil) }
    hasEnded = true
  }
}

extension SocketHandler {
  private func take(
    _ frame: WebSocketFrame, after begin: [UInt8], _ channel: any Channel
  ) {
    let data = frame.unmaskedData
    guard begin.count + data.readableBytes <= ControlLimits.requestBytes else {
      return end(.messageTooLarge, channel)
    }
    let bytes = begin + data.readableBytesView
    message = frame.fin ? nil : bytes
    guard frame.fin else { return }
    guard let client else { return check(Self.token(in: bytes), channel) }
    client.session.receive(bytes)
    client.flush()
  }

  private func end(_ code: WebSocketErrorCode, _ channel: any Channel) {
    hasEnded = true
    channel.sayGoodbye(code)
  }

  private static func token(in message: [UInt8]) -> String {
    guard case .text(let token)? = (try? JSONValue(parsing: message))?["token"] else { return "" }
    return token
  }

  private func check(_ token: String, _ channel: any Channel) {
    guard room.accepts(token) else {
      let error = ControlError(
        .unauthorized, "the token is wrong; use the address the host printed")
      channel.writeText(ControlResponse(id: nil, result: .failure(error)).line)
      return end(.policyViolation, channel)
    }
    room.forget(visitor)
    room.clientele.admit { session in
      let client = SocketClient(session, channel)
      self.client = client
      return client
    }
    startPings(channel)
  }

  private func startPings(_ channel: any Channel) {
    let box = NIOLoopBound(self, eventLoop: channel.eventLoop)
    let pause = room.patience.ping
    pings = channel.eventLoop.scheduleRepeatedTask(initialDelay: pause, delay: pause) { _ in
      box.value.ping(channel)
    }
  }

  private func ping(_ channel: any Channel) {
    guard silentPings < 2 else { return channel.close(promise: nil) }
    // Who reads slowly, or whose requests wait for answers, cannot answer a ping just now.
    guard channel.isWritable, client?.isReading == true else { return }
    silentPings += 1
    channel.writeAndFlush(
      WebSocketFrame(fin: true, opcode: .ping, data: ByteBuffer()), promise: nil)
  }
}
