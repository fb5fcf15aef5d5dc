import Control
import ControlTestSupport
import Foundation
import TestSupport
import Testing

@testable import Web

@Suite(
  "Page in the browser", .serialized, .enabled(if: Browser.isInstalled, "needs chromium"))
struct PageTests {
  /// The page at a host that tells its levels and its load, in a window like a phone's.
  private func withPage(
    last: String = "limiter", width: Int = 360, height: Int = 640,
    _ body: (Browser, FakeHost, WebServer) throws -> Void
  ) throws {
    let host = FakeHost(state: StageSession.state(last: last))
    try withWebServer(host) { (server) throws in
      let stage = Stage(server)
      defer { stage.end() }
      let browser = try Browser()
      try browser.open(server.url, width: width, height: height)
      #expect(try browser.becomes("document.querySelector('#connection').dataset.state == 'here'"))
      #expect(try browser.becomes("document.querySelectorAll('#levels li').length == 4"))
      #expect(try browser.becomes("document.querySelector('#parameters input, #parameters p')"))
      try body(browser, host, server)
    }
  }

  @Test func showsTheHostWithoutComplaint() throws {
    try withPage { (browser, _, _) throws in
      let text = try browser.value("document.body.innerText")
      guard case .text(let text) = text else {
        Issue.record("no text")
        return
      }
      for word in [
        "Friday night", "48\u{a0}kHz", "hw:Scarlett", "chorus", "Pro Audio · FIFO 80",
        "Background · OTHER", "echo bypassed",
      ] {
        #expect(text.contains(word))
      }
      #expect(try browser.becomes("document.querySelector('#load').textContent > 0"))
      #expect(try browser.value("location.hash") == "")
      #expect(browser.complaints == [])
    }
  }

  @Test func levelsMove() throws {
    try withPage { (browser, _, _) throws in
      let cover = "document.querySelector('#levels .cover').style.transform"
      let first = try browser.value(cover)
      #expect(try browser.becomes("\(cover) != `\(first.plain)`"))
    }
  }

  @Test(arguments: [(320, 560), (360, 640), (768, 1024), (1280, 800)])
  func fitsTheWindow(width: Int, height: Int) throws {
    try withPage(width: width, height: height) { (browser, _, _) throws in
      let size = try browser.value("document.documentElement.scrollWidth")
      #expect(size == .integer(Int64(width)))
      // Nothing that is touched is smaller than a finger, nor outside the window.
      let small = try browser.value(
        """
        [...document.querySelectorAll("button, select, .power .hit")]
          .map((element) => element.getBoundingClientRect()).filter((box) => box.width > 0
            && (box.height < 40 || box.width < 40 || box.left < 0 || box.right > innerWidth)).length
        """)
      #expect(small == 0)
    }
  }

  @Test func bypassArrives() throws {
    try withPage { (browser, host, _) throws in
      try browser.click(".power[data-bypass=gate] .hit")
      #expect(waitUntil { host.edits.contains(.bypass(node: "gate", isBypassed: true)) })
      #expect(try browser.becomes("document.querySelector('.node.bypassed[aria-label^=gate]')"))
      try browser.click("#node-bypass")
      #expect(waitUntil { host.edits.last == .bypass(node: "gate", isBypassed: false) })
    }
  }

  @Test func keysReachEverything() throws {
    try withPage { (browser, host, _) throws in
      try browser.value("document.querySelector('.power[data-bypass=drive]').focus()").discard()
      try browser.press("Enter", code: 13)
      #expect(waitUntil { host.edits.contains(.bypass(node: "drive", isBypassed: true)) })
      // What had the focus has it again, though the graph was drawn anew.
      #expect(try browser.becomes("document.activeElement.dataset.bypass == 'drive'"))
      try browser.value("document.querySelector('[data-key=\"node reverb\"]').focus()").discard()
      try browser.press(" ", code: 32)
      #expect(try browser.becomes("document.querySelector('#node-title').textContent == 'reverb'"))
    }
  }

