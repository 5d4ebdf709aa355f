/// Why a changed file must be looked at twice: a class, and one sentence. An implant leaves a workspace through the diff (facts, "Terminal attacks", last part).
package struct SensitiveReason: Hashable, Sendable, Codable {
  /// The classes; the raw value is shown and printed.
  package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    case hook, ci = "CI", gitRules = "git rules", ignoreRules = "ignore rules", submodule, packageScript = "package script"
    case dependencies, buildScript = "build script", agent = "agent configuration", editor = "editor or shell", secrets
    case executable, symlink, program, nestedRepository = "nested repository", lfs = "LFS pointer"
    case hidden = "hidden characters", lookAlike = "look-alike letters", conflict = "conflict markers", unread = "not looked through"
    /// One that this version does not know.
    case other

    /// What another version wrote is kept as `other`.
    package init(from decoder: any Decoder) throws {
      self = Kind(rawValue: try decoder.singleValueContainer().decode(String.self)) ?? .other
    }
  }

  /// The class.
  package var kind: Kind
  /// What the file can do, or what is hidden in it: one sentence without its full stop. It may hold text of the file: not sanitised.
  package var text: String
  /// Whether it is published only with the operator's tick; else it is only marked.
  package var needsTick: Bool

  /// A reason.
  package init(_ kind: Kind, _ text: String, needsTick: Bool = true) {
    self.kind = kind
    self.text = text
    self.needsTick = needsTick
  }
}
