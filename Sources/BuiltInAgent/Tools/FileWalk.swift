import Platform

/// The files below a directory of the workspace, in order; links are not followed, `.git` is left out.
struct FileWalk {
  /// So many names are looked at, at most.
  static let limit = 200_000

  let directory: EnclosedDirectory
  let flag: CancelFlag
  private(set) var isCut = false

  init(_ directory: EnclosedDirectory, flag: CancelFlag) {
    self.directory = directory
    self.flag = flag
  }

  /// Calls the body with the path of every file, relative to the workspace, until it says false. Blocks.
  mutating func run(_ start: String, _ body: (String) -> Bool) {
    var open = [start]
    var count = 0
    while let path = open.popLast(), !flag.isSet {
      guard let entries = try? directory.list(path) else { continue }
      var below: [String] = []
      for entry in entries where entry.name != ".git" {
        count += 1
        guard count <= Self.limit else {
          isCut = true
          return
        }
        let full = path == "." ? entry.name : "\(path)/\(entry.name)"
        switch entry.kind {
        case .file: if !body(full) { return }
        case .directory: below.append(full)
        case .link, .other: break
        }
      }
      open += below.reversed()
    }
  }
}
