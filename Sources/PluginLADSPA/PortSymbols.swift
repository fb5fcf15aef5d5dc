/// Makes the symbols LADSPA does not have from the names of a plugin's ports.
///
/// Letters and digits of ASCII stay, in lower case; everything else between them becomes one `_`.
/// A symbol that was taken gets `_2`, `_3` and so on.
struct PortSymbols {
  private var taken = Set<String>()

  /// The symbol of the next port.
  mutating func make(from name: String) -> String {
    let words = name.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    let base = words.isEmpty ? "port" : words.joined(separator: "_")
    var symbol = base
    var number = 1
    while !taken.insert(symbol).inserted {
      number += 1
      symbol = "\(base)_\(number)"
    }
    return symbol
  }
}
