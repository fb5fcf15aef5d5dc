import Control

extension OSCCall {
  /// The commands that have an address.
  enum Form: String, CaseIterable {
    case set, bypass, snapshot, mute, fade, transport, preset, reload, save, connect, disconnect
    case subscribe, unsubscribe

    /// The fields that stand in the address.
    var names: [String] {
      switch self {
      case .set: ["node", "parameter"]
      case .bypass, .preset: ["node"]
      default: []
      }
    }

    /// The fields that are arguments, and how many of them must be there.
    var arguments: (fields: [Field], needed: Int) {
      switch self {
      case .set: ([Field("value", .any), Field("ramp", .any)], 1)
      case .bypass, .mute: ([Field("on", .truth)], 1)
      case .snapshot: ([Field("name", .any), Field("fade", .any)], 1)
      case .fade: ([Field("direction", .any), Field("seconds", .any)], 1)
      case .transport: ([Field("action", .any), Field("frame", .any)], 1)
      case .preset: ([Field("name", .any)], 1)
      case .reload: ([], 0)
      case .save: ([Field("path", .any)], 0)
      case .connect, .disconnect: ([Field("from", .any), Field("to", .any)], 2)
      case .subscribe: ([Field("topics", .list), Field("every", .any)], 1)
      case .unsubscribe: ([Field("topics", .list)], 1)
      }
    }
  }

  /// How an argument becomes a field.
  struct Field {
    enum Kind {
      case any
      /// Numbers too, as many controllers know nothing else for a switch.
      case truth
      /// One value, where the protocol has a list.
      case list
    }

    let name: String
    private let kind: Kind

    init(_ name: String, _ kind: Kind) {
      self.name = name
      self.kind = kind
    }

    func value(_ argument: OSCArgument) throws(ControlError) -> JSONValue {
      switch (kind, argument) {
      case (.truth, .integer(let number)): .bool(number != 0)
      case (.truth, .number(let number)): .bool(number != 0)
      case (.list, _): .list([try plain(argument)])
      default: try plain(argument)
      }
    }

    private func plain(_ argument: OSCArgument) throws(ControlError) -> JSONValue {
      switch argument {
      case .integer(let number): return .integer(number)
      case .number(let number):
        guard number.isFinite else {
          throw ControlError(.outOfRange, "\"\(name)\" is not a finite number")
        }
        return .number(number)
      case .text(let text): return .text(text)
      case .truth(let isTrue): return .bool(isTrue)
      case .other(let type):
        throw ControlError(.wrongType, "\"\(name)\" has the type \"\(type)\", which is not taken")
      }
    }
  }
}
