import Foundation
import Meter
import Telemetry

/// What a host published last.
struct FrameReport: Report {
  let frame: TelemetryFrame
  var isASCII = false

  func text(columns: Int?) -> String {
    MeterText.render(frame, width: max(40, columns ?? 80), glyphs: isASCII ? .ascii : Self.glyphs)
  }

  func encode(to encoder: any Encoder) throws { try frame.encode(to: encoder) }

  /// The characters the locale has.
  private static var glyphs: GlyphSet {
    let environment = ProcessInfo.processInfo.environment
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy
      .compactMap { environment[$0] }
      .first { !$0.isEmpty }
    let name = locale?.lowercased() ?? ""
    return name.hasSuffix("utf-8") || name.hasSuffix("utf8") ? .full : .ascii
  }
}
