/// Writes the files of a new, empty bare repository (gitrepository-layout): no template, no hook, no program run.
enum BareRepository {
  /// What every attribute is set back to: nothing in a tree may start a filter or hide a change.
  static let neutralAttributes = "* !diff !filter !merge !text !eol !ident !working-tree-encoding !export-subst !whitespace\n"

  /// Makes the repository.
  /// - Parameters:
  ///   - format: `sha1` or `sha256`.
  ///   - alternates: the object directory that it may read from.
  ///   - shallow: the content of the `shallow` file of the repository that the objects come from.
  static func make(at path: String, format: String, alternates: String?, shallow: [UInt8]?) throws(WorkspaceError) {
    try StateFile.makeNewDirectory(path)
    for name in ["objects", "objects/info", "objects/pack", "refs", "refs/heads", "refs/tags", "info"] {
      try StateFile.makeNewDirectory(path + "/" + name)
    }
    try StateFile.write(Array("ref: refs/heads/carrel-none\n".utf8), to: path + "/HEAD")
    try StateFile.write(configuration(format: format, isBare: true), to: path + "/config")
    try StateFile.write(Array(neutralAttributes.utf8), to: path + "/info/attributes")
    try StateFile.write([], to: path + "/info/exclude")
    if let alternates { try StateFile.write(Array((alternates + "\n").utf8), to: path + "/objects/info/alternates") }
    if let shallow { try StateFile.write(shallow, to: path + "/shallow") }
  }

  /// The `config` file: nothing is collected, nothing maintained.
  static func configuration(format: String, isBare: Bool) -> [UInt8] {
    var text = "[core]\n\trepositoryformatversion = \(format == "sha1" ? 0 : 1)\n\tfilemode = true\n\tbare = \(isBare)\n"
    if !isBare { text += "\tlogallrefupdates = true\n" }
    text += "[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n"
    if format != "sha1" { text += "[extensions]\n\tobjectformat = \(format)\n" }
    return Array(text.utf8)
  }
}
