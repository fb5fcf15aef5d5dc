import PluginCheck

/// What the last checks and the last audits said of plugins as they are now, by `format:identifier`.
struct CheckVerdicts {
  var checks: [String: CheckVerdict] = [:]
  var audits: [String: CheckVerdict] = [:]

  /// Those in the user's files.
  static var recorded: CheckVerdicts {
    CheckVerdicts(checks: CheckFile.checks.verdicts, audits: CheckFile.audits.verdicts)
  }
}
