public import Signal
import Synchronization

/// Where a reader had fallen behind, and went on at the cycle's place.
public struct StreamJump: Equatable, Sendable {
  /// The first frame that was left out.
  public var from: Int
  /// The frame it went on with.
  public var to: Int

  /// Creates a jump.
  public init(from: Int, to: Int) {
    self.from = from
    self.to = to
  }
}

/// What a playback that did not keep up has to be told to play the same samples once more.
public struct PlaybackPast: Equatable, Sendable {
  /// What the cycle went by.
  public var shortages: [StreamShortage]
  /// What the reader left out, in the order of frames.
  public var jumps: [StreamJump]
  /// Whether that is all of it: nothing was taken too late.
  public var isWhole: Bool

  /// Creates the past of a playback.
  public init(
    shortages: [StreamShortage] = [], jumps: [StreamJump] = [], isWhole: Bool = true
  ) {
    self.shortages = shortages
    self.jumps = jumps
    self.isWhole = isWhole
  }

  /// Nobody may ever ask for them.
  static let maximumJumps = 256

  mutating func add(_ jump: StreamJump) {
    if jumps.count < Self.maximumJumps { jumps.append(jump) } else { isWhole = false }
  }
}

extension FilePlayback {
  /// Takes what has happened since the last time.
  ///
  /// Thread: any but the cycle.
  public func takePast() -> PlaybackPast {
    past.withLock { past in
      defer { past = PlaybackPast() }
      let shortages = stream.takeShortages()
      let isWhole = past.isWhole && stream.takeDroppedShortages() == 0
      return PlaybackPast(shortages: shortages, jumps: past.jumps, isWhole: isWhole)
    }
  }

  /// Plays what a playback of the same file played that had this past.
  ///
  /// Thread: control, once, before any cycle plays it.
  public func follow(_ past: PlaybackPast) {
    stream.follow(past.shortages)
    jumpsToCome = past.jumps
  }

  /// Frames to read before the next jump of a past that is followed.
  var framesBeforeJump: Int {
    jumpsToCome.isEmpty ? .max : jumpsToCome[0].from - stream.written
  }

  /// Goes on where the cycle is, or where it was in the past that is followed.
  func jump() {
    if !jumpsToCome.isEmpty {
      let next = jumpsToCome[0]
      // Not before what it overwrites was played.
      guard stream.written == next.from, next.to - stream.position < stream.capacityFrames else {
        return
      }
      jumpsToCome.removeFirst()
      stream.goOn(at: next.to)
      source.seek(to: next.to)
      return
    }
    let from = stream.written
    guard let frame = stream.catchUp() else { return }
    past.withLock { $0.add(StreamJump(from: from, to: frame)) }
    source.seek(to: frame)
  }
}
