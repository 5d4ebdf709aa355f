import Forges
import Model
import TestSupport
import Testing

/// Which forge and repository an address means.
@Suite struct ForgeAddressTests {
  static let sites =
    [
      ForgeSite(kind: .gitea, host: "git.lab", web: "https://git.lab/git", sshHosts: ["ssh.git.lab:2222"]),
      ForgeSite(kind: .forgejo, host: "git.lab:3000", web: "http://git.lab:3000", isPlainAllowed: true),
      ForgeSite(kind: .gitlab, host: "code.lab"),
      ForgeSite(kind: .github, host: "ghe.lab"),
    ] + ForgeSite.known

  @Test(
    "remotes are recognised by their whole host, port and path",
    arguments: [
      ("https://git.lab/git/ops/tools.git", "git.lab ops/tools"), ("https://git.lab/git/ops/tools/", "git.lab ops/tools"),
      ("https://git.lab:443/git/ops/tools", "git.lab ops/tools"), ("https://ann@GIT.lab/git/ops/tools.git", "git.lab ops/tools"),
      ("https://ann:word@git.lab/git/ops/tools.git", "git.lab ops/tools"),
      ("ssh://git@ssh.git.lab:2222/ops/tools.git", "git.lab ops/tools"),
      ("[git@ssh.git.lab:2222]:ops/tools.git", "git.lab ops/tools"), ("git@[ssh.git.lab:2222]:ops/tools.git", "git.lab ops/tools"),
      ("http://git.lab:3000/ops/tools", "git.lab:3000 ops/tools"), ("ssh://git@git.lab/ops/tools.git", "git.lab:3000 ops/tools"),
      ("git@git.lab:ops/tools.git", "git.lab:3000 ops/tools"), ("git.lab:ops/tools", "git.lab:3000 ops/tools"),
      ("git@git.lab:/ops/tools.git", "git.lab:3000 ops/tools"), ("https://code.lab/group/sub/tools.git", "code.lab group/sub/tools"),
      ("git@code.lab:group/sub/deep/tools.git", "code.lab group/sub/deep/tools"), ("https://github.com/ann/x.y.git", "github.com ann/x.y"),
      ("git@github.com:ann/x.git", "github.com ann/x"), ("ssh://git@ssh.github.com:443/ann/x.git", "github.com ann/x"),
      ("https://gitlab.com/a/b/c", "gitlab.com a/b/c"), ("ssh://git@ghe.lab:7999/ann/x", "ghe.lab ann/x"),
      ("https://git.lab/git/ops/tools/issues/12", "git.lab ops/tools"),
      ("https://git.lab/git/ops/tools/src/branch/main/a.txt", "git.lab ops/tools"),
      ("https://git.lab/git/o%20ps/tools", ""), ("https://git.lab/git/%6Fps/tools", "git.lab ops/tools"),
      // Not theirs.
      ("https://git.lab/ops/tools.git", ""), ("https://git.lab/gitops/tools.git", ""), ("http://git.lab/git/ops/tools.git", ""),
      ("https://git.lab:8443/git/ops/tools", ""), ("https://evil-git.lab/git/ops/tools", ""),
      ("https://git.lab.evil.example/git/ops/tools", ""),
      ("https://x.git.lab/git/ops/tools", ""), ("https://git.lab@evil.example/git/ops/tools", ""),
      ("https://evil.example/git.lab/git/ops/tools", ""),
      ("https://git.lab/git/ops", ""), ("https://git.lab/git/../ops/tools", ""), ("https://git.lab/git/ops/%2e%2e", ""),
      ("https://git.lab/git/ops/a%2Fb", ""), ("ssh://git@ssh.git.lab/ops/tools", ""), ("ssh://git@ssh.git.lab:22/ops/tools", ""),
      ("git@ghe.lab:ann/x/y", ""), ("https://git.lab/git/ops/-x", ""), ("https://git.lab/git/ops/.git", ""),
      ("/srv/git/ops/tools.git", ""), ("file:///srv/ops/tools", ""), ("", ""), ("ops/tools", ""), ("https://", ""),
      ("ftp://git.lab/git/a/b", ""),
      ("https://git.lab\\@evil.example/git/ops/tools", ""), ("https://git.lab:99999/git/ops/tools", ""), ("-oProxyCommand=x:ops/tools", ""),
    ])
  func remotes(_ address: String, _ wanted: String) {
    let found = ForgeAddress.repository(address, Self.sites)
    #expect((found.map { "\($0.site.host) \($0.repository.path)" } ?? "") == wanted)
    #expect(found?.repository.host == found?.site.host)
  }

