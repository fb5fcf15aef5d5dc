import CLilv
import Synchronization

/// The messages of the patch extension between a plugin and the control side.
///
/// At a fixed address: the control side puts what is to be set and takes what the plugin told; the
/// cycle does the opposite.
struct PatchCore: ~Copyable {
  /// How much fits into each ring: several of the longest paths.
  static let ringBytes = 32_768

  let types: PatchTypes
  /// Bodies of objects for the plugin.
  let posts = MessageRing(minimumBytes: PatchCore.ringBytes)
  /// Bodies of objects from the plugin.
  let notices = MessageRing(minimumBytes: PatchCore.ringBytes)

  init(_ map: URIDMap) { types = PatchTypes(map) }

  /// Whether it is the body of a `patch:Set`.
  @_noLocks
  borrowing func isSet(_ body: UnsafeRawPointer, byteCount: Int) -> Bool {
    byteCount >= MemoryLayout<LV2_Atom_Object_Body>.size
      && body.assumingMemoryBound(to: LV2_Atom_Object_Body.self).pointee.otype == types.set
  }
}

/// The URIs of patch messages, as numbers.
struct PatchTypes: BitwiseCopyable {
  let set: LV2_URID
  let property: LV2_URID
  let value: LV2_URID
  let urid: LV2_URID

  init(_ map: URIDMap) {
    set = map.map(LV2URI.patchSet)
    property = map.map(LV2URI.patchProperty)
    value = map.map(LV2URI.patchValue)
    urid = map.map(LV2URI.urid)
  }
}
