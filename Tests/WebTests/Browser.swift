import Control
import Foundation
import Glibc
import TestSupport

/// A headless Chromium, driven over the DevTools protocol at two pipes.
final class Browser {
  /// What the page complained about on its console, and errors nobody caught.
  private(set) var complaints: [String] = []

  private var process: pid_t = 0
  private let output: Int32
  private let input: Int32
  private let profile: URL
  private var received: [UInt8] = []
  private var lastID: Int64 = 0
  private var page: JSONValue = .null

  static var isInstalled: Bool { Tools.isInstalled("chromium") }

  init() throws {
    profile = FileManager.default.temporaryDirectory.appending(path: "page-\(UUID().uuidString)")
    var (commands, answers): ([Int32], [Int32]) = ([0, 0], [0, 0])
    guard pipe(&commands) == 0, pipe(&answers) == 0 else {
      throw BrowserFailure("pipe: \(errno)")
    }
    for number in commands + answers { _ = fcntl(number, F_SETFD, FD_CLOEXEC) }
    (output, input) = (commands[1], answers[0])
    process = try Self.start(profile, reads: commands[0], writes: answers[1])
    close(commands[0])
    close(answers[1])
    let target = try call("Target.createTarget", ["url": "about:blank"])["targetId"] ?? .null
    page =
      try call("Target.attachToTarget", ["targetId": target, "flatten": true])["sessionId"] ?? .null
    for domain in ["Page", "Runtime", "Log"] { try call("\(domain).enable") }
  }

  deinit {
    kill(process, SIGKILL)
    var status: Int32 = 0
    waitpid(process, &status, 0)
    close(output)
    close(input)
    try? FileManager.default.removeItem(at: profile)
  }

  /// Opens a page in a window of that size.
  func open(_ url: String, width: Int, height: Int) throws {
    complaints = []
    try call(
      "Emulation.setDeviceMetricsOverride",
      [
        "width": .integer(Int64(width)), "height": .integer(Int64(height)),
        "deviceScaleFactor": width < 600 ? 2 : 1, "mobile": .bool(width < 600),
      ])
    // The same address with another fragment would load nothing.
    try call("Page.navigate", ["url": "about:blank"])
    try call("Page.navigate", ["url": .text(url)])
  }

  func setColors(_ scheme: String) throws {
    let feature: JSONValue = ["name": "prefers-color-scheme", "value": .text(scheme)]
    try call("Emulation.setEmulatedMedia", ["features": [feature]])
  }

  /// The value of an expression in the page.
  func value(_ expression: String) throws -> JSONValue {
    let answer = try call(
      "Runtime.evaluate",
      ["expression": .text(expression), "returnByValue": true, "awaitPromise": true])
    if let exception = answer["exceptionDetails"] {
      throw BrowserFailure(String(decoding: exception.json, as: UTF8.self))
    }
    return answer["result"]?["value"] ?? .null
  }

  /// Waits until an expression is true, for 20 s at most; what it asks for may not be there yet.
  func becomes(_ expression: String) throws -> Bool {
    let tried = "(() => { try { return Boolean(\(expression)) } catch { return false } })()"
    for _ in 0..<400 {
      if try value(tried) == true { return true }
      usleep(50_000)
    }
    return false
  }

  /// Clicks in the middle of the first element of a selector, as a mouse does.
  func click(_ selector: String) throws {
    let spot = try value(
      """
      (() => {
        const element = document.querySelector(`\(selector)`);
        element.scrollIntoView({ block: "center" });
        const box = element.getBoundingClientRect();
        return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      })()
      """)
    for type in ["mousePressed", "mouseReleased"] {
      try call(
        "Input.dispatchMouseEvent",
        [
          "type": .text(type), "x": spot["x"] ?? 0, "y": spot["y"] ?? 0, "button": "left",
          "clickCount": 1,
        ])
    }
  }

  /// Presses and releases a key.
  func press(_ key: String, code: Int64) throws {
    for type in ["rawKeyDown", "keyUp"] {
      try call(
        "Input.dispatchKeyEvent",
        [
          "type": .text(type), "key": .text(key), "code": .text(key),
          "windowsVirtualKeyCode": .integer(code),
        ])
    }
  }

  /// A picture of what the window shows, as PNG.
  func picture() throws -> Data {
    guard case .text(let text)? = try call("Page.captureScreenshot", ["format": "png"])["data"],
      let data = Data(base64Encoded: text)
    else { throw BrowserFailure("no picture") }
    return data
  }

  @discardableResult
  private func call(_ method: String, _ parameters: JSONValue = [:]) throws -> JSONValue {
    lastID += 1
    var fields: [String: JSONValue] = [
      "id": .integer(lastID), "method": .text(method), "params": parameters,
    ]
    if page != .null { fields["sessionId"] = page }
    let bytes = JSONValue.object(fields).json + [0]
    guard write(output, bytes, bytes.count) == bytes.count else {
      throw BrowserFailure("the browser is gone")
    }
    while true {
      let message = try next()
      if message["id"] == .integer(lastID) {
        guard let result = message["result"] else {
          throw BrowserFailure("\(method): \(String(decoding: message.json, as: UTF8.self))")
        }
        return result
      }
      note(message)
    }
  }

  private func note(_ message: JSONValue) {
    let parameters = message["params"]
    let isComplaint =
      switch message["method"] {
      case "Runtime.exceptionThrown": true
      case "Runtime.consoleAPICalled":
        parameters?["type"] == "error" || parameters?["type"] == "warning"
      case "Log.entryAdded": parameters?["entry"]?["level"] == "error"
      default: false
      }
    if isComplaint { complaints.append(String(decoding: message.json, as: UTF8.self)) }
  }

  private func next() throws -> JSONValue {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var looked = 0
    while true {
      if let end = received[looked...].firstIndex(of: 0) {
        defer { received.removeFirst(end + 1) }
        return (try? JSONValue(parsing: Array(received[..<end]))) ?? .null
      }
      looked = received.count
      var polled = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
      guard poll(&polled, 1, 60_000) == 1 else { throw BrowserFailure("the browser is silent") }
      let count = read(input, &buffer, buffer.count)
      guard count > 0 else { throw BrowserFailure("the browser has ended") }
      received += buffer[..<count]
    }
  }

  /// The browser reads commands at descriptor 3 and writes at 4.
  private static func start(_ profile: URL, reads: Int32, writes: Int32) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // Through high numbers, lest one take the other's place.
    posix_spawn_file_actions_adddup2(&actions, reads, 203)
    posix_spawn_file_actions_adddup2(&actions, writes, 204)
    posix_spawn_file_actions_adddup2(&actions, 203, 3)
    posix_spawn_file_actions_adddup2(&actions, 204, 4)
    posix_spawn_file_actions_addclose(&actions, 203)
    posix_spawn_file_actions_addclose(&actions, 204)
    for number in [0, 1, 2] as [Int32] {
      posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDWR, 0)
    }
    let arguments = [
      "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
      "--disable-dev-shm-usage", "--hide-scrollbars", "--disable-background-networking",
      "--remote-debugging-pipe", "--user-data-dir=\(profile.path)", "about:blank",
    ]
    let environment = ProcessInfo.processInfo.environment.map { "\($0)=\($1)" }
    var words = arguments.map { strdup($0) } + [nil]
    var variables = environment.map { strdup($0) } + [nil]
    defer { (words + variables).forEach { free($0) } }
    var process: pid_t = 0
    let code = posix_spawnp(&process, "chromium", &actions, nil, &words, &variables)
    guard code == 0 else { throw BrowserFailure("chromium: \(code)") }
    return process
  }
}

struct BrowserFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
