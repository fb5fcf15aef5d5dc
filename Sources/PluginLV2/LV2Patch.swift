import CLilv
import Plugins
import Synchronization

/// Sets and hears the properties of an instance by messages of the patch extension.
///
/// Thread: control.
final class LV2Patch: @unchecked Sendable {
  // Unchecked: the core's rings are used by one side each; the control side's calls take turns.

  let core: UnsafeMutablePointer<PatchCore>
  private let map: URIDMap
  private let types: PatchTypes
  private let properties: [PluginProperty]
  private let lost = Atomic<Int>(0)
  private let heard = Mutex<[LV2_URID: PluginValue]>([:])

  /// nil for a plugin without properties.
  init?(_ descriptor: PluginDescriptor, map: URIDMap) {
    guard !descriptor.properties.isEmpty else { return nil }
    properties = descriptor.properties
    self.map = map
    core = .allocate(capacity: 1)
    core.initialize(to: PatchCore(map))
    types = core.pointee.types
  }

  deinit {
    core.deinitialize(count: 1)
    core.deallocate()
  }

  /// Has the plugin set a property with its next block; false when it has no writable one of that
  /// name and kind, or there is no room.
  func set(_ property: PluginProperty, to value: PluginValue) -> Bool {
    guard property.isWritable, let atom = PatchAtom(value, as: property.kind, map: map) else {
      return false
    }
    let body = PatchMessage.body(
      setting: map.map(property.identifier), to: atom, types: types)
    let isTaken = heard.withLock { _ in
      body.withUnsafeBytes { core.pointee.posts.put($0.baseAddress, byteCount: $0.count) }
    }
    if !isTaken { lost.wrappingAdd(1, ordering: .relaxed) }
    return isTaken
  }

  /// Messages to the plugin for which there was no room.
  var refused: Int { lost.load(ordering: .relaxed) }

  /// What the plugin told last; nil when it told nothing.
  func value(of property: PluginProperty) -> PluginValue? {
    let key = map.map(property.identifier)
    hear()
    return heard.withLock { $0[key] }
  }

  /// Takes what the plugin has told since the last time, so that there is room for more.
  func hear() {
    heard.withLock { heard in
      let end = core.pointee.notices.end
      while let notice = core.pointee.notices.next(before: end) {
        let body = UnsafeRawBufferPointer(start: notice.bytes, count: notice.byteCount)
        if let (key, atom) = PatchMessage.parse(body, types: types) {
          heard[key] = atom.value(map: map)
        }
        core.pointee.notices.drop()
      }
    }
  }
}
