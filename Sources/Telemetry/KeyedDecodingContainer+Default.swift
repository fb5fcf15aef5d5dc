extension KeyedDecodingContainer {
  /// Reads a field that is there and leaves `value` as it is for one that is not, so that frames
  /// which older hosts recorded stay readable.
  func read<Value: Decodable>(_ key: Key, into value: inout Value) throws {
    if let found = try decodeIfPresent(Value.self, forKey: key) { value = found }
  }
}
