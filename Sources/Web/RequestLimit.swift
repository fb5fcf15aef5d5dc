import NIOCore
import NIOHTTP1

/// Ends a connection whose request is longer than any of ours.
final class RequestLimit: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  /// Bytes of one request, head and body, that none of ours has.
  static let bytes = 16 << 10

  private var received = 0

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    received += unwrapInboundIn(data).readableBytes
    guard received <= Self.bytes else { return context.close(promise: nil) }
    context.fireChannelRead(data)
  }

  /// An answer begins a new count.
  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    received = 0
    context.write(data, promise: promise)
  }
}
