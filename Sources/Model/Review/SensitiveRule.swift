/// One line of the table of sensitive paths, in lower case.
struct SensitiveRule {
  let kind: SensitiveReason.Kind
  let text: String
  var needsTick = true
  /// Directories, anywhere above the file.
  var directories: Set<String> = []
  /// Names of the file.
  var names: Set<String> = []
  /// How the name begins.
  var prefixes: [String] = []
  /// How the name ends.
  var suffixes: [String] = []
  /// How the whole path begins.
  var starts: [String] = []
  /// Names that do not count, although they begin or end so.
  var exceptions: Set<String> = []
  /// The directory that the file must lie in directly, for names that mean something only there.
  var parent: String?

  func matches(_ place: SensitivePlace) -> Bool {
    if let parent, place.directories.last != parent { return false }
    if exceptions.contains(place.name) { return false }
    return names.contains(place.name) || prefixes.contains { place.name.hasPrefix($0) } || suffixes.contains { place.name.hasSuffix($0) }
      || place.directories.contains { directories.contains($0) } || starts.contains { place.path.hasPrefix($0) }
  }
}
