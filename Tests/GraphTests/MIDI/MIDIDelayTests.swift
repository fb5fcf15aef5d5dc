import CRealtime
import TestSupport
import Testing

@testable import Graph

@Suite("MIDI delays") struct MIDIDelayTests {
  private final class Stage {
    private let delay = unsafe MIDIDelay.make()
    private var time: UInt64

    init(at time: UInt64 = 0) { self.time = time }
    deinit { unsafe MIDIDelay.destroy(delay) }

    /// Has messages wait so many frames each; gives what comes out of a part, by its frame time.
    func part(_ frames: Int, delay delayFrames: Int, _ messages: [MIDINote] = []) -> [MIDINote] {
      unsafe delay.pointee.begin(at: time, frames: frames)
      for message in messages {
        let isTaken = message.bytes.withUnsafeBufferPointer { bytes in
          let event = rt_midi_event(
            frame: 0, byte_count: UInt32(bytes.count), bytes: bytes.baseAddress)
          return unsafe delay.pointee.put(event, due: UInt64(message.frame + delayFrames))
        }
        if !isTaken { refused += 1 + (unsafe delay.pointee.clear()) }
      }
      unsafe delay.pointee.list(from: 100)
      let found = (0..<(unsafe delay.pointee.eventCount)).map { place in
        let event = unsafe delay.pointee.events[place]
        let bytes = unsafe UnsafeBufferPointer(start: event.bytes, count: Int(event.byte_count))
        return MIDINote(Int(time) + Int(event.frame) - 100, bytes: Array(bytes))
      }
      time += UInt64(frames)
      return found
    }

    func skip(_ frames: Int) { time += UInt64(frames) }
    private(set) var refused = 0
  }

  @Test(arguments: 0..<10 as Range<UInt64>)
  func messagesOfAnyLengthComeOutWholeInTheirOrder(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let delayFrames = [1, 64, 700, 3_000][Int(seed % 4)]
    let stage = Stage(at: 5)
    var (time, sent, heard) = (5, [MIDINote](), [MIDINote]())
    for number in 0..<600 {
      let frames = Int.random(in: 1...128, using: &random)
      let times = (0..<Int.random(in: 0...3, using: &random)).map { _ in
        Int.random(in: time..<time + frames, using: &random)
      }
      let messages = times.sorted().map { time in
        let count = Bool.random(using: &random) ? 3 : Int.random(in: 1...500, using: &random)
        return MIDINote(time, bytes: (0..<count).map { UInt8(truncatingIfNeeded: $0 &* number) })
      }
      sent += messages.map { MIDINote($0.frame + delayFrames, bytes: $0.bytes) }
      heard += stage.part(frames, delay: delayFrames, messages)
      time += frames
    }
    #expect(stage.refused == 0, "seed \(seed)")
    #expect(heard == sent.filter { $0.frame < time }, "seed \(seed)")
    #expect(heard.count > 300)
  }

  @Test func aShorterDelayOvertakesNobody() {
    let stage = Stage()
    #expect(stage.part(64, delay: 100, [.on(10, 1)]).isEmpty)
    #expect(stage.part(64, delay: 0, [.on(70, 2)]) == [MIDINote.on(110, 1), .on(110, 2)])
  }

  @Test func aGapForgetsWhatWaited() {
    let stage = Stage()
    _ = stage.part(64, delay: 100, [.on(10, 1)])
    stage.skip(1)
    #expect(stage.part(64, delay: 100).isEmpty)
    #expect(stage.part(64, delay: 0, [.on(140, 3)]) == [.on(140, 3)])
  }

  @Test(arguments: [(3, MIDIDelay.capacity), (1_000, MIDIDelay.byteCapacity / 1_000)])
  func thereIsRoomForSoManyMessagesAndBytes(size: Int, room: Int) {
    let stage = Stage()
    let messages = (0..<room).map { MIDINote($0 % 7, bytes: Array(repeating: 1, count: size)) }
    _ = stage.part(64, delay: 10_000, messages.sorted { $0.frame < $1.frame })
    #expect(stage.refused == 0)
    _ = stage.part(64, delay: 10_000, [messages[0]])
    #expect(stage.refused == room + 1)
  }
}
