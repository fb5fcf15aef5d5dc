import CLilv
import Glibc
import Synchronization

/// Numbers for URIs, the same for every plugin of a catalogue and for as long as it lives.
///
/// Any thread but the cycle: LV2 forbids a plugin to map while it runs.
final class URIDMap: @unchecked Sendable {
  deinit {
    texts.withLock { $0.strings.forEach { free($0) } }
  }

  /// The number of `uri`, from 1 up.
  func map(_ uri: String) -> LV2_URID {
    texts.withLock { table in
      if let known = table.ids[uri] { return known }
      table.strings.append(strdup(uri))
      let id = LV2_URID(table.strings.count)
      table.ids[uri] = id
      return id
    }
  }

  /// The URI of a number, nil when it was never given out; the text lives as long as the map.
  func unmap(_ id: LV2_URID) -> UnsafePointer<CChar>? {
    texts.withLock { table in
      guard id > 0, Int(id) <= table.strings.count else { return nil }
      return table.pointer(at: Int(id) - 1)
    }
  }

  /// The `urid:map` feature, which does not keep the map alive.
  var mapFeature: LV2_URID_Map {
    LV2_URID_Map(handle: Unmanaged.passUnretained(self).toOpaque()) { handle, uri in
      guard let handle, let uri else { return 0 }
      return Unmanaged<URIDMap>.fromOpaque(handle).takeUnretainedValue().map(String(cString: uri))
    }
  }

  /// The `urid:unmap` feature, which does not keep the map alive.
  var unmapFeature: LV2_URID_Unmap {
    LV2_URID_Unmap(handle: Unmanaged.passUnretained(self).toOpaque()) { handle, id in
      guard let handle else { return nil }
      return Unmanaged<URIDMap>.fromOpaque(handle).takeUnretainedValue().unmap(id)
    }
  }

  private struct Table: @unchecked Sendable {
    var ids: [String: LV2_URID] = [:]
    var strings: [UnsafeMutablePointer<CChar>?] = []

    func pointer(at index: Int) -> UnsafePointer<CChar>? {
      strings[index].map { UnsafePointer($0) }
    }
  }

  private let texts = Mutex(Table())
}
