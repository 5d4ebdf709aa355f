/// What a walk found besides ordinary files.
struct TreeOddities: Hashable, Sendable {
  /// FIFOs, sockets, devices.
  var specials: Set<TreePath> = []
  /// Names that git does not take.
  var refused: Set<TreePath> = []
  /// Directories that are too deep to enter.
  var tooDeep: Set<TreePath> = []
  /// Submodules of the base that are directories.
  var submodules: Set<TreePath> = []
  /// Files that are too large to be taken.
  var tooLarge: Set<TreePath> = []

  /// Directories that have a `.git` of their own.
  var repositories: Set<TreePath> {
    Set(refused.filter { PathSafety.isRepositoryName(Array($0.name)) }.map { $0.parent ?? TreePath("") })
  }

  /// Adds what was found elsewhere.
  mutating func merge(_ other: TreeOddities) {
    specials.formUnion(other.specials)
    refused.formUnion(other.refused)
    tooDeep.formUnion(other.tooDeep)
    submodules.formUnion(other.submodules)
    tooLarge.formUnion(other.tooLarge)
  }

  /// Forgets what is looked at anew.
  mutating func remove(_ dirty: DirtyPaths) {
    func keeps(_ path: TreePath) -> Bool { !dirty.files.contains(path) && !dirty.covers(path) }
    specials = specials.filter(keeps)
    refused = refused.filter(keeps)
    tooDeep = tooDeep.filter(keeps)
    submodules = submodules.filter(keeps)
    tooLarge = tooLarge.filter(keeps)
  }
}
