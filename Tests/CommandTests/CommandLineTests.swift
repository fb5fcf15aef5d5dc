import ArgumentParser
import Plugins
import Testing

@testable import Command

@Suite("Command line") struct CommandLineTests {
  @Test func readsPluginsList() throws {
    let plain = try #require(parse("plugins", "list") as? PluginsListCommand)
    #expect(plain.format == nil && plain.filter == nil && !plain.options.json)
    let full = try #require(
      parse("plugins", "list", "--format", "ladspa", "--json", "reverb") as? PluginsListCommand)
    #expect(full.format == .ladspa && full.filter == "reverb" && full.options.json)
  }

  @Test func readsPluginsInfo() throws {
    let command = try #require(
      parse("plugins", "info", "ladspa:amp:amp_mono", "--json") as? PluginsInfoCommand)
    #expect(command.plugin == PluginReference(format: .ladspa, identifier: "amp:amp_mono"))
    #expect(command.options.json)
  }

  @Test func readsMeter() throws {
    let plain = try #require(parse("meter") as? MeterCommand)
    #expect(!plain.once && !plain.json && plain.pid == nil)
    let full = try #require(parse("meter", "--once", "--json", "--pid", "42") as? MeterCommand)
    #expect(full.once && full.json && full.pid == 42)
  }

  @Test func readsCommandsThatOnlyReport() throws {
    #expect(try #require(parse("devices", "--json") as? DevicesCommand).options.json)
    #expect(try #require(parse("doctor", "--json") as? DoctorCommand).options.json)
    #expect(try #require(parse("doctor", "--fix") as? DoctorCommand).fix)
    #expect(try #require(parse("classes", "--json") as? ClassesCommand).options.json)
    #expect(try !#require(parse("classes") as? ClassesCommand).options.json)
  }

  @Test(arguments: [
    ["--frob"], ["nonsense"], ["plugins", "list", "--format", "vst"], ["plugins", "info"],
    ["plugins", "info", "amp"], ["meter", "--pid", "me"], ["doctor", "now"],
  ])
  func refusesWhatMakesNoSense(_ arguments: [String]) {
    #expect { try TactusCommand.parseAsRoot(arguments) } throws: { error in
      let failure = Failure(error)
      return failure.code == 64 && !failure.message.contains("\n")
        && failure.message.contains("--help")
    }
  }

  @Test func namesTheCommandWhoseHelpTellsMore() {
    #expect { try parse("plugins", "list", "--format", "vst") } throws: { error in
      Failure(error).message.hasSuffix("; see `tactus plugins list --help`")
    }
  }

  @Test func passesOnWhatWasPerhapsMeant() {
    #expect { try parse("classes", "--jso") } throws: { error in
      Failure(error).message
        == "Unknown option '--jso'. Did you mean '--json'? Or see `tactus classes --help`"
    }
  }

  @Test func answersVersionAndHelp() {
    #expect { try run("--version") } throws: { Failure($0) == Failure(0, "0.1.0") }
    #expect { try run("help", "doctor") } throws: { error in
      Failure(error).code == 0 && Failure(error).message.contains("77")
    }
  }

  private func run(_ arguments: String...) throws {
    var command = try TactusCommand.parseAsRoot(arguments)
    try command.run()
  }

  private func parse(_ arguments: String...) throws -> any ParsableCommand {
    try TactusCommand.parseAsRoot(arguments)
  }
}
