// Control side.
import CRTWorkQ
import Synchronization

extension ResultObject {
  /// The table of every result the library makes.
  nonisolated(unsafe) static let table: UnsafePointer<IRtwqAsyncResultVtbl> = {
    let table = UnsafeMutablePointer<IRtwqAsyncResultVtbl>.allocate(capacity: 1)
    table.initialize(
      to: IRtwqAsyncResultVtbl(
        QueryInterface: { ResultObject.query($0, $1, $2) },
        AddRef: { ResultObject.addReference($0) },
        Release: { ResultObject.release($0) },
        GetState: { ResultObject.hand(out: $0.map(ResultObject.assumingOwn)?.pointee.state, $1) },
        GetStatus: { $0?.members.pointee.hrStatusResult ?? Status.pointer },
        SetStatus: { result, status in
          result?.members.pointee.hrStatusResult = status
          return Status.ok
        },
        GetObject: { ResultObject.hand(out: $0.map(ResultObject.assumingOwn)?.pointee.object, $1) },
        GetStateNoAddRef: { $0.map(ResultObject.assumingOwn)?.pointee.state }))
    return UnsafePointer(table)
  }()

  private static func query(
    _ result: ResultPointer?, _ identifier: UnsafePointer<IID>?,
    _ object: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
  ) -> HRESULT {
    guard let result, let identifier, let object else { return Status.pointer }
    guard identifier.pointee.isSame(IID_IUnknown) || identifier.pointee.isSame(IID_IRtwqAsyncResult)
    else {
      object.pointee = nil
      return Status.noInterface
    }
    result.addReference()
    object.pointee = UnsafeMutableRawPointer(result)
    return Status.ok
  }

  private static func addReference(_ result: ResultPointer?) -> ULONG {
    guard let result else { return 0 }
    return assumingOwn(result).pointee.references.wrappingAdd(1, ordering: .relaxed).newValue
  }

  private static func release(_ result: ResultPointer?) -> ULONG {
    guard let result else { return 0 }
    let own = assumingOwn(result)
    let left = own.pointee.references
      .wrappingSubtract(1, ordering: .acquiringAndReleasing).newValue
    if left == 0 { end(own) }
    return left
  }

  private static func hand(
    out object: UnknownPointer?, _ place: UnsafeMutablePointer<UnknownPointer?>?
  ) -> HRESULT {
    guard let object, let place else { return Status.pointer }
    object.addReference()
    place.pointee = object
    return Status.ok
  }
}

extension IID {
  fileprivate func isSame(_ other: IID) -> Bool {
    withUnsafeBytes(of: self) { own in withUnsafeBytes(of: other) { own.elementsEqual($0) } }
  }
}