  @Test(
    "issues and requests are recognised by their pages and short names",
    arguments: [
      ("https://git.lab/git/ops/tools/issues/12", nil, "git.lab ops/tools#12"),
      ("https://git.lab/git/ops/tools/pulls/7#issuecomment-3", nil, "git.lab ops/tools#7"),
      ("git.lab/git/ops/tools/issues/12", nil, "git.lab ops/tools#12"),
      (" https://github.com/ann/x/pull/9/files?w=1 ", nil, "github.com ann/x#9"),
      ("https://code.lab/group/sub/tools/-/issues/12", nil, "code.lab group/sub/tools#12"),
      ("https://code.lab/group/sub/tools/-/merge_requests/3/diffs", nil, "code.lab group/sub/tools#3"),
      ("https://code.lab/group/tools/-/work_items/5", nil, "code.lab group/tools#5"),
      ("https://code.lab/group/tools/issues/12", nil, "code.lab group/tools#12"),
      ("#12", "https://git.lab/git/ops/tools.git", "git.lab ops/tools#12"), ("!4", "git@code.lab:a/b/c.git", "code.lab a/b/c#4"),
      ("ann/y#3", "git@github.com:ann/x.git", "github.com ann/y#3"), ("git.lab/ops/tools#8", nil, "git.lab ops/tools#8"),
      ("git.lab:3000/ops/tools#8", "git@github.com:ann/x.git", "git.lab:3000 ops/tools#8"),
      ("#12", nil, ""), ("#12", "/srv/x", ""), ("ann/y#3", nil, ""), ("ann#3", "git@github.com:ann/x.git", ""),
      ("https://git.lab/git/ops/tools/issues", nil, ""), ("https://git.lab/git/ops/tools/issues/0", nil, ""),
      ("https://git.lab/git/ops/tools/issues/99999999999999999999", nil, ""), ("#-1", "git@github.com:ann/x.git", ""),
      ("https://evil.example/ops/tools/issues/1", nil, ""), ("fix the door #12", nil, ""), ("../..#12", "git@github.com:ann/x.git", ""),
    ] as [(String, String?, String)])
  func issues(_ text: String, _ remote: String?, _ wanted: String) {
    let found = ForgeAddress.issue(text, beside: remote, Self.sites)
    #expect((found.map { "\($0.repository.host) \($0.text)" } ?? "") == wanted)
  }

  @Test("a short name without a remote is the only configured forge's, or GitHub's when none is configured")
  func shortNames() {
    let one = [ForgeSite(kind: .gitea, host: "git.lab")] + ForgeSite.known
    #expect(ForgeAddress.issue("ops/tools#1", beside: nil, one)?.repository.host == "git.lab")
    #expect(ForgeAddress.issue("ann/x#1", beside: nil, ForgeSite.known)?.repository.host == "github.com")
  }

  @Test("no text breaks the reading of addresses")
  func anything() {
    var generator = SeededGenerator(seed: 6)
    let pieces = [
      "https://", "ssh://", "git@", ":", "/", "//", "[", "]", "%", "%2F", "%zz", "#", "!", "git.lab", "ops", "tools", ".git", "-", "12",
      "\u{0}", "é", "@", "?", "~",
    ]
    for _ in 0..<5000 {
      let text = (0..<Int.random(in: 0...9, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      if let found = ForgeAddress.repository(text, Self.sites) {
        #expect(!found.repository.name.isEmpty && !found.repository.name.contains("/") && found.repository.name != "..")
      }
      _ = ForgeAddress.issue(text, beside: text, Self.sites)
    }
  }
}
