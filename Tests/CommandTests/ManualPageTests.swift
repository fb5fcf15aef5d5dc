import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import Command

@Suite("ManualPage") struct ManualPageTests {
  @Test func everyShownCommandHasOne() throws {
    let pages = ManualPage.all(of: try CommandHelp.ofProgram(), version: "1")
    #expect(pages.keys.contains("tactus.1") && pages.keys.contains("tactus-plugins-list.1"))
    #expect(!pages.keys.contains { $0.contains("help") || $0.contains("manual") })
    for command in TactusCommand.configuration.subcommands.map({ $0.configuration })
    where command.shouldDisplay {
      #expect(pages["tactus-\(command.commandName ?? "").1"] != nil)
    }
  }

  @Test func namesTheOptionsAndTheirValues() throws {
    let page = try #require(
      ManualPage.all(of: try CommandHelp.ofProgram(), version: "1")["tactus-run.1"])
    #expect(
      page.contains("\n.TP\n\\fB\\-\\-driver\\fR \\fIdriver\\fR\nauto, jack, alsa or clock.\n"))
    #expect(page.contains("\\fB\\-\\-meter\\fR, \\fB\\-\\-no\\-meter\\fR\n"))
    #expect(page.contains("One of debug, info, notice, warning, error. Default: notice."))
    #expect(page.contains("\n.SH SYNOPSIS\n\\fBtactus run\\fR [\\fIoptions\\fR] \\fIsession\\fR\n"))
    #expect(page.hasSuffix(".SH SEE ALSO\n\\fBtactus\\fR(1)\n"))
  }

  @Test func requestsAndEscapesComeThrough() throws {
    let help = try JSONDecoder().decode(
      CommandHelp.self,
      from: Data(
        #"{"commandName":"x","shouldDisplay":true,"abstract":".so \\n-","discussion":"'br\n\n.x"}"#
          .utf8))
    let page = ManualPage(help: help, version: "1", related: []).text
    #expect(
      page.contains(#"x \- \&.so \en\-"#) && page.contains("\n\\&'br\n.PP\n\\&.x\n"))
  }

  @Test(
    .enabled(if: Tools.isInstalled("man"), "man is missing"))
  func manHasNothingToWarnOf() throws {
    try withPages { page in
      let command = ["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", page]
      let outcome = try RunningProgram(command, environment: ["MANWIDTH": "80"]).wait()
      #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(page): \(outcome.errors)")
    }
  }

  @Test(.enabled(if: Tools.isInstalled("mandoc"), "mandoc is missing"))
  func mandocHasNothingToWarnOf() throws {
    try withPages { page in
      let outcome = try RunningProgram(["mandoc", "-T", "lint", "-W", "error", page]).wait()
      #expect(outcome.code == 0, "\(outcome.output)")
    }
  }

  private func withPages(_ body: (String) throws -> Void) throws {
    let folder = try ScratchDirectory()
    try #require(try TactusProgram.run(["manual", folder.path]).code == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(names.count > 10)
    for name in names.sorted() { try body("\(folder.path)/\(name)") }
  }
}

@Suite("Completions") struct CompletionTests {
  @Test(arguments: ["bash", "zsh", "fish"].filter(Tools.isInstalled))
  func areReadByTheirShell(_ shell: String) throws {
    let folder = try ScratchDirectory()
    let script = try TactusProgram.run(["--generate-completion-script", shell])
    try folder.write(script.output, to: "script")
    let outcome = try RunningProgram([shell, "-n", folder.path + "/script"]).wait()
    #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
  }
}
