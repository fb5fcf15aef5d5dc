import Foundation
import TestSupport
import Testing

@Suite(
  "The C library's headers", .serialized,
  .enabled(if: StagedLibrary.isReady, Comment(rawValue: StagedLibrary.reason)))
struct HeaderTests {
  private static let compilers = [
    ["cc", "-std=c11", "-x", "c"],
    ["cc", "-std=c11", "-x", "c", "-DCOBJMACROS"],
    ["cc", "-std=c11", "-x", "c", "-DUNICODE", "-fshort-wchar"],
    ["c++", "-std=c++17", "-x", "c++"],
    ["c++", "-std=c++17", "-x", "c++", "-DCINTERFACE", "-DCOBJMACROS"],
    ["c++", "-std=c++17", "-x", "c++", "-DUNICODE", "-fshort-wchar"],
  ]

  private func headers() throws -> [URL] {
    try FileManager.default.contentsOfDirectory(
      at: StagedLibrary.headerFolder(), includingPropertiesForKeys: nil
    ).filter { $0.pathExtension == "h" }
  }

  private func compile(_ text: String, with compiler: [String]) throws -> ShellCommand.Outcome {
    try withTemporaryDirectory { folder in
      let source = folder.appending(path: "program.c")
      try text.write(to: source, atomically: true, encoding: .utf8)
      return try ShellCommand(
        arguments: compiler + ["-Wall", "-Wextra", "-pedantic", "-Werror", "-fsyntax-only"]
          + StagedLibrary.packageFlags("--cflags") + [source.path]
      ).run()
    }
  }

  @Test(arguments: compilers)
  func eachStandsAlone(_ compiler: [String]) throws {
    let names = try headers().map(\.lastPathComponent)
    #expect(Set(names).isSuperset(of: ["rtworkq.h", "avrt.h"]))
    for name in names {
      let outcome = try compile(
        "#include <\(name)>\nint main(void) { return 0; }\n", with: compiler)
      #expect(outcome.code == 0, "\(name): \(outcome.output)")
    }
  }

  @Test func wideLiteralsNameClassesWhereTheyHave16Bits() throws {
    let program = """
      #include <avrt.h>
      HANDLE join(DWORD *index) { return AvSetMmThreadCharacteristics(L"Pro Audio", index); }
      """
    for compiler in Self.compilers where compiler.contains("-fshort-wchar") {
      let outcome = try compile(program, with: compiler)
      #expect(outcome.code == 0, "\(outcome.output)")
    }
  }

  @Test func aProgramMayBringItsOwnWindowsTypes() throws {
    let program = """
      #include "\(CaseProgram.folder.path)/own_windows_types.h"
      #include <rtworkq.h>
      #include <avrt.h>
      HRESULT start(void);
      HRESULT start(void) { return RtwqStartup(); }
      """
    for compiler in Self.compilers where !compiler.contains("-DCINTERFACE") {
      let outcome = try compile(program, with: compiler)
      #expect(outcome.code == 0, "\(outcome.output)")
    }
  }

  /// What the headers say the library has: functions, and the constants of interfaces.
  private func declaredNames() throws -> Set<String> {
    var names = Set<String>()
    for header in try headers() {
      let text = try String(contentsOf: header, encoding: .utf8)
      for match in text.matches(of: #/(?m)^RTWQ_API [^;(]*?(\w+)(?:\(|;)/#) {
        names.insert(String(match.output.1))
      }
    }
    return names
  }

  @Test func theLibraryDefinesWhatTheyDeclareAndNothingElse() throws {
    let declared = try declaredNames()
    #expect(declared.count > 50)
    let defined = try ExportedSymbols.of(StagedLibrary.library())
    #expect(declared.subtracting(defined).sorted() == [])
    #expect(defined.subtracting(declared).sorted().prefix(20) == [])
  }

  @Test func everyFunctionIsCalledByACase() throws {
    let sources = try CaseProgram.allCases.flatMap(\.caseFiles).map {
      try String(contentsOf: CaseProgram.folder.appending(path: $0), encoding: .utf8)
    }.joined()
    let words = Set(sources.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init))
    // These two are called by their Windows names.
    let functions = try declaredNames().filter { !$0.hasPrefix("IID_") }
      .subtracting(["rtwq_last_error", "rtwq_set_last_error"])
    #expect(functions.subtracting(words).sorted() == [])
  }
}
