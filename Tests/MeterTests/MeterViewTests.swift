import Foundation
import Telemetry
import Testing

@testable import Meter

@Suite("Steering by keys and mouse") struct MeterViewTests {
  private let frame = TelemetryFrame.sample(nodes: 3)

  @Test func keysGoToPages() {
    var view = MeterView()
    for page in MeterPage.allCases {
      #expect(view.take(.character(page.key), frame) == .nothing)
      #expect(view.page == page)
    }
    _ = view.take(.character("?"), frame)
    #expect(view.page == .causes)
    _ = view.take(.tab, frame)
    _ = view.take(.tab, frame)
    #expect(view.page == .overview)
    _ = view.take(.backTab, frame)
    #expect(view.page == .help)
  }

  @Test func bypassNeedsASelectedNode() {
    var view = MeterView()
    #expect(view.take(.character("b"), frame) == .nothing)
    #expect(view.message?.text == "select a node on page 3 first")
    view.show(.graph)
    _ = view.take(.down, frame)
    _ = view.take(.down, frame)
    #expect(view.take(.character("b"), frame) == .ask(.bypass(node: "node1", isBypassed: true)))
    var bypassed = frame
    bypassed.nodes[1].isBypassed = true
    #expect(view.take(.character("b"), bypassed) == .ask(.bypass(node: "node1", isBypassed: false)))
  }

  @Test func selectionFollowsTheNodeAndStaysInside() {
    var view = MeterView()
    view.show(.graph)
    _ = view.take(.end, frame)
    #expect(view.selectedNode == "node0")
    _ = view.take(.end, frame)
    #expect(view.selectedNode == "node2")
    _ = view.take(.wheel(1), frame)
    #expect(view.selectedNode == "node2")
    var reversed = frame
    reversed.nodes[2].meanNanoseconds = 1e9
    _ = view.take(.down, reversed)
    #expect(view.selectedNode == "node0")
    _ = view.take(.up, TelemetryFrame())
    #expect(view.take(.character("b"), TelemetryFrame()) == .nothing)
  }

  @Test func otherKeysAskTheHost() {
    var view = MeterView()
    #expect(view.take(.character("m"), frame) == .ask(.toggleMute))
    #expect(view.take(.character("f"), frame) == .ask(.toggleFade))
    #expect(view.take(.character("r"), frame) == .ask(.resetCounters))
    #expect(view.take(.character("q"), frame) == .leave)
    _ = view.take(.character("p"), frame)
    #expect(view.isPaused)
  }

  @Test func snapshotIsChosenFromTheMenu() {
    var view = MeterView()
    #expect(view.take(.character("s"), frame) == .askForSnapshots)
    #expect(view.take(.enter, frame) == .nothing && view.menu == nil)
    _ = view.take(.character("s"), frame)
    view.menu?.names = ["clean", "loud"]
    _ = view.take(.down, frame)
    _ = view.take(.down, frame)
    #expect(view.take(.enter, frame) == .ask(.snapshot("loud")))
    #expect(view.menu == nil)
    _ = view.take(.character("s"), frame)
    _ = view.take(.escape, frame)
    #expect(view.menu == nil)
  }

  @Test func recordingIsNotSteered() {
    var view = MeterView()
    view.playback = PlaybackStatus(
      positionNanoseconds: 0, durationNanoseconds: 1, speed: 1, isPaused: false)
    #expect(view.take(.character(" "), frame) == .play(.togglePause))
    #expect(view.take(.left, frame) == .play(.move(seconds: -1)))
    #expect(view.take(.farRight, frame) == .play(.move(seconds: 10)))
    #expect(view.take(.character("]"), frame) == .play(.cause(1)))
    #expect(view.take(.character("m"), frame) == .nothing)
    #expect(view.message?.isRefusal == true)
  }

  @Test func clickOnATabGoesThere() throws {
    var drawing = MeterDrawing(glyphs: .full)
    _ = drawing.take(.frame(frame))
    let tabs = drawing.lines(size: MeterSize(columns: 80, rows: 24))[0].text
    let place = try #require(tabs.range(of: "3 graph"))
    let column = tabs.distance(from: tabs.startIndex, to: place.lowerBound)
    _ = drawing.take(.press(row: 0, column: column), now: 0)
    #expect(drawing.view.page == .graph)
    #expect(drawing.take(.press(row: 99, column: 999), now: 0) == .nothing)
  }

  @Test func secondClickOnANodeBypassesIt() throws {
    var drawing = MeterDrawing(glyphs: .full)
    _ = drawing.take(.frame(frame))
    drawing.view.show(.graph)
    let lines = drawing.lines(size: MeterSize(columns: 80, rows: 24))
    let row = try #require(lines.firstIndex { $0.text.contains("node1 ") })
    let press = MeterInput.press(row: row, column: 5)
    let bypass = MeterAction.ask(.bypass(node: "node1", isBypassed: true))
    #expect(drawing.take(press, now: 0) == .nothing)
    #expect(drawing.view.selectedNode == "node1")
    #expect(drawing.take(press, now: 300_000_000) == bypass)
    #expect(drawing.take(press, now: 400_000_000) == .nothing)
    #expect(drawing.take(press, now: 900_000_000) == .nothing)
  }

  @Test func pausedDisplayKeepsItsFrame() {
    var drawing = MeterDrawing(glyphs: .full)
    _ = drawing.take(.frame(frame))
    drawing.view.isPaused = true
    _ = drawing.take(.frame(TelemetryFrame()))
    #expect(drawing.frame == frame)
  }

  @Test func messageGoesAfterAWhile() {
    var drawing = MeterDrawing(glyphs: .full)
    drawing.take([.done("muted")], now: 0)
    let size = MeterSize(columns: 80, rows: 24)
    #expect(drawing.lines(size: size, now: 1).last?.text.contains("muted") == true)
    #expect(drawing.lines(size: size, now: 7_000_000_000).last?.text.contains("m mute") == true)
  }

  @Test func goneHostKeepsItsLastFrame() {
    var drawing = MeterDrawing(glyphs: .full)
    _ = drawing.take(.frame(frame))
    #expect(drawing.take(.gone("host 7 is gone")) == nil)
    drawing.view.show(.graph)
    let text = drawing.lines(size: MeterSize(columns: 80, rows: 24)).map(\.text).joined()
    #expect(text.contains("● gone") && text.contains("host 7 is gone") && text.contains("node1"))
  }
}
