import CNcurses
import Glibc

/// Brings the terminal back when the process crashes, so that its last words can be read.
///
/// The signals of a crash are taken once and then passed on to whoever answered them before.
struct CrashGuard: ~Copyable {
  private static let signals = [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT]

  /// How a terminal is set; to be asked before ncurses changes it.
  static func settings(of descriptor: Int32) -> termios {
    var settings = termios()
    tcgetattr(descriptor, &settings)
    return settings
  }

  /// Takes the signals of a crash; the screen must be open.
  init(descriptor: Int32, settings: termios) {
    remedy.pointee.settings = settings
    remedy.pointee.sequenceLength = nc_leave_sequence(remedy.pointee.sequence, Remedy.capacity)
    remedy.pointee.descriptor = descriptor
    for signal in Self.signals {
      var action = sigaction()
      action.__sigaction_handler.sa_sigaction = leave
      action.sa_flags = SA_SIGINFO | SA_ONSTACK
      sigaction(signal, &action, remedy.pointee.former + Int(signal))
    }
  }

  deinit {
    // Whoever took a signal later keeps it.
    for signal in Self.signals where Self.isTaken(signal) {
      sigaction(signal, remedy.pointee.former + Int(signal), nil)
    }
    remedy.pointee.descriptor = -1
  }

  private static func isTaken(_ signal: Int32) -> Bool {
    var action = sigaction()
    sigaction(signal, nil, &action)
    guard let handler = action.__sigaction_handler.sa_sigaction else { return false }
    return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(leave, to: Int.self)
  }
}

/// All that a signal handler needs to bring the terminal back, made beforehand.
private struct Remedy {
  var descriptor: Int32 = -1
  var settings = termios()
  var sequenceLength = 0
  let sequence = UnsafeMutablePointer<CChar>.allocate(capacity: Self.capacity)
  /// What was done on each signal before.
  let former = UnsafeMutablePointer<sigaction>.allocate(capacity: 32)

  static let capacity = 256
}

// One for the process, like the screen; the handler cannot be given a context.
private nonisolated(unsafe) let remedy: UnsafeMutablePointer<Remedy> = {
  let remedy = UnsafeMutablePointer<Remedy>.allocate(capacity: 1)
  remedy.initialize(to: Remedy())
  return remedy
}()

private typealias SignalAction =
  @convention(c) (Int32, UnsafeMutablePointer<siginfo_t>?, UnsafeMutableRawPointer?) -> Void

/// Runs in a crashed process: nothing but system calls that are safe in a signal handler.
private let leave: SignalAction = { signal, information, _ in
  if remedy.pointee.descriptor >= 0 {
    _ = write(remedy.pointee.descriptor, remedy.pointee.sequence, remedy.pointee.sequenceLength)
    tcsetattr(remedy.pointee.descriptor, TCSANOW, &remedy.pointee.settings)
  }
  sigaction(signal, remedy.pointee.former + Int(signal), nil)
  // A fault comes again by itself; what somebody sent does not.
  let isFault = (information?.pointee.si_code ?? 0) > 0
  if !isFault { raise(signal) }
}
