import CLilv
import Glibc

/// Features as LV2 takes them: pointers to pairs of a URI and data, ended by nil.
final class FeatureList {
  /// Copies the URIs; the data has to stay where it is.
  init(_ offers: [(uri: String, data: UnsafeMutableRawPointer?)]) {
    features = .allocate(capacity: offers.count)
    for (place, offer) in offers.enumerated() {
      features.initializeElement(
        at: place, to: LV2_Feature(URI: UnsafePointer(strdup(offer.uri)), data: offer.data))
    }
    pointers = .allocate(capacity: offers.count + 1)
    pointers.initialize(repeating: nil)
    for place in offers.indices {
      pointers[place] = features.baseAddress.map { UnsafePointer($0 + place) }
    }
  }

  deinit {
    for feature in features { free(UnsafeMutablePointer(mutating: feature.URI)) }
    pointers.deallocate()
    features.deallocate()
  }

  let pointers: UnsafeMutableBufferPointer<UnsafePointer<LV2_Feature>?>
  private let features: UnsafeMutableBufferPointer<LV2_Feature>
}
