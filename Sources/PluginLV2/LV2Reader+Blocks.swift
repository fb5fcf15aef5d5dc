import CLilv
import Plugins

extension LV2Reader {
  /// The strictest block lengths of those a plugin knows to make use of.
  func blockLengths(_ plugin: OpaquePointer) -> BlockLengths {
    let features = LilvValues.texts(owned: lilv_plugin_get_supported_features(plugin))
    if features.contains(LV2URI.powerOf2BlockLength) { return .powerOfTwo }
    if features.contains(LV2URI.fixedBlockLength) { return .fixed }
    return features.contains(LV2URI.coarseBlockLength) ? .whole : .any
  }
}
