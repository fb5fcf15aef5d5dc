public import Control
import Foundation

/// Takes Open Sound Control as the commands of the control protocol, on one thread of its own, and
/// tells those who asked what happens.
///
/// A sender of garbage, and one who is gone, costs a bounded piece of memory and harms only itself.
///
/// Thread: any of the control side.
public final class OSCServer: ControlDoor {
  /// Where it listens.
  public let address: UDPAddress
  private let inbox: OSCInbox
  private let hasEnded = DispatchSemaphore(value: 0)

  /// Opens the socket and begins to serve.
  ///
  /// `target` is told everything, always, without having asked. `willServe` is called on the server's
  /// thread before it serves anybody.
  public init(
    at address: UDPAddress, sendingTo target: UDPAddress? = nil,
    willServe: @escaping @Sendable () -> Void = {}, handler: any ControlHandler
  ) throws(OSCServerError) {
    let socket = try UDPSocket(at: address)
    let inbox = try OSCInbox(hasTarget: target != nil)
    self.address = socket.address
    self.inbox = inbox
    let hasEnded = hasEnded
    let thread = Thread {
      willServe()
      OSCLoop(socket, inbox, handler, target: target).run()
      hasEnded.signal()
    }
    thread.name = "tactus-osc"
    thread.start()
  }

  /// Tells all who subscribed to the topic; never waits for any of them.
  public func publish(_ topic: ControlTopic, _ body: JSONValue) {
    guard hasSubscribers(to: topic) else { return }
    inbox.notify(topic, body)
  }

  /// Whether anybody is told of the topic.
  public func hasSubscribers(to topic: ControlTopic) -> Bool { inbox.isWanted(topic) }

  /// Closes the socket; replies that come later go nowhere.
  public func end() {
    inbox.end()
    hasEnded.wait()
    hasEnded.signal()
  }
}
