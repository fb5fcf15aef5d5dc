import Control
import Foundation
import Host
import TestSupport
import Testing

@testable import Command

@Suite("InstanceName") struct InstanceNameTests {
  @Test(arguments: ["stage", "a", "left-rack", "2nd", "x.y_z@w:v+1"])
  func takes(_ text: String) { #expect(InstanceName(argument: text)?.description == text) }

  @Test(arguments: [
    "", "12", "-1", ".hidden", "-x", "a/b", "a b", "a\n", "ü", "a\0",
    String(repeating: "n", count: 49),
  ])
  func refuses(_ text: String) { #expect(InstanceName(argument: text) == nil) }
}

@Suite("InstanceClaim") struct InstanceClaimTests {
  private let scratch: ScratchDirectory
  private let directory: SocketDirectory

  init() throws {
    scratch = try ScratchDirectory()
    directory = SocketDirectory(path: scratch.path + "/hosts")
  }

  @Test func isHeldByThisProcess() throws {
    let claim = try InstanceClaim(name("stage"), in: directory)
    #expect(InstanceClaim.holder(of: "stage", in: directory) == getpid())
    #expect(InstanceClaim.names(in: directory) == [getpid(): "stage"])
    withExtendedLifetime(claim) {}
  }

  @Test func refusesANameInUseInOneLine() throws {
    let claim = try InstanceClaim(name("stage"), in: directory)
    let error = #expect(throws: HostError.self) {
      _ = try InstanceClaim(name("stage"), in: directory)
    }
    #expect(
      error?.message
        == "a host named stage runs already (pid \(getpid())): choose another --name")
    #expect(InstanceClaim.holder(of: "stage", in: directory) == getpid())
    withExtendedLifetime(claim) {}
  }

  @Test func leavesNothingBehind() throws {
    do { _ = try InstanceClaim(name("stage"), in: directory) }
    #expect(InstanceClaim.holder(of: "stage", in: directory) == nil)
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == [])
    _ = try InstanceClaim(name("stage"), in: directory)
  }

  @Test func takesOverFromTheDead() throws {
    try directory.make()
    try scratch.write("4194304\n", to: "hosts/stage.host")
    #expect(InstanceClaim.holder(of: "stage", in: directory) == nil)
    let claim = try InstanceClaim(name("stage"), in: directory)
    #expect(InstanceClaim.holder(of: "stage", in: directory) == getpid())
    withExtendedLifetime(claim) {}
  }

  @Test func followsNoLink() throws {
    try directory.make()
    try scratch.write("precious", to: "file")
    try FileManager.default.createSymbolicLink(
      atPath: directory.path + "/stage.host", withDestinationPath: scratch.path + "/file")
    #expect(throws: HostError.self) { _ = try InstanceClaim(name("stage"), in: directory) }
    #expect(try String(contentsOfFile: scratch.path + "/file", encoding: .utf8) == "precious")
  }

  @Test func refusesAFolderThatOthersMayEnter() throws {
    try scratch.write("", to: "hosts/file")
    try #require(chmod(directory.path, 0o755) == 0)
    #expect(throws: HostError.self) { _ = try InstanceClaim(name("stage"), in: directory) }
  }

  private func name(_ text: String) throws -> InstanceName {
    try #require(InstanceName(argument: text))
  }
}

@Suite("RunningHosts") struct RunningHostsTests {
  private let two = RunningHosts(hosts: [
    .init(processID: 12, name: "stage", session: "Tone", state: "running"), .init(processID: 7),
  ])

  @Test func findsByNameAndByProcess() throws {
    #expect(try two.process(of: "stage") == 12)
    #expect(try two.process(of: "7") == 7)
    #expect(try two.process(of: "99") == 99)
  }

  @Test func asksWhichOfSeveral() throws {
    let error = #expect(throws: HostError.self) { _ = try two.process(of: nil) }
    #expect(error?.code == .usage)
    #expect(error?.message == "2 hosts run: name one of stage (pid 12), pid 7")
    #expect(try RunningHosts(hosts: []).process(of: nil) == nil)
    #expect(try RunningHosts(hosts: [.init(processID: 7)]).process(of: nil) == nil)
  }

  @Test func saysWhichThereAre() {
    let error = #expect(throws: HostError.self) { _ = try two.process(of: "rack") }
    #expect(error?.message == "no host named rack runs; there is stage (pid 12), pid 7")
    let none = #expect(throws: HostError.self) {
      _ = try RunningHosts(hosts: []).process(of: "rack")
    }
    #expect(none?.message == "no host named rack runs")
  }

  @Test func isATable() throws {
    #expect(
      two.text(columns: 80) == """
        PID  NAME   SESSION  STATE
         12  stage  Tone     running
          7  -      -        -
        """)
    #expect(RunningHosts(hosts: []).text(columns: 80) == "No host runs.")
    let hosts = try #require(try json(two)["hosts"] as? [[String: Any]])
    #expect(Set(hosts[1].keys) == ["processID"] && hosts[0]["name"] as? String == "stage")
  }
}

@Suite("tactus run --name", .serialized) struct InstanceProgramTests {
  @Test func severalHostsRunBesideEachOther() async throws {
    let folder = try ScratchDirectory()
    try #require(chmod(folder.path, 0o700) == 0)
    let environment = ["XDG_RUNTIME_DIR": folder.path]
    let stage = try start("stage", environment)
    let rack = try start("rack", environment)
    #expect(
      await eventually { stage.errors.contains("latency") && rack.errors.contains("latency") })

    let again = try TactusProgram.run(Self.command("stage"), environment: environment)
    #expect(again.code == 69 && again.errorLines.count == 1)
    #expect(
      again.errors.contains(
        "a host named stage runs already (pid \(stage.process.processIdentifier))"))

    let seen = try TactusProgram.run(["meter", "rack", "--json"], environment: environment)
    #expect(
      try jsonObject(seen.output)["processID"] as? Int32 == rack.process.processIdentifier)
    let list = try TactusProgram.run(["meter", "--list", "--json"], environment: environment)
    let hosts = try #require(try jsonObject(list.output)["hosts"] as? [[String: Any]])
    #expect(Set(hosts.compactMap { $0["name"] as? String }) == ["stage", "rack"])

    let which = try TactusProgram.run(["meter", "--once"], environment: environment)
    #expect(which.code == 64 && which.errors.contains("hosts run: name one of"))
    for host in [stage, rack] { host.signal(SIGTERM) }
    for host in [stage, rack] { #expect(host.wait().code == 0) }
  }

  @Test func nameOfAKilledHostIsFree() async throws {
    let folder = try ScratchDirectory()
    try #require(chmod(folder.path, 0o700) == 0)
    let environment = ["XDG_RUNTIME_DIR": folder.path]
    let first = try start("stage", environment)
    #expect(await eventually { first.errors.contains("latency") })
    first.signal(SIGKILL)
    _ = first.wait()
    let second = try start("stage", environment)
    #expect(await eventually { second.errors.contains("latency") })
    second.signal(SIGTERM)
    #expect(second.wait().code == 0)
  }

  private static func command(_ name: String) -> [String] {
    [
      "run", TactusProgram.path("configs/tone.yaml"), "--driver", "clock", "--no-meter",
      "--name", name,
    ]
  }

  private func start(_ name: String, _ environment: [String: String]) throws -> RunningProgram {
    try TactusProgram.start(Self.command(name), environment: environment)
  }
}
