/// The features of hosts that plugins ask for, as people name them.
package enum FeatureName {
  /// Such as `worker#schedule` for `http://lv2plug.in/ns/ext/worker#schedule`.
  package static func short(_ uri: String) -> String {
    guard uri.contains("://") else { return uri }
    return String(uri.split(separator: "/").last ?? Substring(uri))
  }

  package static func list(_ uris: [String]) -> String { uris.map(short).joined(separator: ", ") }
}
