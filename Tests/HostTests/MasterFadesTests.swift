import Signal
import TestSupport
import Testing

@testable import Host

@Suite("MasterFades") struct MasterFadesTests {
  /// Master fades whose items are performed by hand, and what their fader plays of ones.
  private final class Stage {
    let fader = Fader(gain: 0)
    let notes = NoteGate()
    let fades: MasterFades
    private let scheduled = Locked<[ControlTask]>([])
    private(set) var last: Float = 0

    init(_ settings: SessionFades = .frames(), isMuted: Bool = false) {
      var session = Session(path: "s.yaml", name: "s")
      session.fades = settings
      session.isMuted = isMuted
      fades = MasterFades(
        of: session, rate: 1000, fader: fader, notes: notes, posting: DirectPosting(),
        schedule: { [scheduled] task in scheduled.withLock { $0.append(task) } })
    }

    /// Performs what was scheduled; returns how much that was.
    @discardableResult
    func perform() -> Int {
      let tasks = scheduled.withLock { tasks in
        defer { tasks = [] }
        return tasks
      }
      for task in tasks { task.perform() }
      return tasks.count
    }

    /// Plays some frames; returns the largest step between neighbours.
    @discardableResult
    func play(_ frames: Int) -> Float {
      var block = [Float](repeating: 1, count: frames)
      block.withUnsafeMutableBufferPointer { block in
        let channels: [UnsafeMutablePointer<Float>?] = [block.baseAddress]
        fader.handle.apply(to: channels, count: 1, frames: frames)
      }
      let all = [last] + block
      last = all.last ?? 0
      return zip(all, all.dropFirst()).map { abs($1 - $0) }.max() ?? 0
    }

    /// Performs, and plays until nothing moves.
    func settle() {
      perform()
      play(1)
      while !fader.isAtRest { play(1) }
    }
  }

  @Test func startsFromAScheduledItem() {
    let stage = Stage()
    #expect(stage.fades.isSilent)
    stage.fades.start()
    stage.play(10)
    #expect(stage.last == 0)
    #expect(!stage.fades.isSilent)
    #expect(stage.perform() == 1)
    stage.play(1)
    #expect(stage.last == 0.01)
    stage.settle()
    #expect(stage.last == 1)
  }

  @Test func isSilentOnceTheFadeIsThrough() {
    let stage = Stage()
    stage.fades.start()
    stage.settle()
    stage.fades.lost()
    #expect(!stage.fades.isSilent)
    stage.perform()
    #expect(!stage.fades.isSilent)
    stage.play(49)
    #expect(!stage.fades.isSilent)
    stage.play(1)
    #expect(stage.fades.isSilent)
    stage.fades.back()
    #expect(!stage.fades.isSilent)
  }

  @Test func whatIsMutedStaysSilentWhenItsDeviceIsBack() {
    let stage = Stage()
    stage.fades.start()
    stage.settle()
    stage.fades.lost()
    stage.settle()
    #expect(stage.fades.setMuted(true))
    stage.fades.back()
    #expect(stage.perform() == 0)
    #expect(stage.fades.isSilent)
    #expect(stage.fades.toggleMute() == false)
    stage.settle()
    #expect(stage.last == 1)
  }

  @Test func unmutedWhileTheDeviceIsAwayItStaysSilentUntilItIsBack() {
    let stage = Stage(isMuted: true)
    stage.fades.start()
    stage.fades.lost()
    #expect(stage.fades.toggleMute() == false)
    #expect(stage.perform() == 0)
    #expect(stage.fades.isSilent)
    stage.fades.back()
    stage.settle()
    #expect(stage.last == 1)
  }

  @Test func stopsForGood() {
    let stage = Stage()
    stage.fades.start()
    stage.perform()
    stage.play(30)
    #expect(stage.fades.stop() == 0.2)
    stage.settle()
    stage.fades.back()
    stage.fades.setMuted(true)
    stage.fades.setMuted(false)
    stage.fades.start()
    stage.settle()
    #expect(stage.last == 0)
    #expect(stage.fades.isSilent)
  }

