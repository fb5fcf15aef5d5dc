import Foundation
import TestSupport
import Testing

/// What `make install` puts in place, and `make uninstall` takes away.
@Suite("Installation", .serialized) struct InstallTests {
  private static let script = TactusProgram.path("Scripts/install-files")
  private let folder: ScratchDirectory

  init() throws { folder = try ScratchDirectory() }

  @Test func everythingIsInPlace() throws {
    try install()
    let files = try installed()
    for file in [
      "bin/tactus", "share/man/man1/tactus.1", "share/man/man1/tactus-run.1",
      "share/bash-completion/completions/tactus", "share/zsh/site-functions/_tactus",
      "share/fish/vendor_completions.d/tactus.fish", "lib/systemd/system/tactus@.service",
      "lib/systemd/user/tactus@.service", "share/tactus/configs/task-classes.yaml",
      "share/tactus/configs/limits.d/tactus.conf", "share/tactus/configs/demo.yaml",
      "include/rtworkq/header.h", "lib/librtworkq.so", "share/tactus/installed-files",
    ] {
      #expect(files.contains("usr/local/\(file)"), "\(file)")
    }
    let unit = try text("usr/local/lib/systemd/system/tactus@.service")
    #expect(unit.contains("\nExecStart=/usr/local/bin/tactus run "))
    let program = try RunningProgram([folder.path + "/usr/local/bin/tactus", "--version"]).wait()
    #expect(program.code == 0 && program.output == "0.1.0\n")
  }

  @Test func nothingIsLeft() throws {
    try install()
    #expect(try run("uninstall").code == 0)
    #expect(try FileManager.default.subpathsOfDirectory(atPath: folder.path) == [])
  }

  @Test func whatOthersPutThereStays() throws {
    try folder.write("other", to: "usr/local/bin/other")
    try folder.write("mine", to: "usr/local/lib/mine/file")
    try install()
    try folder.write("session", to: "usr/local/share/tactus/mine.yaml")
    #expect(try run("uninstall").code == 0)
    #expect(
      try installed() == [
        "usr/local/bin/other", "usr/local/lib/mine/file", "usr/local/share/tactus/mine.yaml",
      ])
  }

  @Test func emptyFolderThatWasThereStays() throws {
    let empty = folder.url.appending(path: "usr/local/share/man/man1")
    try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: true)
    try install()
    #expect(try run("uninstall").code == 0)
    #expect(FileManager.default.fileExists(atPath: empty.path))
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/usr/local/bin"))
  }

  @Test func secondInstallTakesStaleFilesAway() throws {
    try install()
    let list = "usr/local/share/tactus/installed-files"
    try folder.write("old", to: "usr/local/share/man/man1/tactus-gone.1")
    try folder.write(
      try text(list) + "file /usr/local/share/man/man1/tactus-gone.1\n", to: list)
    try install()
    #expect(!(try installed().contains("usr/local/share/man/man1/tactus-gone.1")))
    #expect(try run("uninstall").code == 0)
    #expect(try FileManager.default.subpathsOfDirectory(atPath: folder.path) == [])
  }

  @Test func saysThatNothingWasInstalled() throws {
    let outcome = try run("uninstall")
    #expect(outcome.code == 69 && outcome.errorLines.count == 1)
  }

  private func install() throws {
    let library = try ScratchDirectory()
    try library.write("", to: "include/rtworkq/header.h")
    try library.write("", to: "lib/librtworkq.so.1")
    try FileManager.default.createSymbolicLink(
      atPath: library.path + "/lib/librtworkq.so", withDestinationPath: "librtworkq.so.1")
    let outcome = try run(
      "install", TactusProgram.url.path, TactusProgram.url.path, library.path)
    try #require(outcome.code == 0, "\(outcome.errors)")
  }

  private func run(_ arguments: String...) throws -> TactusProgram.Outcome {
    try RunningProgram(
      [Self.script] + arguments,
      environment: ["DESTDIR": folder.path, "PREFIX": "/usr/local"]
    ).wait()
  }

  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: "\(folder.path)/\(path)", encoding: .utf8)
  }

  /// Files and links, sorted.
  private func installed() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted().filter { path in
      let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder.path)/\(path)")
      return attributes[.type] as? FileAttributeType != .typeDirectory
    }
  }
}

/// The units, as systemd itself reads them.
@Suite("Units") struct UnitTests {
  @Test(
    .enabled(if: Tools.isInstalled("systemd-analyze"), "systemd is missing"),
    arguments: ["system", "user"])
  func haveNoMistakes(_ manager: String) throws {
    let folder = try ScratchDirectory()
    let unit = try String(
      contentsOfFile: TactusProgram.path("configs/systemd/\(manager)/tactus@.service"),
      encoding: .utf8)
    // It looks whether the program is there; and at what is verified, not at who may be root.
    try folder.write(
      unit.replacing("/usr/bin/tactus", with: TactusProgram.url.path)
        .replacing("Documentation=man:tactus-run(1)\n", with: ""),
      to: "tactus@.service")
    let outcome = try RunningProgram(
      [
        "systemd-analyze", "verify", "--recursive-errors=no", "--\(manager)",
        folder.path + "/tactus@demo.service",
      ], environment: ["XDG_RUNTIME_DIR": folder.path]
    ).wait()
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(!outcome.errors.contains("tactus@"), "\(outcome.errors)")
  }
}
