import Forges
import Model
import TestSupport
import Testing

/// Logins of other tools are found by name; their tokens are not read.
@Suite struct ForgeLoginTests {
  @Test("gh's hosts are offered with the command that prints their token")
  func gh() {
    let text = """
      github.com:
          users:
              ann:
                  oauth_token: gho_secret
          git_protocol: ssh
          user: ann
      "ghe.lab":
          user: "bob" # at work
          oauth_token: gho_other
      evil$(touch x).lab:
          user: eve
      """
    let found = ForgeLogin.gh(text)
    #expect(found.map(\.host) == ["github.com", "ghe.lab"])
    #expect(found.map(\.user) == ["ann", "bob"])
    #expect(
      found[0].lines == [
        "[[forge]]", "kind = \"github\"", "host = \"github.com\"", "token_command = \"gh auth token --hostname github.com\"",
      ])
    #expect(!"\(found)".contains("gho_"))
  }

  @Test("tea's logins are offered with their address, unless that could not stand in a command")
  func tea() {
    let text = """
      logins:
          - name: lab
            url: https://git.lab/git
            token: tea_secret
            default: true
            ssh_host: git.lab
            user: ann
          - name: port
            url: http://git.lab:3000/
            token: tea_other
          - name: none
            url: https://empty.lab
            token: ""
          - name: evil
            url: https://x"; touch y; "
            token: tea_third
      preferences:
          editor: false
      """
    let found = ForgeLogin.tea(text)
    #expect(found.map(\.host) == ["git.lab", "git.lab:3000"])
    #expect(found.map(\.url) == ["https://git.lab/git", "http://git.lab:3000"])
    #expect(found.map(\.user) == ["ann", nil])
    #expect(!"\(found)".contains("tea_"))
    // The same list as deep as its key.
    #expect(
      ForgeLogin.tea("logins:\n- name: a\n  url: https://a.lab\n  token: t\n- url: https://b.lab\n  token: t\nother: 1\n").map(\.host) == [
        "a.lab", "b.lab",
      ])
  }

  @Test("the command that is offered for tea prints that login's token and no other")
  func teaCommand() async throws {
    try await TestRepositoryRoot.use { root in
      let text =
        "logins:\n    - name: a\n      url: https://a.lab\n      token: first\n    - name: b\n      url: https://b.lab\n      token: second\n"
      try await root.run("sh", ["-c", "mkdir -p home/.config/tea && cat > home/.config/tea/config.yml"], input: Array(text.utf8))
      for (login, token) in zip(ForgeLogin.tea(text), ["first", "second"]) {
        #expect(try await root.run("sh", ["-c", login.command]) == "\(token)\n")
      }
      let found = ForgeLogins.found(["HOME": root.path + "/home"])
      #expect(found.map(\.host) == ["a.lab", "b.lab"])
    }
  }

  @Test("glab's hosts with a token are offered")
  func glab() {
    let text = """
      git_protocol: ssh
      hosts:
          gitlab.com:
              token: glpat-secret
              api_host: gitlab.com
              user: ann
          code.lab:
              token: !!null glpat-x
          none.lab:
              api_protocol: https
      """
    let found = ForgeLogin.glab(text)
    #expect(found.map(\.host) == ["gitlab.com", "code.lab"])
    #expect(found[0].user == "ann" && found[0].kind == .gitlab)
    #expect(found[0].lines.last == "token_command = \"glab config get token --host gitlab.com\"")
    #expect(!"\(found)".contains("glpat"))
  }

  @Test("files that are none of theirs give nothing and break nothing")
  func anything() {
    var generator = SeededGenerator(seed: 7)
    let pieces = [
      "hosts:", "logins:", "\n", "  ", "- ", "-", ":", " ", "\"", "'", "a.lab", "token: x", "url: ", "https://a.lab", "#", "|", "{", "é",
      "\t",
    ]
    for _ in 0..<3000 {
      let text = (0..<Int.random(in: 0...30, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      _ = ForgeLogin.gh(text)
      _ = ForgeLogin.tea(text)
      _ = ForgeLogin.glab(text)
    }
    #expect(ForgeLogin.tea("").isEmpty)
  }
}
