import Foundation
import TestSupport

/// Bundles written for a test; their library is not one.
enum WrittenBundle {
  static let prefixes = """
    @prefix lv2: <http://lv2plug.in/ns/lv2core#> .
    @prefix doap: <http://usefulinc.com/ns/doap#> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    @prefix atom: <http://lv2plug.in/ns/ext/atom#> .
    @prefix units: <http://lv2plug.in/ns/extensions/units#> .

    """

  /// An audio input and output.
  static let audioPorts = """
    [ a lv2:AudioPort, lv2:InputPort ; lv2:index 0 ; lv2:symbol "in" ; lv2:name "In" ] ,
    [ a lv2:AudioPort, lv2:OutputPort ; lv2:index 1 ; lv2:symbol "out" ; lv2:name "Out" ]
    """

  /// Writes the bundle `name` with the plugin `urn:tactus:name`; `statements` come before `ports`.
  static func write(
    _ name: String, statements: String = "", ports: String = audioPorts,
    to directory: ScratchDirectory
  ) throws {
    let text = """
      \(prefixes)
      <urn:tactus:\(name)> a lv2:Plugin ;
        lv2:binary <plugin.so> ;
        doap:name "Written \(name)" ;
        \(statements)
        lv2:port \(ports) .
      """
    try directory.write(text, to: "\(name).lv2/manifest.ttl")
    try directory.write("not a library", to: "\(name).lv2/plugin.so")
  }
}
