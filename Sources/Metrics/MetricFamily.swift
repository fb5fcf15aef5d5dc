/// A metric with all its samples, as Prometheus' text format 0.0.4 has it.
struct MetricFamily {
  enum Kind: String { case counter, gauge, summary }

  let name: String
  let kind: Kind
  let help: String
  /// Labels that every sample has.
  let common: [MetricLabel]
  private var samples: [String] = []
  private var known: Set<String> = []

  init(_ name: String, _ kind: Kind, _ help: String, common: [MetricLabel]) {
    self.name = "tactus_" + name
    self.kind = kind
    self.help = help
    self.common = common
  }

  /// Its lines; none without samples.
  var text: String {
    guard !samples.isEmpty else { return "" }
    let head = [
      "# HELP \(name) \(MetricLabel.escaped(help, quotes: false))",
      "# TYPE \(name) \(kind.rawValue)",
    ]
    return (head + samples).joined(separator: "\n") + "\n"
  }

  mutating func add(_ value: Double, _ labels: [MetricLabel] = []) {
    add(name, Self.text(value), labels)
  }

  mutating func add(_ value: UInt64, _ labels: [MetricLabel] = []) {
    add(name, "\(value)", labels)
  }

  mutating func add(_ value: Int, _ labels: [MetricLabel] = []) {
    add(name, "\(value)", labels)
  }

  /// Of two samples with the same labels, which Prometheus refuses, the first is kept.
  mutating func add(_ name: String, _ value: String, _ labels: [MetricLabel]) {
    let all = (common + labels).map(\.text).joined(separator: ",")
    let series = all.isEmpty ? name : "\(name){\(all)}"
    guard known.insert(series).inserted else { return }
    samples.append("\(series) \(value)")
  }

  static func text(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    return "\(value)"
  }
}

/// A label's name and what it says.
struct MetricLabel {
  let name: String
  let value: String

  init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }

  var text: String { "\(name)=\"\(Self.escaped(value, quotes: true))\"" }

  static func escaped(_ text: String, quotes: Bool) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\"" where quotes: result += "\\\""
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
