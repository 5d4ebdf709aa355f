import Model
import TestSupport
import Testing

@testable import Workspaces

/// What git is given and what is made of its answers. Pure.
struct GitTextTests {
  @Test func rawAndNumstatBelongTogether() throws {
    let one = String(repeating: "1", count: 40)
    let two = String(repeating: "2", count: 40)
    let text =
      ":100644 100644 \(one) \(two) M\0a\nb\0:100644 100755 \(one) \(two) R090\0old\0new\0:000000 100644 \(one) \(two) A\0bin\0"
      + "1\t2\ta\nb\0" + "3\t0\t\0old\0new\0" + "-\t-\tbin\0"
    let entries = try #require(DiffTreeOutput(Array(text.utf8))).entries
    #expect(entries.map(\.path.text) == ["a\nb", "new", "bin"])
    #expect(entries.map(\.status) == ["M", "R", "A"])
    #expect(entries[1].oldPath?.text == "old")
    #expect(entries.map(\.insertions) == [1, 3, 0])
    #expect(entries.map(\.deletions) == [2, 0, 0])
    #expect(entries.map(\.isBinary) == [false, false, true])
    #expect(DiffTreeOutput([])?.entries == [])
  }

  @Test(arguments: [":", ":1 2 3 4 M", ":100644 100644 a b R\0x", "1\t2\tunknown\0", "1\t2\0", "garbage"])
  func brokenAnswersAreRefused(_ text: String) { #expect(DiffTreeOutput(Array(text.utf8)) == nil) }

  @Test func remoteReferencesHaveADefaultBranchAndPeeledTags() {
    let text = "ref: refs/heads/trunk\tHEAD\naaa\tHEAD\naaa\trefs/heads/trunk\nbbb\trefs/tags/v1\nccc\trefs/tags/v1^{}\n"
    let found = RemoteReferences(Array(text.utf8))
    #expect(found.defaultBranch == "trunk")
    #expect(found.branches == ["trunk"])
    #expect(found.objects["refs/tags/v1"] == "ccc")
  }

  @Test func freeBranchNames() {
    #expect(BranchName.free("a", taken: []) == "a")
    #expect(BranchName.free("a", taken: ["a", "a-2"]) == "a-3")
    #expect(BranchName.free("a", taken: ["a/b"]) == "a-2")
    #expect(BranchName.free("a/b/c", taken: ["a/b"]) == "a-b-c")
    #expect(BranchName.free("a", taken: Set((1...300).map { $0 == 1 ? "a" : "a-\($0)" })) == nil)
    for name in ["a", "carrel/T1-x", "ünï", "a.b", "x@y"] { #expect(BranchName.isValid(name)) }
    for name in ["a//b", ".a", "a/.b", "a.", "HEAD", "@", "a:b", "a?b", "a\\b", "a\u{7F}"] { #expect(!BranchName.isValid(name)) }
  }

  @Test(arguments: [
    (
      "fatal: Authentication failed for 'https://h/r/'",
      WorkspaceError.authentication(remote: "R", detail: "Authentication failed for 'https://h/r/'")
    ),
    (
      "fatal: could not read Username for 'https://h': terminal prompts disabled",
      .authentication(remote: "R", detail: "could not read Username for 'https://h': terminal prompts disabled")
    ),
    (
      "git@h: Permission denied (publickey).\nfatal: Could not read from remote repository.",
      .authentication(remote: "R", detail: "git@h: Permission denied (publickey).")
    ),
    ("Host key verification failed.", .hostKey(remote: "R", detail: "Host key verification failed.")),
    (
      "fatal: unable to access 'https://h/': Could not resolve host: h",
      .network(remote: "R", detail: "unable to access 'https://h/': Could not resolve host: h")
    ),
    (
      "ssh: connect to host h port 22: Connection refused",
      .network(remote: "R", detail: "ssh: connect to host h port 22: Connection refused")
    ),
    (
      "@@@@@@@@@\n@  WARNING: UNPROTECTED PRIVATE KEY FILE!  @\n@@@@@@@@@\nPermissions 0644 for 'k' are too open.\nThis private key will be ignored.\n"
        + "root@h: Permission denied (publickey).\nfatal: Could not read from remote repository.\n",
      .authentication(remote: "R", detail: "root@h: Permission denied (publickey).")
    ),
    (
      "@@@@@@@@@\nNo ED25519 host key is known for h and you have requested strict checking.\nHost key verification failed.\nfatal: Could not read",
      .hostKey(remote: "R", detail: "Host key verification failed.")
    ),
    (
      "Can't open user config file /x: No such file or directory\nfatal: Could not read from remote repository.",
      .git(doing: "D", detail: "Can't open user config file /x: No such file or directory; Could not read from remote repository.")
    ),
    ("remote: Repository not found.\nfatal: repository 'https://h/r/' not found", .noSuchRepository("R")),
    ("fatal: '/x' does not appear to be a git repository\nfatal: the remote end hung up unexpectedly", .notARepository("R")),
    ("error: unable to write file x: No space left on device", .diskFull(doing: "D", needed: 0, free: 0)),
    (
      " ! [rejected] a -> b (stale info)\nerror: failed to push some refs",
      .pushRejected(remote: "R", detail: " ! [rejected] a -> b (stale info); failed to push some refs")
    ),
    ("", .git(doing: "D", detail: "git gave no reason")),
  ]) func failuresBecomePlainErrors(_ text: String, _ expected: WorkspaceError) {
    #expect(GitFailure.classify(errorOutput: Array(text.utf8), doing: "D", remote: "R") == expected)
    #expect(!expected.text.isEmpty)
  }

  @Test func recordsKeepEveryValue() {
    let record = Record(["a": "x y\nz%0A\t", "b": "", "c": "ü"])
    #expect(Record(bytes: record.bytes) == record)
    #expect(Record(bytes: Array("no\n\nhalf%4\nq %zz\n".utf8))["q"] == "%zz")
  }

  @Test func theHelperAnswersOneRemoteOnly() {
    let record = CredentialAnswer.record(scheme: "https", host: "h:3000", user: "u", token: "t=1")
    func ask(_ operation: String, _ request: String) -> String {
      String(decoding: CredentialAnswer.answer(operation: operation, request: Array(request.utf8), record: record), as: UTF8.self)
    }
    #expect(ask("get", "protocol=https\nhost=h:3000\npath=x\n\n") == "username=u\npassword=t=1\n")
    #expect(ask("get", "protocol=https\nhost=evil\n") == "")
    #expect(ask("get", "protocol=http\nhost=h:3000\n") == "")
    #expect(ask("store", "protocol=https\nhost=h:3000\n") == "")
    #expect(ask("get", "") == "")
  }

  @Test func aTokenIsInNoArgumentAndNoVariable() throws {
    var call = GitCall("pushing", in: "/x", ["push"])
    call.remote = RepositoryAddress("https://h/r")
    call.credentials = RemoteCredentials(user: "u", token: "SECRETTOKEN", sshAgentSocket: nil)
    let words = call.commandLine(helper: "/opt/it's/carrel")
    let variables = call.environment(sourceConfiguration: nil, network: [:])
    #expect(words.contains("credential.helper=!'/opt/it'\\''s/carrel' credential 9"))
    #expect(!"\(words) \(variables) \(call.credentials) \(String(reflecting: call.credentials))".contains("SECRETTOKEN"))
    #expect(variables["GIT_ALLOW_PROTOCOL"] == "https")
    call.remote = RepositoryAddress("git@h:r")
    call.credentials.sshAgentSocket = "/run/agent"
    #expect(call.environment(sourceConfiguration: nil, network: [:])["SSH_AUTH_SOCK"] == "/run/agent")
    #expect(call.environment(sourceConfiguration: nil, network: [:])["GIT_SSH_COMMAND"]?.hasPrefix("ssh -o BatchMode=yes ") == true)
    call.credentials.sshConfig = "/etc/it's/ssh"
    #expect(
      call.environment(sourceConfiguration: nil, network: [:])["GIT_SSH_COMMAND"]?.hasPrefix("ssh -F '/etc/it'\\''s/ssh' -o BatchMode=yes ")
        == true)
    call.remote = nil
    #expect(call.environment(sourceConfiguration: nil, network: ["https_proxy": "p"])["https_proxy"] == nil)
    #expect(call.environment(sourceConfiguration: nil, network: [:])["GIT_ALLOW_PROTOCOL"] == "none")
  }

  @Test func namesThatAreTakenForGitsOwnAreFound() {
    for name in [".git", ".GIT", ".git ", ".git.", "git~1", "GIT~1", ".g\u{200C}it", ".git::$INDEX_ALLOCATION", ".git\\x"] {
      #expect(PathSafety.isRepositoryName(Array(name.utf8)), "\(name)")
    }
    for name in [".gitignore", ".github", ".gitea", "git", "a.git", ".gitx", "git~2"] {
      #expect(!PathSafety.isRepositoryName(Array(name.utf8)), "\(name)")
    }
    #expect(!PathSafety.isAcceptable(Array(".gitmodules".utf8), isLink: true))
    #expect(PathSafety.isAcceptable(Array(".gitmodules".utf8), isLink: false))
  }

  @Test func sensitivePathsAreKnown() {
    for path in [
      ".github/workflows/x.yml", "a/.npmrc", ".envrc", "CLAUDE.md", "sub/.claude/settings.json", "hooks/pre-commit", "Makefile",
      ".gitmodules",
    ] {
      #expect(!SensitivePath.reasons(path).isEmpty, "\(path)")
    }
    for path in ["src/main.swift", "README.md", "docs/hooks.md", "package.json.md"] {
      #expect(SensitivePath.reasons(path).isEmpty, "\(path)")
    }
  }

  @Test func mirrorsOfDifferentSourcesHaveDifferentNames() {
    #expect(MirrorName.name(of: "https://h/a/x.git", number: 0).hasPrefix("x-"))
    #expect(MirrorName.name(of: "https://h/a/x", number: 0) != MirrorName.name(of: "https://h/b/x", number: 0))
    #expect(!MirrorName.name(of: "/a/../..", number: 0).contains("/"))
    #expect(!MirrorName.name(of: "/a/ü\n", number: 0).contains("\n"))
  }
}
