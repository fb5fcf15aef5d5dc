public import Foundation
public import Plugins

/// What is known about a plugin since it was checked or audited last.
public struct CheckRecord: Sendable, Codable, Equatable {
  /// The interface it was written for.
  public let format: PluginFormat
  /// What its format knows it by.
  public let identifier: String
  /// Its name for people.
  public let name: String
  /// The library or bundle it is in.
  public let library: String
  /// The state of that when it was checked.
  public let fingerprint: String
  /// The Debian package the library is of, where there is one.
  public internal(set) var package: DebianPackage?
  /// When it was.
  public let date: Date
  /// What became of it.
  public internal(set) var verdict: CheckVerdict
  /// What is behind the verdict, the rest of a line; nil when there is nothing to add.
  public internal(set) var reason: String?
  /// All that was found.
  public internal(set) var findings: [CheckFinding] = []
  /// The latency it tells with its parameters at their defaults; nil when it tells none.
  public internal(set) var latencyFrames: Int?
  /// Whether two instances of it play the same; nil when that was not tried.
  public internal(set) var isDeterministic: Bool?
  /// How long it takes.
  public internal(set) var times: CheckTimes?
  /// What an audit counted.
  public internal(set) var audit: AuditCounts?
  /// What an audit saw it call in the cycle.
  public internal(set) var calls: [UnsafeCall] = []

  /// A record of a plugin as it is now.
  init(_ descriptor: PluginDescriptor, _ verdict: CheckVerdict, _ reason: String? = nil) {
    format = descriptor.format
    identifier = descriptor.identifier
    name = descriptor.name
    library = descriptor.library
    fingerprint = Self.fingerprint(of: descriptor.library)
    date = Date()
    self.verdict = verdict
    self.reason = reason
  }

  /// `format:identifier`, as a session names it.
  public var key: String { "\(format.rawValue):\(identifier)" }

  /// Whether the library is still the one that was checked.
  public var isCurrent: Bool { fingerprint == Self.fingerprint(of: library) }

  /// The verdict with what is behind it, in one line.
  public var summary: String {
    reason.map { "\(verdict.text) (\($0))" } ?? verdict.text
  }

  /// A sum (FNV-1a) over the states of a library, or of all files in a bundle.
  static func fingerprint(of library: String) -> String {
    var fingerprint = FileFingerprint()
    fingerprint.add(library)
    let files = (try? FileManager.default.contentsOfDirectory(atPath: library)) ?? []
    for file in files.sorted() { fingerprint.add("\(library)/\(file)") }
    let sum = fingerprint.text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    return String(sum, radix: 16)
  }
}

extension PluginDescriptor {
  /// `format:identifier`, as a session names it.
  var key: String { "\(format.rawValue):\(identifier)" }
}

extension CheckRecord {
  /// Whether a session may use it.
  public var isUsable: Bool { verdict == .ok || verdict == .warnings }

  /// The calls that are this host's own, of which there should be none.
  public var hostCalls: [UnsafeCall] { calls.filter(\.isHosts) }

  /// The calls that the plugin has to answer for.
  public var pluginCalls: [UnsafeCall] { calls.filter { !$0.isHosts } }

  /// Adds what the sanitizer saw: with that, a plugin that played well is no longer without fault.
  mutating func add(_ calls: [UnsafeCall]) {
    self.calls = calls
    guard verdict == .ok, let call = pluginCalls.first else { return }
    verdict = .warnings
    reason = "calls \(call.function) in \(call.stage)"
  }
}
