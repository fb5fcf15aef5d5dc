import CLilv
import Foundation
import Plugins

/// How an instance's state is read and written.
///
/// Thread: control. Whatever the plugin is asked for, it works on nothing else meanwhile.
struct LV2StateAccess: @unchecked Sendable {
  let instance: UnsafeMutablePointer<LilvInstance>
  let uri: String
  let world: LV2World
  let map: URIDMap
  let features: LV2Features
  let worker: LV2Worker

  /// Whether the plugin keeps anything beyond its parameters.
  var isThere: Bool {
    lilv_instance_get_extension_data(instance, LV2URI.stateInterface) != nil
  }

  /// Has the plugin save its state, files it makes included, into a folder of its own; nil when it
  /// does not.
  ///
  /// It may run meanwhile: `save` may be called beside the functions of the audio class. Files it
  /// only refers to are meant by their absolute paths.
  func capture() -> LV2State? {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "tactus-state-\(UUID().uuidString)")
    let saved = try? alone { (reader) throws(PluginError) in
      // It stays in this process: whatever is plain data will do.
      try capture(
        reader, from: nil, to: folder, links: false,
        flags: LV2_STATE_IS_POD.rawValue | LV2_STATE_IS_NATIVE.rawValue)
    }
    return saved.map { LV2State($0, of: uri, in: world, files: .temporary(folder)) }
  }

  /// Writes state and `values` as `state.ttl` in `folder`, and a manifest that says so.
  ///
  /// Files of `before` are copied, others that the plugin refers to become links.
  func save(
    values: [String: Float], label: String? = nil, before: URL?, to folder: URL
  ) throws(PluginError) {
    try alone { (reader) throws(PluginError) in
      let state = try capture(
        reader, values: PortValues(values, map), from: before, to: folder, links: true,
        flags: Self.storable
      ).pointer
      defer { lilv_state_free(state) }
      if let label { lilv_state_set_label(state, label) }
      var (map, unmap) = (map.mapFeature, map.unmapFeature)
      let result = lilv_state_save(
        reader.world, &map, &unmap, state, nil, folder.path, Self.fileName)
      guard result == 0 else {
        throw PluginError(.failed, "lilv cannot write the state of <\(uri)> to \(folder.path)")
      }
    }
  }

  /// Has the plugin restore a state.
  ///
  /// The corresponding C function is `lilv_state_restore`.
  func restore(_ state: LV2State) throws(PluginError) {
    try alone { (_) throws(PluginError) in
      try restore(state.state)
    }
  }

  /// Has a plugin that has not been activated restore the state its data gives as the first one.
  func restoreDefault(_ reader: LV2Reader) throws(PluginError) {
    guard isThere, let state = reader.defaultState(of: uri, map) else { return }
    defer { lilv_state_free(state) }
    try restore(state)
  }

  /// What a state is written to within its folder.
  static let fileName = "state.ttl"

  /// What goes to a file is understood on other machines.
  private static let storable = LV2_STATE_IS_POD.rawValue | LV2_STATE_IS_PORTABLE.rawValue

  private func capture(
    _ reader: LV2Reader, values: PortValues? = nil, from before: URL?, to folder: URL, links: Bool,
    flags: UInt32
  ) throws(PluginError) -> SendablePointer {
    var mapFeature = map.mapFeature
    var call = lv2_state_call()
    let state = withUnsafeMutablePointer(to: &call) { call in
      lv2_state_call_begin(call, instance)
      return lilv_state_new_from_instance(
        reader.plugin(uri), &call.pointee.instance, &mapFeature, before?.path ?? folder.path,
        before == nil ? nil : folder.path, links ? folder.path : nil, folder.path,
        values == nil ? nil : PortValues.give,
        values.map { Unmanaged.passUnretained($0).toOpaque() }, flags,
        features.pointers.baseAddress)
    }
    guard let state else { throw PluginError(.failed, "lilv cannot have a state of <\(uri)>") }
    withExtendedLifetime(values) {}
    if call.status != LV2_STATE_SUCCESS {
      lilv_state_free(state)
      throw PluginError(.failed, "<\(uri)> refuses to save its state: \(call.status.reason)")
    }
    return SendablePointer(pointer: state)
  }

  private func restore(_ state: OpaquePointer) throws(PluginError) {
    var call = lv2_state_call()
    withUnsafeMutablePointer(to: &call) { call in
      lv2_state_call_begin(call, instance)
      lilv_state_restore(
        state, &call.pointee.instance, nil, nil, Self.storable,
        features.pointersForRestore.baseAddress)
    }
    // Without properties nothing was asked of it that it could miss.
    guard call.status == LV2_STATE_SUCCESS || lilv_state_get_num_properties(state) == 0 else {
      throw PluginError(.failed, "<\(uri)> refuses the state: \(call.status.reason)")
    }
  }

  private func alone<Value: Sendable>(
    _ body: (LV2Reader) throws(PluginError) -> Value
  ) throws(PluginError) -> Value {
    let result = worker.alone {
      PluginSetup.alone {
        world.withReader { reader -> Result<Value, PluginError> in
          do throws(PluginError) {
            return .success(try body(reader))
          } catch {
            return .failure(error)
          }
        }
      }
    }
    guard let result else {
      throw PluginError(.failed, "<\(uri)> does not come to an end with its work")
    }
    return try result.get()
  }
}

extension LV2_State_Status {
  /// What the plugin says is the matter.
  fileprivate var reason: String {
    switch self {
    case LV2_STATE_ERR_BAD_TYPE: "a value has a type it does not take"
    case LV2_STATE_ERR_BAD_FLAGS: "a value cannot be kept that way"
    case LV2_STATE_ERR_NO_FEATURE: "it needs a feature this host does not have"
    case LV2_STATE_ERR_NO_PROPERTY: "a value is missing"
    case LV2_STATE_ERR_NO_SPACE: "there is no room for it"
    default: "it gives no reason"
    }
  }
}
