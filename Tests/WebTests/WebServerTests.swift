import Control
import ControlTestSupport
import Foundation
import TestSupport
import Testing

@testable import Web

@Suite("Web server", .serialized) struct WebServerTests {
  private func get(
    _ path: String, _ server: WebServer, method: String = "GET", host: String = "localhost"
  ) throws -> String {
    let socket = try RawSocket(port: server.address.port)
    socket.send("\(method) \(path) HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n")
    return socket.take(upTo: "\u{0}no such text")
  }

  @Test func servesThePage() throws {
    try withWebServer { (server) throws in
      let page = try get("/", server)
      #expect(page.hasPrefix("HTTP/1.1 200 OK"))
      #expect(page.contains("frame-ancestors 'none'"))
      #expect(page.contains("<title>Tactus</title>"))
      #expect(!page.contains(secret.text))
      for path in ["/page.css", "/page.js", "/icon.svg"] {
        #expect(try get(path, server).hasPrefix("HTTP/1.1 200 OK"))
        #expect(page.contains(path))
      }
    }
  }

  @Test func servesMetrics() throws {
    try withWebServer { (server) throws in
      #expect(try get("/metrics", server).hasSuffix("tactus_load 0.25\n"))
    }
    let server = try WebServer(WebAddress(port: 0), handler: FakeHost())
    defer { server.end() }
    #expect(try get("/metrics", server).hasPrefix("HTTP/1.1 404"))
  }

  @Test func answersOnlyWhatItHas() throws {
    try withWebServer { (server) throws in
      #expect(try get("/../etc/passwd", server).hasPrefix("HTTP/1.1 404"))
      #expect(try get("/index.html", server).hasPrefix("HTTP/1.1 404"))
      #expect(try get("/", server, method: "POST").hasPrefix("HTTP/1.1 405"))
      #expect(try get("/control", server).hasPrefix("HTTP/1.1 426"))
      let head = try get("/", server, method: "HEAD")
      #expect(head.hasPrefix("HTTP/1.1 200") && !head.contains("<title>"))
    }
  }

  @Test(arguments: ["evil.example", "127.0.0.1.evil.example", "[::2]", "192.0.2.7:80"])
  func answersOnlyToLoopbackNames(host: String) throws {
    try withWebServer { (server) throws in
      for path in ["/", "/metrics", "/control"] {
        #expect(try get(path, server, host: host).hasPrefix("HTTP/1.1 403"))
      }
    }
  }

  @Test(arguments: ["localhost", "LOCALHOST:81", "127.0.0.1:80", "[::1]", "[::1]:80"])
  func answersToEveryLoopbackName(host: String) throws {
    try withWebServer { (server) throws in
      #expect(try get("/", server, host: host).hasPrefix("HTTP/1.1 200"))
    }
  }

  @Test func closesRequestsWithoutEnd() throws {
    try withWebServer { (server) throws in
      for begin in ["GET /", "GET / HTTP/1.1\r\nHost: localhost\r\nX: ", "\r\n"] {
        let socket = try RawSocket(port: server.address.port)
        socket.send(begin)
        let piece = String(repeating: "a", count: 8192)
        var sent = 0
        while sent < 10_000, socket.send(piece) { sent += 1 }
        #expect(sent < 10_000)
      }
      #expect(try get("/", server).hasPrefix("HTTP/1.1 200"))
    }
  }

  @Test func listensOnlyWhereOthersCannotReach() throws {
    for host in ["0.0.0.0", "192.0.2.1", "::"] {
      #expect(throws: WebServerError.notLoopback(host)) {
        try WebServer(WebAddress(host: host, port: 0), handler: FakeHost())
      }
    }
  }

  @Test func portInUseIsTold() throws {
    try withWebServer { (server) throws in
      #expect(throws: WebServerError.self) {
        try WebServer(WebAddress(port: server.address.port), handler: FakeHost())
      }
    }
  }

  @Test func listensAtIPv6() throws {
    let server = try WebServer(WebAddress(host: "::1", port: 0), handler: FakeHost())
    defer { server.end() }
    #expect(server.url.hasPrefix("http://[::1]:\(server.address.port)/#"))
  }
}

@Suite("Web address") struct WebAddressTests {
  @Test func readsWhatIsWritten() {
    #expect(WebAddress("8080") == WebAddress(port: 8080))
    #expect(WebAddress("localhost:8080") == WebAddress(port: 8080))
    #expect(WebAddress("127.0.0.2:1") == WebAddress(host: "127.0.0.2", port: 1))
    #expect(WebAddress("[::1]:80") == WebAddress(host: "::1", port: 80))
    #expect(WebAddress("0.0.0.0:80")?.isLoopback == false)
  }

  @Test(arguments: ["", "x", "65536", "-1", "127.0.0.1", "127.evil.example:80", ":", "a:b", ":80"])
  func refusesAnythingElse(text: String) { #expect(WebAddress(text) == nil) }
}

@Suite("Web token") struct WebTokenTests {
  @Test func isRandomAndLong() {
    let tokens = Set((0..<100).map { _ in WebToken.random().text })
    #expect(tokens.count == 100)
    #expect(tokens.allSatisfy { $0.utf8.count == 32 })
  }

  @Test func matchesItselfAlone() {
    #expect(secret.matches(secret.text))
    for other in ["", "0", secret.text + "0", String(secret.text.dropLast()), "x" + secret.text] {
      #expect(!secret.matches(other))
    }
  }

  @Test func fileIsMadeOnceAndKept() throws {
    try withTemporaryDirectory { folder in
      let path = folder.appending(path: "token").path
      let token = try WebToken(file: path)
      #expect(try WebToken(file: path).text == token.text)
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
      #expect(mode as? Int == 0o600)
    }
  }

  @Test func fileOthersMayReadIsRefused() throws {
    try withTemporaryDirectory { folder in
      let path = folder.appending(path: "token").path
      _ = try WebToken(file: path)
      try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
      #expect(throws: WebServerError.self) { try WebToken(file: path) }
    }
  }

  @Test(arguments: ["", "short", "with spaces in its text", String(repeating: "a", count: 200)])
  func badFileIsRefused(text: String) throws {
    try withTemporaryDirectory { folder in
      let path = folder.appending(path: "token").path
      try Data(text.utf8).write(to: URL(filePath: path))
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
      #expect(throws: WebServerError.self) { try WebToken(file: path) }
    }
  }
}
