import CLilv
import Synchronization

extension LV2Extras {
  /// Puts what is to be set into the plugin's control port; what has no room now waits for the
  /// next block, and what never has is lost.
  @_noLocks
  func feedPatches() {
    guard let patch, patchPlace < events.count else { return }
    let sequence = events[patchPlace].sequence
    let end = patch.pointee.posts.end
    var isEmpty = true
    while let post = patch.pointee.posts.next(before: end) {
      let fits = sequence.append(
        post.bytes, byteCount: post.byteCount, type: types.object, atFrame: 0)
      if !fits && !isEmpty { return }
      if !fits { state.pointee.lostEvents.wrappingAdd(1, ordering: .relaxed) }
      isEmpty = false
      patch.pointee.posts.drop()
    }
  }

  /// Keeps what the plugin told of its properties.
  @_noLocks
  func keepNotices() {
    guard let patch else { return }
    for place in 0..<events.count where !events[place].isInput {
      var reader = events[place].sequence.reader(of: types.sequence)
      while let event = reader.next() {
        guard event.type == types.object,
          patch.pointee.isSet(event.bytes, byteCount: event.byteCount),
          !patch.pointee.notices.put(event.bytes, byteCount: event.byteCount)
        else { continue }
        state.pointee.lostEvents.wrappingAdd(1, ordering: .relaxed)
      }
    }
  }
}