  @Test func sliderSets() throws {
    try withPage { (browser, host, _) throws in
      let slider = "document.getElementById('parameter attack')"
      try browser.value(
        "\(slider).value = 500, \(slider).dispatchEvent(new Event('input'))"
      ).discard()
      #expect(waitUntil { host.edits.contains { $0.isSet("attack") } })
      // Halfway on a logarithmic scale from 0.1 to 100.
      let edit = host.edits.first { $0.isSet("attack") }
      #expect(
        edit == .set(node: "gate", parameter: "attack", value: .number(3.16228)))
      try browser.value(
        """
        document.getElementById('parameter mode').value = '2',
        document.getElementById('parameter mode').dispatchEvent(new Event('change'))
        """
      ).discard()
      let mode = ControlEdit.set(node: "gate", parameter: "mode", value: .number(2))
      #expect(waitUntil { host.edits.contains(mode) })
    }
  }

  @Test func arrowsMoveASlider() throws {
    try withPage { (browser, host, _) throws in
      try browser.value("document.getElementById('parameter taps').focus()").discard()
      try browser.press("ArrowRight", code: 39)
      let edit = ControlEdit.set(node: "gate", parameter: "taps", value: .number(4))
      #expect(waitUntil { host.edits.contains(edit) })
    }
  }

  @Test func buttonsAreCommands() throws {
    try withPage { (browser, host, _) throws in
      try browser.click("#mute")
      #expect(waitUntil { host.edits.contains(.mute(true)) })
      #expect(try browser.becomes("document.querySelector('#mute').ariaPressed == 'true'"))
      try browser.click("#snapshots button:nth-child(2)")
      #expect(waitUntil { host.edits.contains(.snapshot("chorus")) })
      try browser.click("#transport")
      #expect(waitUntil { host.edits.contains(.transport(.start)) })
    }
  }

  @Test func showsWhatOthersChange() throws {
    try withPage { (browser, _, server) throws in
      server.publish(.changes, ["change": "mute", "isMuted": true])
      #expect(try browser.becomes("document.querySelector('#mute').ariaPressed == 'true'"))
      server.publish(.changes, ["change": "bypass", "node": "gate", "isBypassed": true])
      #expect(try browser.becomes("document.querySelector('.node.bypassed[aria-label^=gate]')"))
      server.publish(
        .changes, ["change": "set", "node": "gate", "parameter": "taps", "value": 7])
      #expect(try browser.becomes("document.getElementById('parameter taps').value == 6"))
      server.publish(.events, ["uptimeNanoseconds": 1, "text": "<img src=x onerror=alert(1)>"])
      #expect(try browser.becomes("document.querySelector('#events').textContent.includes('<img')"))
    }
  }

  @Test func namesAreText() throws {
    try withPage(last: "<b>limiter</b>") { (browser, _, _) throws in
      #expect(try browser.becomes("document.querySelector('[data-key=\"node <b>limiter</b>\"]')"))
      #expect(try browser.value("document.querySelectorAll('b, img').length") == 0)
    }
  }

  @Test func tellsRefusals() throws {
    try withPage { (browser, _, _) throws in
      #expect(try browser.value("document.querySelector('#notice').hidden") == true)
      try browser.click(".power[data-bypass=mix] .hit")
      #expect(try browser.becomes("document.querySelector('#notice').textContent.includes('mix')"))
      #expect(
        try browser.value("document.querySelector('.node.bypassed[aria-label^=mix]')") == .null)
      try browser.value("location.hash = 'wrong'").discard()
      #expect(
        try browser.becomes("document.querySelector('#connection').dataset.state == 'refused'"))
      #expect(
        try browser.becomes("document.querySelector('#notice').textContent.includes('token')"))
    }
  }

  @Test func comesBackAfterTheHost() throws {
    let host = FakeHost(state: StageSession.state())
    let browser = try Browser()
    let first = try WebServer(host)
    let port = first.address.port
    try browser.open(first.url, width: 360, height: 640)
    let isHere = "document.querySelector('#connection').dataset.state == 'here'"
    #expect(try browser.becomes(isHere))
    first.end()
    #expect(try browser.becomes("!(\(isHere))"))
    let second = try WebServer(host, port: port)
    defer { second.end() }
    #expect(try browser.becomes(isHere))
    try browser.click("#mute")
    #expect(waitUntil { host.edits.contains(.mute(true)) })
  }

  /// For the README: a host that plays, which `Scripts/picture-web` has started.
  @Test(.enabled(if: Pictures.asked != nil, "pictures are made by Scripts/picture-web"))
  func isPictured() throws {
    let pictures = try #require(Pictures.asked)
    for (name, width, height, colors) in [
      ("web-phone", 360, 740, "light"), ("web", 1280, 800, "dark"),
    ] {
      let browser = try Browser()
      try browser.setColors(colors)
      try browser.open(pictures.page, width: width, height: height)
      // Half a minute of history.
      sleep(31)
      #expect(try browser.becomes("document.querySelector('#load').textContent > 0"))
      #expect(browser.complaints == [])
      try browser.picture().write(to: pictures.folder.appending(path: "\(name).png"))
    }
  }
}

/// What is pictured, and where to.
private struct Pictures {
  let page: String
  let folder: URL

  static var asked: Pictures? {
    let environment = ProcessInfo.processInfo.environment
    guard let page = environment["TACTUS_PAGE"], let folder = environment["TACTUS_PICTURES"] else {
      return nil
    }
    return Pictures(page: page, folder: URL(filePath: folder))
  }
}

/// Tells levels and load as a host that plays does; the load faster, lest tests wait for it.
private final class Stage: Sendable {
  private let hasEnded = Locked(false)

  init(_ server: WebServer) {
    let hasEnded = hasEnded
    Thread.detachNewThread {
      var step = 0
      while !hasEnded.withLock({ $0 }) {
        server.publish(.levels, StageSession.levels(at: step))
        server.publish(.statistics, StageSession.statistics(at: step))
        step += 1
        usleep(33_000)
      }
    }
  }

  func end() { hasEnded.withLock { $0 = true } }
}

extension ControlEdit {
  fileprivate func isSet(_ wanted: String) -> Bool {
    if case .set(_, let parameter, _, _) = self { parameter == wanted } else { false }
  }
}

extension JSONValue {
  fileprivate var plain: String { if case .text(let text) = self { text } else { "" } }

  fileprivate func discard() {}
}
