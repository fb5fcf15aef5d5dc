/// What a MIDI message does to a session.
public struct SessionControl: Sendable, Equatable {
  /// Which messages are meant.
  public enum Source: Sendable, Hashable {
    /// A controller from 0 to 127; a fine one, below 32, has 14 bits with the one 32 above it.
    case controller(Int, isFine: Bool)
    /// A parameter from 0 to 16,383 that data entry is for, registered (RPN) or not (NRPN); a fine one
    /// has 14 bits.
    case numbered(Int, isRegistered: Bool, isFine: Bool)
    /// A note from 0 to 127.
    case note(Int)
    /// A program from 0 to 127.
    case program(Int)
    case bend
    /// Channel pressure.
    case pressure
  }

  /// The way from one end of a parameter's range to the other.
  public enum Curve: String, Sendable, CaseIterable {
    case linear
    /// Equal steps are equal ratios.
    case logarithmic
  }

  /// What becomes of a parameter that is elsewhere when its controller begins to move.
  public enum Takeover: String, Sendable, CaseIterable {
    /// It goes where the controller is.
    case jump
    /// It stays until the controller comes by.
    case pickup
  }

  /// How a button switches.
  public enum Button: String, Sendable, CaseIterable {
    /// Each press switches.
    case toggle
    /// A press switches, and its release switches back.
    case momentary
  }

  /// A parameter, and how it follows.
  public struct Parameter: Sendable, Equatable {
    /// The parameter's symbol.
    public var symbol: SessionText
    /// Its value at the controller's lowest position; its smallest when it is nil.
    public var from: Double?
    /// Its value at the controller's highest position; its largest when it is nil.
    public var to: Double?
    /// The way between them.
    public var curve = Curve.linear
    /// How the controller takes over.
    public var takeover = Takeover.jump
  }

  /// What is done.
  public enum Action: Sendable, Equatable {
    case parameter(node: SessionText, Parameter)
    case bypass(node: SessionText, Button)
    case snapshot(SessionText)
  }

  /// Which messages are meant.
  public var source: Source
  /// Their channel from 1 to 16; nil for all.
  public var channel: Int?
  /// The MIDI port they come in at, counted from 1.
  public var port = 1
  /// What they do.
  public var action: Action
  /// Where it stands in the file.
  public var mark: SourceMark

  /// The node it is about, if it is about one.
  var node: SessionText? {
    switch action {
    case .parameter(let node, _), .bypass(let node, _): node
    case .snapshot: nil
    }
  }
}

/// Values of parameters, and what is bypassed, under a name.
public struct SessionSnapshot: Sendable, Equatable {
  /// A parameter of a node.
  public struct Value: Sendable, Equatable {
    /// The node.
    public var node: SessionText
    /// The parameter and its value.
    public var parameter: SessionParameter
  }

  /// A node that is bypassed, or is not.
  public struct Bypass: Sendable, Equatable {
    /// The node.
    public var node: SessionText
    /// Whether it is bypassed.
    public var isBypassed: Bool
  }

  /// What controls call it.
  public var name: SessionText
  /// What parameters go to, in the file's order.
  public var values: [Value] = []
  /// Which nodes are bypassed or not, in the file's order.
  public var bypasses: [Bypass] = []
}
