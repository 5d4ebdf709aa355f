import Secrets
import Testing

@Suite struct GitCredentialTests {
  private func answer(_ request: String, host: String = "git.lab", username: String = "bot", token: String = "t0ken") -> String? {
    GitCredential.answer(request: request, allowedHost: host, username: username, token: token)
  }

  @Test func answersTheOneHost() {
    #expect(answer("protocol=https\nhost=git.lab\npath=ops/x.git\n\n") == "username=bot\npassword=t0ken\n")
    #expect(answer("protocol=https\nhost=GIT.lab\nwwwauth[]=Basic realm=\"x\"\n") == "username=bot\npassword=t0ken\n")
    #expect(answer("protocol=https\nhost=git.lab\nusername=bot\n") != nil)
    #expect(answer("protocol=http\nhost=127.0.0.1:3000\n", host: "127.0.0.1:3000") != nil)
    #expect(answer("protocol=https\nhost=git.lab\n", username: "") == "username=git\npassword=t0ken\n")
  }

  @Test(arguments: [
    "protocol=https\nhost=evil.lab\n", "protocol=http\nhost=git.lab\n", "protocol=ssh\nhost=git.lab\n", "host=git.lab\n",
    "protocol=https\n", "",
    "protocol=https\nhost=git.lab:444\n", "protocol=https\nhost=git.lab.evil\n", "protocol=https\nhost=git.lab\nusername=else\n",
  ])
  func refusesOthers(_ request: String) { #expect(answer(request) == nil) }

  @Test func refusesWhatTheProtocolCannotSay() {
    #expect(answer("protocol=https\nhost=git.lab\n", token: "a\nhost=b") == nil)
    #expect(answer("protocol=https\nhost=git.lab\n", username: "a\rb") == nil)
    #expect(answer("protocol=https\nhost=git.lab\n", token: "") == nil)
  }

  @Test func prompts() {
    func ask(_ prompt: String) -> String? { GitCredential.answer(prompt: prompt, allowedHost: "git.lab", username: "bot", token: "t0ken") }
    #expect(ask("Username for 'https://git.lab': ") == "bot")
    #expect(ask("Password for 'https://bot@git.lab': ") == "t0ken")
    #expect(ask("Password for 'https://bot@git.lab/ops/x.git': ") == "t0ken")
    #expect(ask("Password for 'https://git.lab@evil.lab': ") == nil)
    #expect(ask("Password for 'http://git.lab': ") == nil)
    #expect(ask("Are you sure you want to continue connecting?") == nil)
    #expect(ask("Passphrase for 'https://git.lab': ") == nil)
  }
}
