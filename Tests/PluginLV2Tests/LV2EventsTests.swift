import CRealtime
import PluginTestSupport
import Plugins
import TestSupport
import Testing

@testable import PluginLV2

@Suite("LV2 events", .enabled(if: EventWitness.isBuildable, .init(rawValue: EventWitness.reason)))
struct LV2EventsTests {
  private let directory: ScratchDirectory
  private let instance: LV2Instance
  private let rig: Rig

  init() throws {
    directory = try ScratchDirectory()
    instance = try EventWitness.make(in: directory)
    rig = Rig(instance, frames: 512)
  }

  /// Runs a block; the frames at which the output is not silent, with what it plays there.
  private func run(
    of frames: Int = 64, at frameTime: Int = 0, _ events: RigEvents?, _ output: EventWitness.Output
  ) -> [Int: Float] {
    rig.run(frames: frames, at: frameTime, events: events?.pointer)
    return heard(output, frames)
  }

  private func heard(_ output: EventWitness.Output, _ frames: Int = 64) -> [Int: Float] {
    let samples = rig.outputs[output.rawValue].prefix(frames)
    return Dictionary(
      uniqueKeysWithValues: samples.enumerated().filter { $1 != 0 }.map { ($0, $1) })
  }

  // MARK: Position

  @Test func tellsThePositionOnceAndThenOnlyWhatChanges() {
    func positions(_ transport: rt_transport?, at frameTime: Int) -> [Int: Float] {
      run(at: frameTime, RigEvents(at: frameTime, transport: transport), .positions)
    }
    #expect(positions(nil, at: 0) == [:])
    #expect(positions(.at(1000, isRolling: false), at: 64) == [0: 1])
    #expect(heard(.frame) == [0: 1000])
    #expect(heard(.speed) == [:])
    #expect(heard(.bar) == [0: -1])
    #expect(heard(.beatsPerMinute) == [0: -1])
    #expect(positions(.at(1000, isRolling: false), at: 128) == [:])
    // Starts.
    #expect(positions(.at(1000), at: 192) == [0: 1])
    #expect(heard(.speed) == [0: 1])
    #expect(positions(.at(1064), at: 256) == [:])
    #expect(positions(.at(1128), at: 320) == [:])
    // Is moved.
    #expect(positions(.at(5), at: 384) == [0: 1])
    #expect(heard(.frame) == [0: 5])
    #expect(positions(.at(69), at: 448) == [:])
    // Stops.
    #expect(positions(.at(133, isRolling: false), at: 512) == [0: 1])
    #expect(heard(.frame) == [0: 133])
    // Is moved while it stands.
    #expect(positions(.at(7, isRolling: false), at: 576) == [0: 1])
    #expect(positions(.at(7, isRolling: false), at: 640) == [:])
  }

  @Test func tellsTempoAndMetreWithTheTypesOfTheExtension() {
    let transport = rt_transport.at(480).with(90, bar: 4, beat: 2, 0.25)
    #expect(run(RigEvents(transport: transport), .positions) == [0: 1])
    #expect(heard(.frame) == [0: 480])
    #expect(heard(.speed) == [0: 1])
    #expect(heard(.bar) == [0: 3])
    #expect(heard(.barBeat) == [0: 1.25])
    #expect(heard(.beatUnit) == [0: 4])
    #expect(heard(.beatsPerBar) == [0: 3])
    #expect(heard(.beatsPerMinute) == [0: 90])
    // The beat goes on by itself; another tempo is news.
    let later = rt_transport.at(544).with(90, bar: 4, beat: 2, 0.252)
    #expect(run(at: 64, RigEvents(at: 64, transport: later), .positions) == [:])
    let faster = rt_transport.at(608).with(91, bar: 4, beat: 2, 0.254)
    #expect(run(at: 128, RigEvents(at: 128, transport: faster), .beatsPerMinute) == [0: 91])
    #expect(run(at: 192, RigEvents(at: 192, transport: .at(672)), .beatsPerMinute) == [0: -1])
  }

