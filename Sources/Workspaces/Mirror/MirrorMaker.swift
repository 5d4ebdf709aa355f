internal import Platform

/// Makes and fills one mirror. Used by one caller at a time per mirror (`MirrorKeeper`).
struct MirrorMaker: Sendable {
  /// The file in a mirror that says what it is of.
  static let note = "carrel-source"

  let layout: StateLayout
  let git: GitProgram

  /// Makes the mirror under another name and renames it. The objects of a directory are copied as they are, which is many times faster
  /// than having them packed and unpacked; whatever is unusual there comes with the fetch instead.
  func make(_ mirror: String, of source: RepositoryAddress, format: String, seconds: Double) async throws(WorkspaceError) {
    let partial = "\(layout.mirrors)/.new-\(StateFile.token())"
    if case .directory(let path) = source, await copy(path, to: partial, seconds: seconds) {
      try StateFile.write(BareRepository.configuration(format: format, isBare: true), to: partial + "/config")
    } else {
      try? await clear(partial)
      try BareRepository.make(at: partial, format: format, alternates: nil, shallow: nil)
    }
    try StateFile.write(Record(["source": source.text, "format": format]).bytes, to: partial + "/" + MirrorMaker.note)
    try StateFile.move(partial, to: mirror)
  }

  /// Brings the mirror up to date with the source.
  func fetch(
    _ source: RepositoryAddress, into mirror: String, withHead: Bool, credentials: RemoteCredentials, seconds: Double
  ) async throws(WorkspaceError) {
    var arguments = [
      "fetch", "--quiet", "--prune", "--no-tags", "--no-auto-maintenance", "--no-write-fetch-head", "--no-recurse-submodules",
      "--update-shallow", "--", source.text, "+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*",
    ]
    if case .directory = source { arguments.append("+refs/remotes/*:refs/carrel/remotes/*") }
    if withHead { arguments.append("+HEAD:refs/carrel/head") }
    var call = GitCall("fetching \(source.withoutPassword)", in: mirror, arguments)
    call.remote = source
    call.credentials = credentials
    call.seconds = seconds
    try await git.output(call)
  }

  /// Copies a whole repository without hard links. False when it cannot be copied as it is: shallow, or with objects elsewhere.
  private func copy(_ path: String, to partial: String, seconds: Double) async -> Bool {
    var ask = GitCall("reading the repository \(path)", in: nil, ["rev-parse", "--path-format=absolute", "--git-common-dir"])
    ask.directory = path
    ask.trustsOwner = true
    ask.seconds = 20
    guard let directory = try? await git.line(ask), directory.hasPrefix("/"), !StateFile.exists(directory + "/shallow"),
      !StateFile.exists(directory + "/objects/info/alternates")
    else { return false }
    var clone = GitCall(
      "copying \(path)", in: nil,
      ["clone", "--quiet", "--bare", "--local", "--no-hardlinks", "--no-tags", "--template=", "--", directory, partial])
    clone.remote = .directory(directory)
    clone.trustsOwner = true
    clone.seconds = seconds
    guard let outcome = try? await git.outcome(clone), outcome.code == 0 else { return false }
    return !StateFile.exists(partial + "/objects/info/alternates") && !StateFile.exists(partial + "/shallow")
  }

  private func clear(_ partial: String) async throws(WorkspaceError) {
    guard StateFile.exists(partial), let slash = partial.lastIndex(of: "/") else { return }
    let (directory, name) = (layout.mirrors, String(partial[partial.index(after: slash)...]))
    try await runBlocking { () throws(WorkspaceError) in
      guard case .success(let mirrors) = OpenDirectory.open(directory) else { return }
      try TreeRemover.remove(name, in: mirrors)
    }
  }
}
