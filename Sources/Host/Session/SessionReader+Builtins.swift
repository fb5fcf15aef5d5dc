extension SessionReader {
  /// Reads what belongs to a built-in node; nil when it cannot be made.
  func builtin(
    _ name: String, at mark: SourceMark, _ section: inout YAMLSection
  ) -> SessionBuiltin? {
    guard let type = Builtins.all.first(where: { $0.name == name }) else {
      let names = Builtins.all.map { $0.name }
      log.error(mark, "unknown builtin `\(name)`" + NearestName.hint(for: name, among: names))
      section.acceptEveryKey()
      return nil
    }
    return read(type, &section)
  }

  private func read<Kind: Builtin>(
    _ type: Kind.Type, _ section: inout YAMLSection
  ) -> SessionBuiltin? {
    Kind(&section, self).map { SessionBuiltin($0) }
  }
}