  @Test func aBlockThatIsAPartOfThePeriodIsToldWhereItBegins() {
    // 100 frames into the period; 24000 of them are a beat.
    let transport = rt_transport.at(1000).with(120, bar: 1, beat: 3, 0.999)
    let events = RigEvents(at: 5000, transport: transport)
    #expect(run(at: 5100, events, .frame) == [0: 1100])
    #expect(heard(.bar) == [0: 1])
    let beat = heard(.barBeat)[0] ?? -1
    #expect(abs(beat - (0.999 + 100.0 / 24_000 - 1)) < 1e-5)
    #expect(run(at: 5164, events, .positions) == [:])
  }

  @Test func aTransportThatIsGoneStandsStill() {
    _ = run(RigEvents(transport: .at(300)), .positions)
    #expect(run(at: 64, nil, .frame) == [0: 364])
    #expect(heard(.speed) == [:])
    #expect(heard(.positions) == [0: 1])
    #expect(run(at: 128, nil, .positions) == [:])
    #expect(run(at: 192, RigEvents(at: 192, transport: .at(364)), .speed) == [0: 1])
  }

  @Test func isToldAgainAfterARestart() {
    let stands = rt_transport.at(9, isRolling: false)
    #expect(run(RigEvents(transport: stands), .positions) == [0: 1])
    #expect(run(at: 64, RigEvents(at: 64, transport: stands), .positions) == [:])
    instance.restart()
    #expect(run(at: 128, RigEvents(at: 128, transport: stands), .positions) == [0: 1])
  }

  @Test func aTempoThatCannotBeIsLeftOut() {
    for (tempo, metre) in [(Double.nan, 4.0), (120, .nan), (120, 0), (.infinity, 4), (0, 4)] {
      var transport = rt_transport.at(Int.random(in: 0...10_000_000)).with(1, bar: 1, beat: 1, 0)
      transport.beats_per_minute = tempo
      transport.beats_per_bar = metre
      #expect(run(RigEvents(transport: transport), .beatsPerMinute) == [0: -1])
    }
  }

  // MARK: MIDI

  @Test func hearsEachMessageAtItsFrame() {
    let events = RigEvents(
      at: 640,
      ports: [[(0, [0x90, 60, 100]), (0, [0xF8]), (17, [0x80, 61, 0]), (63, [0xB0, 7, 1])]])
    #expect(run(at: 640, events, .messages) == [0: 2, 17: 1, 63: 1])
    #expect(heard(.status) == [0: 0xF8, 17: 0x80, 63: 0xB0])
    #expect(heard(.data) == [0: -1, 17: 61, 63: 7])
  }

  @Test func hearsThemInWhateverPartsTheBlockIsRun() {
    // A parameter that moves has the block run in parts of 32 frames.
    #expect(instance.glide("knob", to: 1))
    let frames = [0, 31, 32, 33, 63, 64, 100, 511]
    let ports = [frames.map { ($0, [UInt8(0x90), UInt8($0 / 8), 1]) }]
    let heard = run(of: 512, at: 1000, RigEvents(at: 1000, ports: ports), .messages)
    #expect(heard == Dictionary(uniqueKeysWithValues: frames.map { ($0, 1) }))
    // Blocks that are parts of the period hear their own.
    let events = RigEvents(at: 2000, ports: ports)
    #expect(run(of: 33, at: 2000, events, .messages) == [0: 1, 31: 1, 32: 1])
    #expect(run(of: 67, at: 2033, events, .messages) == [0: 1, 30: 1, 31: 1])
    #expect(run(of: 412, at: 2100, events, .messages) == [0: 1, 411: 1])
  }

  @Test func hearsTheFirstPort() {
    let ports: [[(frame: Int, bytes: [UInt8])]] = [[(1, [0x90, 1, 1])], [(2, [0x90, 2, 1])]]
    #expect(run(RigEvents(ports: ports), .data) == [1: 1])
    #expect(run(RigEvents(ports: []), .data) == [:])
  }