  @Test func oneMoreReasonMayHaveSilenceEarlierButNotLater() {
    let stage = Stage()
    stage.fades.start()
    stage.settle()
    stage.fades.stop()
    stage.perform()
    stage.play(50)
    stage.fades.setMuted(true)
    #expect(stage.perform() == 1)
    #expect(stage.play(20) <= 0.75 / 20 + 1e-6)
    #expect(stage.fades.isSilent)

    let other = Stage()
    other.fades.start()
    other.settle()
    other.fades.setMuted(true)
    other.perform()
    other.play(10)
    other.fades.stop()
    #expect(other.perform() == 0)
    other.play(10)
    #expect(other.fades.isSilent)
  }

  @Test func saysOnlyWhatIsNews() {
    let stage = Stage()
    #expect(!stage.fades.setMuted(false))
    #expect(stage.fades.setMuted(true))
    #expect(!stage.fades.setMuted(true))
    #expect(stage.fades.isMuted)
    #expect(stage.fades.toggleMute() == false)
    #expect(stage.perform() == 0)
  }

  @Test func takesLengthsCurvesAndRatesThatChange() {
    let stage = Stage()
    var settings = SessionFades.frames()
    settings.start = SessionFade(seconds: 0.05, curve: .equalPower)
    stage.fades.use(settings)
    stage.fades.use(rate: 2000)
    stage.fades.start()
    stage.perform()
    stage.play(50)
    #expect(abs(stage.last - Float(0.5).squareRoot()) < 1e-6)
    stage.play(49)
    #expect(stage.last < 1)
    stage.play(1)
    #expect(stage.last == 1)
  }

  /// Reasons that come and go in any order and overlap: where the gain goes is what the reasons say,
  /// and it never steps.
  @Test(arguments: 0..<20) func anyOrderLeadsWhereTheReasonsSay(round: Int) {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SplitMix(state: seed)
    let stage = Stage()
    let fades = stage.fades
    var (isStarted, isMuted, isAway, isStopping) = (false, false, false, false)
    var largestStep: Float = 0
    for step in 0..<300 {
      switch Int.random(in: 0...(step < 250 ? 4 : 5), using: &random) {
      case 0: (isStarted, _) = (true, fades.start())
      case 1: (isAway, _) = (true, fades.lost())
      case 2: (isAway, _) = (false, fades.back())
      case 3:
        isMuted.toggle()
        #expect(fades.toggleMute() == isMuted)
      case 4: (isMuted, _) = (false, fades.setMuted(false))
      default: (isStopping, _) = (true, fades.stop())
      }
      let sounds = isStarted && !isMuted && !isAway && !isStopping
      if sounds { #expect(!fades.isSilent) }
      if Bool.random(using: &random) { stage.perform() }
      largestStep = max(largestStep, stage.play(Int.random(in: 1...60, using: &random)))
      guard Int.random(in: 0..<8, using: &random) == 0 else { continue }
      stage.settle()
      #expect(stage.last == (sounds ? 1 : 0), "seed \(seed)")
      #expect(fades.isSilent == !sounds, "seed \(seed)")
    }
    // The steepest is the mute's, 20 frames.
    #expect(largestStep <= 1 / 20 + 1e-6, "seed \(seed)")
  }
}

extension SessionFades {
  /// Linear, and so long that at 1000 Hz each takes another number of frames.
  fileprivate static func frames() -> SessionFades {
    var fades = SessionFades()
    fades.start = SessionFade(seconds: 0.1, curve: .linear)
    fades.stop = SessionFade(seconds: 0.2, curve: .linear)
    fades.mute = SessionFade(seconds: 0.02, curve: .linear)
    fades.lost = SessionFade(seconds: 0.05, curve: .linear)
    fades.back = SessionFade(seconds: 0.15, curve: .linear)
    return fades
  }
}
