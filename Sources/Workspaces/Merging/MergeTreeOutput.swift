/// Reads what `git merge-tree --write-tree -z` of git 2.39 prints, of one merge, or of many with `--stdin`. Pure.
struct MergeTreeOutput {
  /// One merge.
  struct Merge: Hashable {
    /// Whether nothing was in conflict.
    var isClean: Bool
    /// The merged tree; with marks of conflict in its files where there were any.
    var tree: String
    /// The paths that are in conflict, once each, in git's order.
    var paths: [TreePath] = []
    /// Why, by path: what stands between the brackets of `CONFLICT (…)`.
    var reasons: [TreePath: String] = [:]
  }

  /// The merges in the order in which they were asked for.
  let merges: [Merge]

  /// Reads the answers to `--stdin`; nil when the bytes are not of this form.
  init?(many bytes: [UInt8]) {
    var fields = Fields(bytes)
    var found: [Merge] = []
    while let status = fields.next() {
      guard status == [48] || status == [49], let merge = fields.merge(isClean: status == [49]) else { return nil }
      found.append(merge)
    }
    merges = found
  }

  /// Reads the answer to one merge, which says by its code whether it is clean.
  init?(one bytes: [UInt8], isClean: Bool) {
    var fields = Fields(bytes)
    guard let merge = fields.merge(isClean: isClean) else { return nil }
    merges = [merge]
  }

  private struct Fields {
    private var rest: ArraySlice<ArraySlice<UInt8>>

    init(_ bytes: [UInt8]) {
      rest = bytes.split(separator: 0, omittingEmptySubsequences: false)[...]
      if rest.last?.isEmpty == true { rest.removeLast() }
    }

    mutating func next() -> ArraySlice<UInt8>? { rest.popFirst() }

    /// A tree; the stages of what is in conflict up to an empty field; messages up to another one.
    mutating func merge(isClean: Bool) -> Merge? {
      guard let name = next() else { return nil }
      var merge = Merge(isClean: isClean, tree: String(decoding: name, as: UTF8.self))
      guard ObjectName.isValid(merge.tree) else { return nil }
      // A clean merge ends here; of one alone not even the end is written.
      guard let first = next() else { return isClean ? merge : nil }
      if isClean { return first.isEmpty ? merge : nil }
      var stage = first
      while !stage.isEmpty {
        guard let tab = stage.firstIndex(of: 9) else { return nil }
        let path = TreePath(stage[(tab + 1)...])
        if merge.paths.last != path { merge.paths.append(path) }
        guard let following = next() else { return nil }
        stage = following
      }
      while let head = next(), !head.isEmpty {
        guard let count = Int(String(decoding: head, as: UTF8.self)), count >= 0, count <= rest.count else { return nil }
        let paths = (0..<count).compactMap { _ in next().map { TreePath($0) } }
        guard paths.count == count, let kind = next(), next() != nil else { return nil }
        guard let reason = Self.reason(kind) else { continue }
        for path in paths where merge.reasons[path] == nil { merge.reasons[path] = reason }
      }
      return merge
    }

    /// What stands in the brackets of `CONFLICT (…)`; nil for what is only said.
    private static func reason(_ kind: ArraySlice<UInt8>) -> String? {
      let text = String(decoding: kind.prefix(80), as: UTF8.self)
      guard text.hasPrefix("CONFLICT (") else { return nil }
      return String(text.dropFirst(10).prefix { $0 != ")" })
    }
  }
}
