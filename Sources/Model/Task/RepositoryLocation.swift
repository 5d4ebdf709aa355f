/// Where a task's code comes from and where it is published to (CONTRACT.md, "--repo").
package struct RepositoryLocation: Hashable, Sendable, Codable {
  /// An absolute directory, or a URL (https, ssh, scp form, file).
  package var source: String
  /// The remote that a branch is pushed to: the directory's `origin`, or the source itself.
  package var publishTo: String

  /// A location.
  package init(source: String, publishTo: String) {
    self.source = source
    self.publishTo = publishTo
  }

  /// The last part of the source without `.git`, for lists.
  package var name: String {
    var parts = source.split(whereSeparator: { $0 == "/" || $0 == ":" })
    if parts.last == ".git" { parts.removeLast() }
    guard let last = parts.last else { return source }
    return String(last.hasSuffix(".git") ? last.dropLast(4) : last)
  }
}
