import Host
import Plugins
import Realtime
import RealtimeKit

/// What was found on a machine, before anything is made of it.
struct SystemFacts: Sendable {
  /// The thread that was started to try it; nil when it did not even start.
  var thread: Thread?
  /// What RealtimeKit gives at most, or why it gives nothing.
  var realtimeKit = Result<RealtimeKitLimits, SchedulingRefusal>.failure(.init("is not there"))
  /// RLIMIT_RTPRIO; nil when unlimited.
  var priorityLimit: Int?
  /// RLIMIT_MEMLOCK in bytes; nil when unlimited.
  var lockedMemoryLimitBytes: Int?
  /// Whether the rights of root are there, whom limits do not bind.
  var isRoot = false
  var userName = ""
  var groups: [String] = []

  var threads = ThreadsLook()
  var computingTime = ComputingTimeLook()
  var preemption = PreemptionLook()
  /// sched_rt_runtime_us: -1 for no limit; nil when unknown.
  var realtimeRuntimeMicroseconds: Int?
  var realtimePeriodMicroseconds = 1_000_000

  var coreCount = 1
  /// Each core's frequency governor; empty when the system shows none.
  var governors: [String] = []
  var idle = IdleLook()
  var interrupts = InterruptLook()
  /// Whether there is swap space, and how much of it is in use.
  var swapUsedBytes: Int?

  /// Names in /dev/snd, and whether they may be read and written.
  var soundFiles: [String: Access] = [:]
  /// The names of the ALSA cards.
  var cards: [String] = []
  var jack = DriverProvider.Availability.unavailable("no JACK server")
  var audioServers = AudioServerLook()
  var cardHolders = CardHolderLook()
  var recordings = RecordingsLook()
  var plugins: [PluginCount] = []

  /// nil for the built-in table.
  var taskClassPath: String?
  var taskClassCount = 0
  var taskClassProblems: [String] = []
}

extension SystemFacts {
  /// What a thread asked for and got.
  struct Thread: Sendable {
    var asked: ThreadScheduling
    var granted: ThreadScheduling
    var source = SchedulingGrant.Source.direct
    /// The errno of the refusal, 0 for none.
    var error: Int32 = 0
    var isStackLocked = true
  }

  /// What may be done with a file.
  enum Access: Sendable {
    case allowed
    case denied
    case missing
  }

  /// One format's plugins.
  struct PluginCount: Sendable {
    var format: PluginFormat
    /// Those that can be hosted.
    var hosted = 0
    /// Those that need what this host does not have.
    var unsupported = 0
    var problems: [PluginProblem] = []
    /// Why none could be listed at all.
    var error: String?
  }
}
