import FoundationEssentials
import Testing

/// The files of the repository that this test was built from.
struct RepositoryTree {
  /// A Swift file.
  struct File: Sendable, CustomTestStringConvertible {
    /// From the root, `Sources/Model/Task/TaskID.swift`.
    var path: String
    /// Its lines as written.
    var lines: [String]
    /// Its lines without comments and without the insides of string literals.
    var code: [String]

    /// The target that it belongs to: `Model`, `ModelTests`; the benchmarks' folder has another name than their program.
    var target: String {
      let folder = path.split(separator: "/").dropFirst().first.map(String.init) ?? ""
      return ["Bench": "carrel-bench", "FuzzMain": "carrel-fuzz"][folder] ?? folder
    }
    /// Whether it is part of the product.
    var isProduct: Bool { path.hasPrefix("Sources/") }
    var testDescription: String { path }
  }

  /// The repository's directory.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  /// All Swift files below `Sources` and `Tests`, sorted by path.
  static let files: [File] = ["Sources", "Tests"].flatMap { swiftFiles(below: $0) }.sorted { $0.path < $1.path }

  /// The text of a file from the root.
  static func text(_ path: String) throws -> String { try String(contentsOf: URL(fileURLWithPath: root + "/" + path), encoding: .utf8) }

  private static func swiftFiles(below folder: String) -> [File] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root + "/" + folder)) ?? []
    return names.flatMap { name -> [File] in
      let path = folder + "/" + name
      if name.hasSuffix(".swift") {
        guard let text = try? text(path) else { return [] }
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        return [File(path: path, lines: lines, code: SwiftCode.stripped(lines))]
      }
      return name.contains(".") ? [] : swiftFiles(below: path)
    }
  }
}
