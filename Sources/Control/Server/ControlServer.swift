import Foundation
import Glibc

/// Serves the control protocol at a socket of this user's, on one thread of its own.
///
/// A client that sends garbage, reads nothing or never ends its line costs a bounded piece of memory
/// and harms only itself.
///
/// Thread: any of the control side.
public final class ControlServer: ControlDoor {
  /// The clients served at once; fewer where the process may have few descriptors.
  public static let clientLimit = 600

  /// Where the socket is.
  public let path: String
  private let inbox: ServerInbox
  private let hasEnded = DispatchSemaphore(value: 0)

  /// Opens the socket and begins to serve.
  ///
  /// `name` is the instance's, by default the process id. `willServe` is called on the server's thread
  /// before it serves anybody. Throws when a running host has that name.
  public init(
    named name: String? = nil, in directory: SocketDirectory = .standard,
    clientLimit: Int = ControlServer.clientLimit,
    willServe: @escaping @Sendable () -> Void = {}, handler: any ControlHandler
  ) throws(ControlSocketError) {
    let wakes = try WakePipe()
    let inbox = ServerInbox { wakes.wake() }
    let listener = try ListeningSocket(named: name, in: directory)
    self.inbox = inbox
    path = listener.path
    let limit = min(clientLimit, Self.descriptorLimit / 2)
    let hasEnded = hasEnded
    let thread = Thread {
      willServe()
      ServerLoop(listener, wakes, Clientele(handler, inbox, limit: limit)).run()
      listener.removeFile()
      hasEnded.signal()
    }
    thread.name = "tactus-control"
    thread.start()
  }

  /// Tells all who subscribed to the topic; never waits for any of them.
  public func publish(_ topic: ControlTopic, _ body: JSONValue) {
    inbox.notify(topic, body.json)
  }

  /// Whether anybody has subscribed to the topic.
  public func hasSubscribers(to topic: ControlTopic) -> Bool { inbox.isWanted(topic) }

  /// Closes all connections and removes the socket; replies that come later go nowhere.
  public func end() {
    inbox.end()
    hasEnded.wait()
    hasEnded.signal()
  }

  private static var descriptorLimit: Int {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1024 }
    return Int(clamping: limit.rlim_cur)
  }
}
