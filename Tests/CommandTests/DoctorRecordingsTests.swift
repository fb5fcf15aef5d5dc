import Foundation
import TestSupport
import Testing

@testable import Command

/// Where recordings go: each trouble a file system may have, faked.
@Suite("Doctor's recordings") struct DoctorRecordingsTests {
  @Test func localDiskIsGood() throws {
    #expect(try machine("ext4").check(.recordings).verdict == .ok)
  }

  @Test(arguments: ["nfs4", "cifs", "fuse.sshfs", "9p"])
  func network(_ type: String) throws {
    let check = try machine(type).check(.recordings)
    #expect(check.verdict == .warning && check.found.hasPrefix("/takes on \(type), "))
    #expect(check.found.contains("a network that stalls"))
    #expect(check.cure?.contains("--recordings") == true)
  }

  @Test func memory() throws {
    let check = try machine("tmpfs").check(.recordings)
    #expect(check.verdict == .warning && check.found.contains("lost when the machine stops"))
  }

  @Test func nearlyFull() throws {
    var machine = try machine("ext4")
    machine.space = .init(freeBytes: 3 << 30, totalBytes: 100 << 30)
    let check = try machine.check(.recordings)
    #expect(check.verdict == .warning && check.found.hasSuffix("3 GiB left: nearly full"))
    #expect(check.commands == ["du -xh --max-depth=1 '/takes' | sort -h"])
  }

  @Test func full() throws {
    var machine = try machine("ext4")
    machine.space = .init(freeBytes: 1 << 20, totalBytes: 100 << 30)
    #expect(try machine.check(.recordings).verdict == .problem)
    #expect(machine.report().exitCode == 69)
  }

  @Test func notWritable() throws {
    var machine = try machine("ext4")
    machine.denied = ["/takes"]
    let check = try machine.check(.recordings)
    #expect(check.verdict == .problem && check.found.hasSuffix("cannot be written"))
    #expect(machine.report().exitCode == 69)
  }

  @Test func lastMountOfTheDeepestPointCounts() throws {
    let machine = try machine("ext4")
    try machine.scratch.write(
      """
      21 1 8:1 / / rw - ext4 /dev/sda1 rw
      22 21 0:30 / /takes rw shared:1 - nfs4 server:/a rw
      23 21 0:31 / /takes\\040two rw - tmpfs tmpfs rw
      24 22 8:2 / /takes rw - xfs /dev/sdb1 rw
      """, to: "proc/self/mountinfo")
    try machine.scratch.write("", to: "takes two/.keep")
    #expect(try machine.check(.recordings).found.hasPrefix("/takes on xfs"))
    #expect(try machine.check(.recordings, recordings: "/takes two").found.contains("on tmpfs"))
  }

  private func machine(_ type: String) throws -> FakeMachine {
    try FakeMachine([
      "/proc/self/mountinfo":
        "21 1 8:1 / / rw - ext4 /dev/sda1 rw\n22 21 0:9 / /takes rw - \(type) x rw\n"
    ])
  }
}
