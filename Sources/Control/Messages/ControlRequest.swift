/// One request of a client: a line of JSON.
public struct ControlRequest: Hashable, Sendable {
  /// What the answer will be known by; 0 to 2⁵³ − 1, which every JSON library keeps exactly.
  public var id: Int64
  /// What is asked for.
  public var command: ControlCommand

  /// The ids a request may have.
  public static let ids: ClosedRange<Int64> = 0...(1 << 53 - 1)

  /// Creates a request.
  public init(id: Int64, command: ControlCommand) {
    self.id = id
    self.command = command
  }

  /// Reads a request from a line without its end.
  ///
  /// A refusal carries the id when that much could be read. Thread: any of the control side.
  public static func parse(_ line: ArraySlice<UInt8>) -> Result<ControlRequest, Refusal> {
    guard line.count <= ControlLimits.requestBytes else { return .failure(.tooLong) }
    var id: Int64?
    do throws(ControlError) {
      var fields = try Fields(try JSONParser.parse(line), of: "the request")
      id = try fields.whole("id", in: ids)
      return .success(ControlRequest(id: id ?? 0, command: try command(&fields)))
    } catch {
      return .failure(Refusal(id: id, error: error))
    }
  }

  private static func command(_ fields: inout Fields) throws(ControlError) -> ControlCommand {
    let version = try fields.optionalWhole("protocol", in: Int64.min...Int64.max)
    guard version ?? ControlLimits.version == ControlLimits.version else {
      throw ControlError(
        .unsupportedVersion, "this host speaks version \(ControlLimits.version) of the protocol")
    }
    let name = try fields.text("command")
    let frame = try fields.optionalWhole("atFrame", in: 0...Int64.max)
    let arguments = fields.optional("arguments") ?? [:]
    try fields.end()
    return try ControlCommand(name, arguments: arguments, atFrame: frame)
  }

  /// The request as a line, with its end.
  ///
  /// Thread: any of the control side.
  public var line: [UInt8] {
    JSONValue.object(command.written.merging(["id": .integer(id)]) { $1 }).json + [0x0A]
  }

  /// A request that is not carried out.
  public struct Refusal: Error, Hashable, Sendable {
    /// The request's id, when it could be read.
    public let id: Int64?
    /// Why it is not carried out.
    public let error: ControlError

    static let tooLong = Refusal(
      id: nil,
      error: ControlError(
        .tooLong, "a request has at most \(ControlLimits.requestBytes) bytes; this one is more"))

    var response: ControlResponse { ControlResponse(id: id, result: .failure(error)) }
  }
}
