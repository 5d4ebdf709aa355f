/// One changed path with all that decides why it is sensitive. Pure: `reasons` does no I/O.
package struct SensitiveChange: Hashable, Sendable {
  /// The path, as git has it.
  package var path: String
  /// The path before a rename.
  package var oldPath: String?
  /// What happened.
  package var status: DiffFile.Status
  /// git's modes ("100644"); "000000" where there is nothing.
  package var oldMode: String
  /// The new one.
  package var newMode: String
  /// Whether git takes it for binary.
  package var isBinary: Bool
  /// The content before; nil: there was none, or it was not read.
  package var oldContent: [UInt8]?
  /// The content now; nil: there is none, or it was not read.
  package var newContent: [UInt8]?
  /// Whether there is content now that was too large to be looked through.
  package var isUnread = false

  /// A change without its contents.
  package init(path: String, oldPath: String? = nil, status: DiffFile.Status, oldMode: String, newMode: String, isBinary: Bool = false) {
    self.path = path
    self.oldPath = oldPath
    self.status = status
    self.oldMode = oldMode
    self.newMode = newMode
    self.isBinary = isBinary
  }

  /// Why it is sensitive, in the order of the classes; empty for most files.
  package func reasons() -> [SensitiveReason] {
    var found = byPath() + byMode()
    if status != .deleted, newMode != "160000", newMode != "120000" { found += byContent() }
    if let name = hiddenName { found.append(name) }
    var kinds: Set<SensitiveReason.Kind> = []
    return found.filter { kinds.insert($0.kind).inserted }
  }

  private func byPath() -> [SensitiveReason] {
    var found = SensitivePath.reasons(path)
    if status == .deleted {
      found = found.filter { $0.kind != .secrets }.map {
        SensitiveReason($0.kind, "Removed; it counted: \(Self.small($0.text))", needsTick: $0.needsTick)
      }
    }
    if let oldPath, status == .renamed {
      found += SensitivePath.reasons(oldPath).map {
        SensitiveReason($0.kind, "Moved away from where it counted: \(Self.small($0.text))", needsTick: $0.needsTick)
      }
    }
    for name in [path, oldPath].compactMap({ $0 }) {
      guard let manifest = SensitiveManifest(name: Self.name(name).lowercased()) else { continue }
      if isUnread || (newContent == nil && status != .deleted) || (oldContent == nil && status != .added) {
        found.append(SensitiveReason(.packageScript, "What it runs could not be compared"))
      } else {
        found += manifest.reasons(old: oldContent, new: status == .deleted ? nil : newContent)
      }
    }
    return found
  }

  private func byMode() -> [SensitiveReason] {
    if newMode == "160000" || oldMode == "160000" {
      return [SensitiveReason(.submodule, "Another commit of another repository is taken in, or one no longer")]
    }
    if newMode == "120000" { return [link] }
    guard newMode == "100755", oldMode != "100755" else { return [] }
    return [SensitiveReason(.executable, status == .added ? "A new program or script that can be run" : "It can be run from now on")]
  }

  private var link: SensitiveReason {
    guard let newContent else { return SensitiveReason(.symlink, "A symbolic link whose target could not be read") }
    let target = String(decoding: newContent.prefix(4096), as: UTF8.self)
    if LinkTarget.leavesTree(target, from: path) {
      return SensitiveReason(.symlink, "A symbolic link OUT OF THE REPOSITORY, to \(target)")
    }
    return SensitiveReason(.symlink, "A symbolic link to \(target)")
  }

  private func byContent() -> [SensitiveReason] {
    if isUnread { return [SensitiveReason(.unread, "It is too large to be looked through for what hides")] }
    guard let newContent, newContent != oldContent else { return [] }
    var found: [SensitiveReason] = []
    if newContent.starts(with: "version https://git-lfs.github.com/spec/".utf8) {
      found.append(SensitiveReason(.lfs, "Only a pointer is here: nobody saw the content that it stands for"))
    }
    let isOpaque = isBinary || newContent.prefix(8000).contains(0)
    if let program = ProgramFile.reason(name: Self.name(path).lowercased(), newContent, isBinary: isOpaque) { found.append(program) }
    if isOpaque {
      if let disguise = ProgramFile.disguisedText(newContent) { found.append(disguise) }
    } else {
      found += ChangedText.reasons(old: oldContent ?? [], new: newContent)
    }
    return found
  }

  private var hiddenName: SensitiveReason? {
    for name in [path, oldPath].compactMap({ $0 }) {
      let tricks = name.split(separator: "\n", omittingEmptySubsequences: false).flatMap { HiddenText.tricks(in: $0) }.filter(\.hides)
      if name.contains("\n") || tricks.contains(where: { $0.kind != .lookAlike }) {
        return SensitiveReason(.hidden, "Its name has characters that cannot be seen")
      }
      if !tricks.isEmpty { return SensitiveReason(.lookAlike, "Its name has letters that look like others") }
    }
    return nil
  }

  private static func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
  private static func small(_ text: String) -> String { text.prefix(1).lowercased() + text.dropFirst() }
}
