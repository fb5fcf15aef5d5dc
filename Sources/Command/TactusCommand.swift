public import ArgumentParser

/// The root of the command line.
public struct TactusCommand: ParsableCommand {
  /// Name, abstract, version and subcommands.
  public static let configuration = CommandConfiguration(
    commandName: "tactus",
    abstract: "A real-time audio host: plays a session through LV2 and LADSPA plugins.",
    discussion: """
      Exit codes: 0, 64 usage, 65 bad session, 69 device or plugin unavailable, \
      70 internal error, 77 permission.
      """,
    version: "0.1.0",
    subcommands: [
      RunCommand.self,
      RenderCommand.self,
      ReplayCommand.self,
      CheckCommand.self,
      PluginsCommand.self,
      PluginHostCommand.self,
      DevicesCommand.self,
      LatencyCommand.self,
      CtlCommand.self,
      MeterCommand.self,
      DemoCommand.self,
      ReportCommand.self,
      DoctorCommand.self,
      ClassesCommand.self,
      PluginScanCommand.self,
      PluginCheckCommand.self,
      PluginLatencyCommand.self,
      ManualCommand.self,
    ])

  /// Creates the command.
  public init() {}
}
