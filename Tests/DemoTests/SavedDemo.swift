import Foundation
import Testing

/// What `tactus demo` has told as JSON.
struct SavedDemo {
  struct Figure {
    let name: String
    let label: String
    let value: Double
    let unit: String
    let text: String
  }

  let hasRealtime: Bool
  /// The figures, by the names of their pages.
  let pages: [String: [Figure]]
  /// Pages that say what is different on this machine.
  let notes: [String]

  init(_ data: Data) throws {
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let machine = try #require(object["machine"] as? [String: Any])
    hasRealtime = try #require(machine["hasRealtime"] as? Bool)
    let all = try #require(object["pages"] as? [[String: Any]])
    var pages: [String: [Figure]] = [:]
    for page in all {
      let figures = try #require(page["figures"] as? [[String: Any]])
      pages[try #require(page["name"] as? String)] = try figures.map { try Self.figure($0) }
    }
    self.pages = pages
    notes = all.filter { $0["note"] != nil }.compactMap { $0["name"] as? String }
  }

  private static func figure(_ object: [String: Any]) throws -> Figure {
    Figure(
      name: try #require(object["name"] as? String),
      label: try #require(object["label"] as? String),
      value: try #require(object["value"] as? Double),
      unit: try #require(object["unit"] as? String),
      text: try #require(object["text"] as? String))
  }
}
