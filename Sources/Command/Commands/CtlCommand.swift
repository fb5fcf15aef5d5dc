import ArgumentParser
import Control

/// `tactus ctl`: steers a host that runs.
struct CtlCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ctl",
    abstract: "Steer a host that runs.",
    discussion: """
      Without --host it is the only host of yours that runs. What can be asked for is in CONTROL.md.

      Exit codes: 0, 64 when it is not clear which host is meant, 65 when the host refuses, 69 when \
      there is no host.
      """,
    subcommands: [
      CtlState.self, CtlWatch.self, CtlSet.self, CtlBypass.self, CtlAdd.self, CtlRemove.self,
      CtlConnect.self, CtlDisconnect.self, CtlSnapshot.self, CtlStore.self, CtlForget.self,
      CtlPreset.self, CtlFade.self, CtlMute.self, CtlTransport.self, CtlBatch.self, CtlLoad.self,
      CtlReload.self, CtlSave.self, CtlDevice.self, CtlReset.self, CtlHosts.self, CtlRaw.self,
    ])
}

/// The options of every command that asks a host.
struct CtlOptions: ParsableArguments {
  @Option(
    name: .customLong("host"), help: "The host's name, or its process.",
    completion: .custom { _, _, _ in HostNames.all })
  var hostName: String?

  @Flag(help: "Print JSON on one line instead of text.")
  var json = false
}

/// The options of every edit.
struct CtlEditOptions: ParsableArguments {
  @OptionGroup var common: CtlOptions

  @Option(help: "The frame of the host to take effect at.")
  var atFrame: Int64?

  /// Does edits, all or none.
  func perform(_ edits: ControlEdit...) throws {
    try HostConnection(common).show(.edit(edits, atFrame: atFrame))
  }
}

/// A switch as people say it.
enum OnOff: String, ExpressibleByArgument, CaseIterable {
  case on, off
}