  @Test func countsWhatThereIsNoRoomFor() throws {
    // 24 bytes for each, and 8 for the sequence's head.
    let room = (LV2Features.sequenceBytes - 8) / 24
    let messages = (0..<400).map { (frame: $0, bytes: [UInt8(0x90), 60, 1]) }
    let events = RigEvents(ports: [messages])
    #expect(run(of: 400, events, .messages).count == room)
    #expect(instance.lostEvents == 400 - room)
    #expect(run(of: 400, events, .messages).count == room)
    #expect(instance.lostEvents == 2 * (400 - room))

    let roomy = try EventWitness.make(in: try ScratchDirectory(), minimumSize: 8 + 400 * 24)
    let rig = Rig(roomy, frames: 512)
    rig.run(frames: 400, events: events.pointer)
    #expect(rig.outputs[0].prefix(400).allSatisfy { $0 == 1 })
    #expect(roomy.lostEvents == 0)
  }

  @Test func aMessageTooLongForAnyBufferIsCounted() {
    let long = [UInt8](repeating: 0x11, count: 10_000)
    #expect(run(RigEvents(ports: [[(3, long), (4, [0x90, 5, 5])]]), .data) == [4: 5])
    #expect(instance.lostEvents == 1)
  }

  @Test(.enabled(if: MallocCounter.isAvailable, "needs a build without a sanitizer"))
  func allocatesNothing() {
    let messages = (0..<64).map { (frame: $0, bytes: [UInt8(0x90), 60, 1]) }
    let events = RigEvents(transport: .at(0).with(120, bar: 1, beat: 1, 0), ports: [messages])
    let count = MallocCounter.count {
      for _ in 0..<100 { rig.run(frames: 64, events: events.pointer) }
    }
    #expect(count == 0)
  }

  // MARK: Real plugins

  private static let examples = LV2Catalogue(directories: [Installed.directory], cache: nil)

  @Test(.enabled(if: Installed.hasExamples, "needs Debian's lv2-examples"))
  func aGateTurnsAtTheNotesFrames() throws {
    let gate = Rig(
      try Self.examples.makeInstance(
        "http://lv2plug.in/plugins/eg-midigate", rate: 48_000, maximumFrames: 256), frames: 256)
    gate.fillInputs()
    let on = RigEvents(ports: [[(100, [0x90, 60, 100]), (200, [0x80, 60, 0])]])
    gate.run(frames: 256, events: on.pointer)
    // The example does what a message says from the one before on.
    #expect(gate.outputs[0][..<100].elementsEqual(gate.inputs[0][..<100]))
    #expect(gate.outputs[0][100...].allSatisfy { $0 == 0 })
  }

  @Test(.enabled(if: Installed.hasExamples, "needs Debian's lv2-examples"))
  func aMetronomeBeatsWhileTheTransportRolls() throws {
    let metro = Rig(
      try Self.examples.makeInstance(
        "http://lv2plug.in/plugins/eg-metro", rate: 48_000, maximumFrames: 480), frames: 480)
    /// The loudest sample of so many blocks of 10 ms.
    func play(_ blocks: Range<Int>, isRolling: Bool) -> [Float] {
      blocks.map { block in
        let frame = block * 480
        let transport = rt_transport.at(frame, isRolling: isRolling)
          .with(120, bar: 1, beat: 1 + Int32(frame / 24_000), 0)
        let events = RigEvents(at: frame, transport: transport)
        metro.run(frames: 480, at: frame, events: events.pointer)
        return metro.outputs[0].map(abs).max() ?? 0
      }
    }
    let rolling = play(0..<100, isRolling: true)
    // Two beats in this second, each a short sine.
    let begins = zip([0] + rolling, rolling).filter { $0 == 0 && $1 > 0 }.count
    #expect(begins == 2)
    let standing = play(100..<200, isRolling: false)
    #expect(standing.suffix(50).allSatisfy { $0 == 0 })
  }
}
