internal import Platform

/// One thing that a sandbox shows at a path.
struct SandboxMount: Hashable {
  enum Kind: Hashable {
    case readOnly(from: String)
    case writable(from: String)
    case link(to: String)
  }

  var path: String
  var kind: Kind

  /// Its arguments for bubblewrap.
  var arguments: [String] {
    switch kind {
    case .readOnly(let source): ["--ro-bind", source, path]
    case .writable(let source): ["--bind", source, path]
    case .link(let target): ["--symlink", target, path]
    }
  }

  /// All of these in an order in which nothing covers what was mounted before it: a directory comes before what lies in it. Links that
  /// lie in something bound are there already and fall away, as do paths that are shown read-only by something above them.
  static func ordered(_ mounts: [SandboxMount]) -> [SandboxMount] {
    var kept: [SandboxMount] = []
    let sorted = mounts.enumerated().sorted { left, right in
      let (one, two) = (depth(left.element.path), depth(right.element.path))
      return one == two ? left.offset < right.offset : one < two
    }
    for (_, mount) in sorted {
      if let same = kept.firstIndex(where: { $0.path == mount.path }) {
        // The later request wins when it gives more.
        if case .writable = mount.kind { kept[same] = mount }
        continue
      }
      let above = kept.last { isBound($0) && isBelow(mount.path, $0.path) }
      switch (mount.kind, above?.kind) {
      case (.link, .some): continue
      case (.readOnly(let source), .readOnly(let from)) where source == mount.path && from == above?.path: continue
      default: kept.append(mount)
      }
    }
    return kept
  }

  private static func isBound(_ mount: SandboxMount) -> Bool {
    if case .link = mount.kind { false } else { true }
  }

  private static func depth(_ path: String) -> Int { path.utf8.count { $0 == UInt8(ascii: "/") } }

  static func isBelow(_ path: String, _ directory: String) -> Bool {
    path.utf8.starts(with: (directory == "/" ? "/" : directory + "/").utf8)
  }
}
