import Plugins

// Is there something to play with?
extension SystemFacts {
  var softwareChecks: [Check] { plugins.map(\.check) + [taskClasses] }

  private var taskClasses: Check {
    let title = "task classes"
    guard taskClassProblems.isEmpty else {
      return Check(
        .taskClasses, title, .problem, taskClassProblems.joined(separator: "; "),
        cure: .init(text: "correct \(taskClassPath ?? "the file")"))
    }
    let source = taskClassPath ?? "the built-in table"
    return Check(.taskClasses, title, .ok, "\(taskClassCount) of \(source)")
  }
}

extension SystemFacts.PluginCount {
  /// What the numbers mean.
  var check: Check {
    let title = "\(format.rawValue.uppercased()) plugins"
    if let error { return Check(name, title, .warning, error) }
    guard hosted + unsupported + problems.count > 0 else {
      return Check(
        name, title, .warning, "none installed",
        cure: .init(text: "install some, such as", commands: ["sudo apt install \(package)"]))
    }
    let found =
      "\(hosted) can be hosted" + (unsupported > 0 ? ", \(unsupported) cannot" : "")
    guard let first = problems.first else { return Check(name, title, .ok, found) }
    let others = problems.count > 1 ? " and \(problems.count - 1) more" : ""
    return Check(
      name, title, .warning, "\(found), unreadable: \(first)\(others)",
      cure: .init(
        text: "reinstall or remove what is broken, as named by",
        commands: ["tactus plugins list --format \(format.rawValue) >/dev/null"]))
  }

  private var name: Check.Name {
    switch format {
    case .lv2: .lv2Plugins
    case .ladspa: .ladspaPlugins
    }
  }

  private var package: String {
    switch format {
    case .lv2: "mda-lv2 x42-plugins"
    case .ladspa: "swh-plugins"
    }
  }
}
