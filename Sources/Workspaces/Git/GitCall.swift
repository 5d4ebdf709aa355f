/// One git call on the host as a value: what is run, in which repository, with which limits. `GitProgram` adds the clean environment.
/// The switches are those of facts "Executing vectors": nothing of the operator's, the machine's or a workspace's configuration acts.
struct GitCall: Sendable {
  /// What the operator is told when it fails: "fetching /srv/x".
  var doing: String
  /// The repository; nil: none is named (`directory` decides).
  var repository: String?
  /// The work tree; nil: the repository counts as bare.
  var workTree: String?
  /// The working directory of git; nil: `/`.
  var directory: String?
  /// The subcommand and its arguments.
  var arguments: [String]
  /// Standard input.
  var input: [UInt8] = []
  /// Time-out in seconds.
  var seconds: Double = 60
  /// The most bytes that it may print.
  var outputLimit = 256 << 20
  /// The remote that it talks to, if any.
  var remote: RepositoryAddress?
  /// What it may use there.
  var credentials = RemoteCredentials.none
  /// Who commits, and the moment in seconds since 1970.
  var identity: (identity: CommitIdentity, seconds: Int64)?
  /// Whether the owner of a repository that the operator named does not matter.
  var trustsOwner = false
  /// An index file other than the repository's own.
  var index: String?

  /// A call inside a repository of ours, without work tree.
  init(_ doing: String, in repository: String?, _ arguments: [String]) {
    self.doing = doing
    self.repository = repository
    self.arguments = arguments
  }

  /// Everything behind `git`.
  func commandLine(helper: String?) -> [String] {
    var words: [String] = []
    if let repository { words.append("--git-dir=" + repository) }
    if let workTree { words.append("--work-tree=" + workTree) }
    words.append("--no-pager")
    for setting in GitCall.settings { words += ["-c", setting] }
    if repository != nil { words += ["-c", workTree == nil ? "core.bare=true" : "core.bare=false"] }
    if trustsOwner { words += ["-c", "safe.directory=*", "-c", "safe.bareRepository=all"] }
    if let helper, remote != nil, credentials.token != nil {
      words += ["-c", "credential.helper=!\(GitCall.quoted(helper)) credential \(GitCall.credentialDescriptor)"]
    }
    return words + arguments
  }

  /// The whole environment; nothing of ours is inherited.
  func environment(sourceConfiguration: String?, network: [String: String]) -> [String: String] {
    var values = GitCall.cleanEnvironment
    values["GIT_ALLOW_PROTOCOL"] = remote?.transport ?? "none"
    if let index { values["GIT_INDEX_FILE"] = index }
    if let (identity, seconds) = identity {
      for role in ["AUTHOR", "COMMITTER"] {
        values["GIT_\(role)_NAME"] = identity.name
        values["GIT_\(role)_EMAIL"] = identity.email
        values["GIT_\(role)_DATE"] = "@\(seconds) +0000"
      }
    }
    guard let remote else { return values }
    if remote.transport == "file", let sourceConfiguration { values["GIT_CONFIG_GLOBAL"] = sourceConfiguration }
    if remote.transport == "ssh" {
      let file = credentials.sshConfig.map { "-F \(GitCall.quoted($0)) " } ?? ""
      values["GIT_SSH_COMMAND"] =
        "ssh \(file)-o BatchMode=yes -o ConnectTimeout=20 -o ForwardAgent=no -o ClearAllForwardings=yes -o PermitLocalCommand=no"
      if let socket = credentials.sshAgentSocket { values["SSH_AUTH_SOCK"] = socket }
    }
    if remote.transport == "https", let certificates = credentials.certificates { values["GIT_SSL_CAINFO"] = certificates }
    if remote.transport != "file" { values.merge(network) { ours, _ in ours } }
    return values
  }

  /// The number under which the credential helper finds its record.
  static let credentialDescriptor = 9

  private static let settings = [
    "core.fsmonitor=false", "core.hooksPath=/dev/null", "core.attributesFile=/dev/null", "core.excludesFile=/dev/null",
    "core.pager=cat", "core.sshCommand=/bin/false", "core.quotePath=false", "core.bigFileThreshold=5m", "core.fileMode=true",
    "core.symlinks=true", "core.autocrlf=false", "core.safecrlf=false", "core.commitGraph=false", "core.protectHFS=true",
    "core.protectNTFS=true", "core.filesRefLockTimeout=20000", "core.packedRefsTimeout=20000", "core.splitIndex=false",
    "core.untrackedCache=false", "diff.external=", "diff.ignoreSubmodules=all", "diff.orderFile=/dev/null", "submodule.recurse=false",
    "protocol.allow=never", "log.showSignature=false", "commit.gpgSign=false", "push.gpgSign=false", "credential.helper=", "gc.auto=0",
    "maintenance.auto=false", "fetch.unpackLimit=1", "fetch.writeCommitGraph=false", "transfer.credentialsInUrl=die",
    "safe.bareRepository=explicit", "http.lowSpeedLimit=200", "http.lowSpeedTime=60", "advice.detachedHead=false", "color.ui=false",
    "i18n.commitEncoding=UTF-8", "i18n.logOutputEncoding=UTF-8",
  ]

  private static let cleanEnvironment = [
    "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/nonexistent", "LC_ALL": "C.UTF-8", "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", "GIT_ATTR_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "/bin/false", "SSH_ASKPASS": "/bin/false", "GIT_NO_REPLACE_OBJECTS": "1", "GIT_NO_LAZY_FETCH": "1",
    "GIT_PAGER": "cat", "GIT_EDITOR": "/bin/false", "GIT_SEQUENCE_EDITOR": "/bin/false", "GIT_OPTIONAL_LOCKS": "0",
    "GIT_MERGE_AUTOEDIT": "no",
  ]

  private static func quoted(_ path: String) -> String { "'" + path.replacing("'", with: "'\\''") + "'" }
}
