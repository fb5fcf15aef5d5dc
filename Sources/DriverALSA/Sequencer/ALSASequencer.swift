// Control side.
import CALSA
public import Drivers
import Foundation
import Synchronization

/// A client of the kernel's sequencer: a port that others send MIDI to, heard on a thread of its own.
///
/// The kernel stamps each message when it arrives, so that the thread may be late. Ports are
/// connected by pattern, `CLIENT:PORT`, also those that come later.
public final class ALSASequencer: MIDISource, @unchecked Sendable {
  // Unchecked: the handle is used by the thread alone once that runs.

  private let sequencer: OpaquePointer
  private let port: SequencerPort
  private let feed: MIDIFeed
  private let patterns: [PortPattern]
  private let tell: @Sendable (String) -> Void
  private let wake: CInt
  private let hasEnded = DispatchSemaphore(value: 0)
  private let isStopped = Mutex(false)
  /// The thread's own, until it has ended.
  private var uncarried = UncarriedMessages()

  /// Opens a client, connects what is there, and listens.
  ///
  /// `tell` takes a line for each connection, on any thread. Throws when the kernel has no sequencer.
  /// Thread: control.
  public init(
    client: String, connecting patterns: [PortPattern], to feed: MIDIFeed,
    _ tell: @escaping @Sendable (String) -> Void
  ) throws(DriverError) {
    var opened: OpaquePointer?
    let (code, message) = ALSALibrary.capturing {
      snd_seq_open(&opened, "default", SND_SEQ_OPEN_DUPLEX, SND_SEQ_NONBLOCK)
    }
    guard code >= 0, let opened else {
      throw DriverError(
        .unavailable,
        "no ALSA sequencer (\(message ?? String(cString: snd_strerror(code)))): the kernel needs "
          + "the module snd-seq")
    }
    sequencer = opened
    snd_seq_set_client_name(opened, client)
    do throws(DriverError) {
      port = try SequencerPort(of: opened)
    } catch {
      snd_seq_close(opened)
      throw error
    }
    self.feed = feed
    self.patterns = patterns
    self.tell = tell
    wake = eventfd(0, CInt(EFD_CLOEXEC))
    port.hearAnnouncements()
    connectAll()
    let thread = Thread { [self] in
      listen()
      hasEnded.signal()
    }
    thread.name = "sequencer"
    thread.start()
  }

  /// Ends the thread, and closes the client.
  public func stop() {
    let isFirst = isStopped.withLock { isStopped in
      defer { isStopped = true }
      return !isStopped
    }
    guard isFirst else { return }
    eventfd_write(wake, 1)
    hasEnded.wait()
    for line in uncarried.totals { tell(line) }
    snd_seq_close(sequencer)
    close(wake)
  }

  private func connectAll() {
    for found in SequencerAddress.readable(of: sequencer) { connect(found) }
  }

  private func connect(_ found: SequencerAddress) {
    guard found.client != port.client, patterns.contains(where: { $0.matches(found.name) }),
      port.connect(from: found)
    else { return }
    tell("MIDI from \(found.name)")
  }

  /// Waits for messages until it is stopped.
  private func listen() {
    let count = Int(snd_seq_poll_descriptors_count(sequencer, Int16(POLLIN)))
    var descriptors = [pollfd](repeating: pollfd(), count: count + 1)
    snd_seq_poll_descriptors(sequencer, &descriptors, UInt32(count), Int16(POLLIN))
    descriptors[count] = pollfd(fd: wake, events: Int16(POLLIN), revents: 0)
    while true {
      let ready = poll(&descriptors, nfds_t(count + 1), -1)
      if descriptors[count].revents != 0 || (ready < 0 && errno != EINTR) { return }
      if ready > 0 { takeAll() }
    }
  }

  private func takeAll() {
    let offset = port.queueOffset()
    var event: UnsafeMutablePointer<snd_seq_event_t>?
    while true {
      let code = snd_seq_event_input(sequencer, &event)
      // Lost by the kernel: what is left is there.
      if code == -ENOSPC {
        tell("the ALSA sequencer had no room: messages are lost")
        continue
      }
      guard code >= 0, let event else { return }
      take(event, offset: offset)
    }
  }

  private func take(_ event: UnsafeMutablePointer<snd_seq_event_t>, offset: Int64) {
    if event.pointee.source.client == UInt8(SND_SEQ_CLIENT_SYSTEM) {
      guard Int(event.pointee.type) == Int(SND_SEQ_EVENT_PORT_START.rawValue) else { return }
      let address = event.pointee.data.addr
      SequencerAddress(client: Int(address.client), port: Int(address.port), of: sequencer)
        .map(connect)
      return
    }
    let time = event.pointee.time.time
    let nanoseconds = offset + Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    guard let messages = port.decode(event) else { return tellUncarried(event.pointee.source) }
    for message in messages { feed.put(message, atNanoseconds: nanoseconds) }
  }

  private func tellUncarried(_ source: snd_seq_addr_t) {
    let (client, port) = (Int(source.client), Int(source.port))
    let name = SequencerAddress(client: client, port: port, of: sequencer)?.name
    uncarried.count(from: name ?? "\(client):\(port)").map(tell)
  }
}
