import CPluginCheck
import CRealtime
public import Foundation
public import Plugins
import WorkQueues

/// Puts one plugin through everything it may meet in a session, in this process, which it may end.
///
/// An audit has it play twice: the sanitizer watches first, and then what periods cost is counted.
/// Where it has come to and what it found is written into a folder that the parent made. Thread:
/// control, the only one of its process.
public struct PluginExamination {
  /// Prepares an examination of a plugin, or an audit of it.
  public init(
    _ identifier: String, of catalogue: any PluginCatalogue, in folder: URL, isAudit: Bool
  ) {
    self.identifier = identifier
    self.catalogue = catalogue
    self.folder = folder
    self.isAudit = isAudit
    teller = CheckTeller(in: folder)
    teller.isWatched = isAudit
  }

  /// Examines the plugin, and tells what it found.
  public mutating func run() throws {
    // As the cycle has it.
    _ = rt_denormals_flush()
    if isAudit { prepareAudit() }
    do throws(PluginError) {
      try examine()
    } catch {
      result.refusal = error.message
      result.isUnsupported = error.code == .unsupported
    }
    result.findings = watch.findings
    try teller.end(result)
  }

  let folder: URL
  let isAudit: Bool
  var teller: CheckTeller
  var watch = OutputWatch()
  var result = CheckResult()

  private let identifier: String
  private let catalogue: any PluginCatalogue
  private var isWatched = false
  private var platform: WorkPlatform?
  private var workQueue: WorkQueue?

  private mutating func examine() throws(PluginError) {
    teller.begin(.make)
    try warmUp()
    isWatched = isAudit
    try examinePlay()
    if isAudit {
      isWatched = false
      return try examinePlay()
    }
    try examineState()
    try examineLatency()
    try examineLeaks()
    try examineTimes()
  }

  private mutating func examinePlay() throws(PluginError) {
    try examineRun()
    try examineExtremes()
    try examineSweep()
    try examinePeriods()
    try examineMIDI()
  }

  /// An instance that is ready to play blocks of at most `maximumFrames`.
  ///
  /// A plugin that needs blocks of one length gets no others.
  func make(maximumFrames: Int = 1_024) throws(PluginError) -> CheckedInstance {
    let instance = try catalogue.makeInstance(
      identifier, rate: CheckTimes.rate, maximumFrames: maximumFrames)
    if let workQueue { instance.work(on: workQueue) }
    return CheckedInstance(instance, maximumFrames: maximumFrames, isWatched: isWatched)
  }

  /// One that plays blocks of the usual length, and has begun anew.
  func makeSettled() throws(PluginError) -> CheckedInstance {
    let instance = try make(maximumFrames: CheckTimes.frames)
    instance.settle()
    return instance
  }

  /// Plays blocks, and looks at each.
  mutating func play(
    _ instance: CheckedInstance, _ source: inout CheckSource, blocks: Int = 1,
    frames: Int = CheckTimes.frames, events: MIDIMessages? = nil, _ stage: CheckStage,
    _ detail: String, mayBeLoud: Bool = false
  ) {
    for _ in 0..<blocks {
      instance.run(&source, frames: frames, events: events)
      watch.look(at: instance, frames: frames, stage, detail, mayBeLoud: mayBeLoud)
    }
  }

  /// Takes what is left to tell of an instance whose stage is over.
  mutating func finish(_ instance: CheckedInstance, _ stage: CheckStage) {
    if !isWatched { result.audit?.add(instance.counts) }
    if let message = instance.instance.takeMessages().first {
      watch.add(.message, stage, "says: \(message.text)")
    }
  }

  /// What happens once a process is not of this plugin's doing: one instance plays unwatched.
  private mutating func warmUp() throws(PluginError) {
    let instance = try makeSettled()
    var silence = CheckSource(.silence)
    if isAudit {
      teller.begin(.run)
      instance.run(&silence, frames: CheckTimes.frames)
    }
    result.latencyFrames = instance.descriptor.latencyPort.map { _ in
      instance.instance.latencyFrames
    }
  }

  private mutating func prepareAudit() {
    guard let platform = try? WorkPlatform() else { return }
    self.platform = platform
    workQueue = try? platform.makeQueue(named: "work", kind: .standard)
    result.audit = AuditCounts()
    result.audit?.isLocked = rt_lock_memory() == 0
  }
}

extension PluginExamination {
  /// Whether this program is linked with the RealtimeSanitizer, as an audit needs it.
  public static var hasSanitizer: Bool { check_has_sanitizer() }
}
