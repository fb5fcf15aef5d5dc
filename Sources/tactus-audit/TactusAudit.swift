import Command

/// The same program, linked with the RealtimeSanitizer: `tactus plugins audit` has it run plugins.
@main enum TactusAudit { static func main() { TactusCommand.main() } }
