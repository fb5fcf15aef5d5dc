import CLilv
import Plugins
import Synchronization

/// What one instance says by `log:log`, from any thread and without ever waiting.
///
/// Errors and warnings are kept until they are taken; notes and traces are counted.
final class LV2Log: @unchecked Sendable {
  // Unchecked: the record is C's, written by atomics; whoever reads it has the lock.

  init(_ map: URIDMap) {
    record = .allocate(capacity: 1)
    error = map.map(LV2URI.logError)
    lv2_log_prepare(record, error, map.map(LV2URI.logWarning))
  }

  deinit { record.deallocate() }

  /// What the feature's data is.
  var interface: LV2_Log_Log { lv2_log_interface(record) }

  /// How many messages there were, notes and traces too.
  var count: Int { Int(lv2_log_count(record)) }

  /// Takes the errors and warnings since the last time, oldest first.
  ///
  /// Thread: control.
  func take() -> [PluginMessage] {
    reading.withLock { _ in
      var messages: [PluginMessage] = []
      // Not those that come meanwhile.
      while messages.count < Int(lv2_log_slots), let slot = lv2_log_next(record) {
        let text = String(cString: lv2_log_text(slot))
        messages.append(
          PluginMessage(
            severity: slot.pointee.type == error ? .error : .warning, text: Self.line(text)))
        lv2_log_drop(record)
      }
      let refused = Int(lv2_log_take_refused(record))
      if refused > 0 {
        messages.append(
          PluginMessage(
            severity: .warning, text: "\(refused) messages more than there was room for"))
      }
      return messages
    }
  }

  private let record: UnsafeMutablePointer<lv2_log_record>
  private let error: LV2_URID
  private let reading = Mutex(())

  private static func line(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
