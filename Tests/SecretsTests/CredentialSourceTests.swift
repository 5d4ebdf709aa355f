import FoundationEssentials
import Secrets
import Testing

@Suite struct CredentialSourceTests {
  private func value(_ source: CredentialSource, _ variables: [String: String] = [:]) async -> Result<String?, SecretError> {
    do throws(SecretError) { return .success(try await source.value(clientVariables: variables)) } catch { return .failure(error) }
  }

  @Test func variables() async {
    #expect(await value(.variable("A"), ["A": "x"]) == .success("x"))
    #expect(await value(.variable("A"), ["A": ""]) == .success(nil))
    #expect(await value(.variable("A")) == .success(nil))
  }

  @Test func commands() async {
    #expect(await value(.command("printf '\\n  key value \\nmore\\n'")) == .success("key value"))
    #expect(await value(.command("true")) == .failure(.command("true", reason: "it printed nothing")))
    #expect(await value(.command("echo x; exit 3")) == .failure(.command("echo x; exit 3", reason: "it ended with exit code 3")))
    guard case .failure(let error) = await value(.command("yes secretsecret")) else {
      Issue.record("endless output was taken")
      return
    }
    #expect(!error.text.contains("secretsecret\n"))
  }

  @Test func files() async throws {
    let base = FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : "/tmp"
    let path = "\(base)/carrel-secrets-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data("token\n".utf8).write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    guard case .failure(let error) = await value(.file(path)) else {
      Issue.record("an open file was taken")
      return
    }
    #expect(error.text.contains("chmod 600"))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    #expect(await value(.file(path)) == .success("token"))
    try Data("\n".utf8).write(to: URL(filePath: path))
    #expect(await value(.file(path)) == .failure(.file(path, reason: "it is empty")))
    #expect(await value(.file("/dev/null")) == .failure(.file("/dev/null", reason: "it is not a regular file")))
    if case .success = await value(.file(path + "-none")) { Issue.record("a file that is not there") }
  }

  @Test("systemd's credentials are read where the unit has them, with the modes that systemd gives")
  func systemd() async throws {
    let base = FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : "/tmp"
    let directory = "\(base)/carrel-credentials-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let path = "\(directory)/model-key"
    try Data("sk-systemd-canary\n".utf8).write(to: URL(filePath: path))
    func ask(_ name: String, _ place: String?) async -> String {
      do throws(SecretError) {
        return try await CredentialSource.systemd(name).secret(clientVariables: [:], directory: place)?.text ?? "nothing"
      } catch { return error.text }
    }
    for (mode, isTaken) in [(0o400, true), (0o440, true), (0o600, true), (0o444, false), (0o460, false)] {
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
      #expect(await ask("model-key", directory) == "sk-systemd-canary" || !isTaken, "\(mode)")
      #expect(await ask("model-key", directory).contains("systemd does not allow") || isTaken, "\(mode)")
    }
    #expect(await ask("none", directory).contains("No such file"))
    #expect(await ask("../model-key", directory).contains("no name of a credential"))
    #expect(await ask("model-key", nil).contains("LoadCredential=model-key:PATH"))
    #expect(await ask("model-key", "relative").contains("was not given any"))
  }

  @Test("The commands of the documentation's presets are ordinary commands")
  func presets() async {
    #expect(await value(.command("printf 'gho_token\\nlogin: ann\\n'")) == .success("gho_token"))
    #expect(await value(.command("printf 'token: abcdefgh\\n' | sed -n 's/^ *token: //p'")) == .success("abcdefgh"))
  }
}
