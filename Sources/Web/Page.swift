/// A file of the page, which lies in the program.
struct Page: Sendable {
  let type: String
  let bytes: [UInt8]

  /// The file at a path; nil when there is none.
  static func at(_ path: Substring) -> Page? {
    switch path {
    case "/": Page(type: "text/html; charset=utf-8", bytes: PackageResources.index_html)
    case "/page.css": Page(type: "text/css; charset=utf-8", bytes: PackageResources.page_css)
    case "/page.js": Page(type: "text/javascript; charset=utf-8", bytes: PackageResources.page_js)
    case "/icon.svg": Page(type: "image/svg+xml", bytes: PackageResources.icon_svg)
    default: nil
    }
  }
}
