import CLilv

/// What a plugin with `opts:interface` is told after it was made.
///
/// Thread: control.
struct LV2Options: @unchecked Sendable {
  // Unchecked: the interface is the plugin's, and never changes.

  private let interface: UnsafePointer<LV2_Options_Interface>
  private let handle: LV2_Handle?
  private let nominalBlockLength: LV2_URID
  private let int: LV2_URID

  /// nil when the plugin has no such interface.
  init?(_ instance: UnsafeMutablePointer<LilvInstance>, map: URIDMap) {
    guard let data = lilv_instance_get_extension_data(instance, LV2URI.optionsInterface) else {
      return nil
    }
    interface = data.assumingMemoryBound(to: LV2_Options_Interface.self)
    handle = instance.pointee.lv2_handle
    nominalBlockLength = map.map(LV2URI.nominalBlockLength)
    int = map.map(LV2URI.int)
  }

  /// Tells how long blocks usually are from now on, while no cycle runs the plugin.
  func set(nominalBlockLength frames: Int) {
    guard interface.pointee.set != nil else { return }
    var value = Int32(frames)
    withUnsafePointer(to: &value) { value in
      // The last one stays zero, which ends the list.
      var options = [LV2_Options_Option(), LV2_Options_Option()]
      options[0].context = LV2_OPTIONS_INSTANCE
      options[0].key = nominalBlockLength
      options[0].size = 4
      options[0].type = int
      options[0].value = UnsafeRawPointer(value)
      _ = interface.pointee.set(handle, options)
    }
  }
}
