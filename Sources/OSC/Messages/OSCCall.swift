import Control

/// One message as a command of the control protocol and its arguments, which that protocol checks.
struct OSCCall {
  static let root = "tactus"

  let name: String
  let arguments: JSONValue

  init(_ message: OSCMessage) throws(ControlError) {
    var parts = message.address.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count > 2, parts[0].isEmpty, parts[1] == Self.root,
      let form = Form(rawValue: String(parts[2]))
    else {
      throw ControlError(.unknownCommand, "there is no address \(message.address.prefix(64))")
    }
    parts.removeFirst(3)
    name = form.rawValue
    var fields = try Self.names(parts, form)
    try Self.read(message.arguments, form, into: &fields)
    arguments = .object(fields)
  }

  /// The names that follow in the address.
  private static func names(
    _ parts: [Substring], _ form: Form
  ) throws(ControlError) -> [String: JSONValue] {
    let wanted = form.names
    guard parts.count == wanted.count else {
      let shape = wanted.map { "/\($0.uppercased())" }.joined()
      throw ControlError(
        .unknownCommand, "the address is /\(root)/\(form.rawValue)\(shape), a part for each name")
    }
    var fields: [String: JSONValue] = [:]
    for (field, part) in zip(wanted, parts) {
      guard let name = OSCName.decode(part) else {
        throw ControlError(
          .outOfRange,
          "\"\(part.prefix(64))\" is no name: patterns are not taken, and other characters than"
            + " OSC's are written as % and two digits")
      }
      fields[field] = .text(name)
    }
    return fields
  }

  private static func read(
    _ arguments: [OSCArgument], _ form: Form, into fields: inout [String: JSONValue]
  ) throws(ControlError) {
    let (wanted, needed) = form.arguments
    guard needed...wanted.count ~= arguments.count else {
      let range = needed == wanted.count ? "\(needed)" : "\(needed) to \(wanted.count)"
      throw ControlError(
        arguments.count < needed ? .missingField : .unknownField,
        "/\(root)/\(form.rawValue) takes \(range) arguments, not \(arguments.count)")
    }
    for (field, argument) in zip(wanted, arguments) {
      fields[field.name] = try field.value(argument)
    }
  }
}
