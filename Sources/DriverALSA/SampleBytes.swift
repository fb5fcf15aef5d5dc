// Code used in the cycle.

/// Samples as they lie in memory, at any address; what is `big` has its first byte on top.
extension UnsafeRawPointer {
  var byte: UInt32 { @_noLocks get { UInt32(loadUnaligned(as: UInt8.self)) } }
  var short: UInt32 {
    @_noLocks get { UInt32(UInt16(littleEndian: loadUnaligned(as: UInt16.self))) }
  }
  var bigShort: UInt32 {
    @_noLocks get { UInt32(UInt16(bigEndian: loadUnaligned(as: UInt16.self))) }
  }
  var triple: UInt32 { @_noLocks get { byte | (self + 1).short << 8 } }
  var bigTriple: UInt32 { @_noLocks get { bigShort << 8 | (self + 2).byte } }
  var word: UInt32 { @_noLocks get { UInt32(littleEndian: loadUnaligned(as: UInt32.self)) } }
  var bigWord: UInt32 { @_noLocks get { UInt32(bigEndian: loadUnaligned(as: UInt32.self)) } }
  var float: Float { @_noLocks get { Float(bitPattern: word) } }
  var bigFloat: Float { @_noLocks get { Float(bitPattern: bigWord) } }
  /// A double, rounded to the nearest float.
  var double: Float {
    @_noLocks
    get { Float(Double(bitPattern: UInt64(littleEndian: loadUnaligned(as: UInt64.self)))) }
  }
  var bigDouble: Float {
    @_noLocks
    get { Float(Double(bitPattern: UInt64(bigEndian: loadUnaligned(as: UInt64.self)))) }
  }
}

/// Stores the lower bits of a value.
extension UnsafeMutableRawPointer {
  @_noLocks
  func store(byte value: UInt32) {
    storeBytes(of: UInt8(truncatingIfNeeded: value), as: UInt8.self)
  }

  @_noLocks
  func store(short value: UInt32) {
    storeBytes(of: UInt16(truncatingIfNeeded: value).littleEndian, as: UInt16.self)
  }

  @_noLocks
  func store(bigShort value: UInt32) {
    storeBytes(of: UInt16(truncatingIfNeeded: value).bigEndian, as: UInt16.self)
  }

  @_noLocks
  func store(triple value: UInt32) {
    store(byte: value)
    (self + 1).store(short: value >> 8)
  }

  @_noLocks
  func store(bigTriple value: UInt32) {
    store(bigShort: value >> 8)
    (self + 2).store(byte: value)
  }

  @_noLocks
  func store(word value: UInt32) { storeBytes(of: value.littleEndian, as: UInt32.self) }

  @_noLocks
  func store(bigWord value: UInt32) { storeBytes(of: value.bigEndian, as: UInt32.self) }

  @_noLocks
  func store(float value: Float) { store(word: value.bitPattern) }

  @_noLocks
  func store(bigFloat value: Float) { store(bigWord: value.bitPattern) }

  @_noLocks
  func store(double value: Float) {
    storeBytes(of: Double(value).bitPattern.littleEndian, as: UInt64.self)
  }

  @_noLocks
  func store(bigDouble value: Float) {
    storeBytes(of: Double(value).bitPattern.bigEndian, as: UInt64.self)
  }
}
