import Configuration
import Model
import Testing

/// `[[forge]]` tables.
@Suite struct ForgeSettingsTests {
  static func load(_ text: String) -> (Settings, [String]) {
    let (settings, problems) = Settings.load(text: text, path: "/etc/carrel/c.toml", environment: ["HOME": "/home/me"])
    return (settings, problems.map { $0.text.replacing("/etc/carrel/", with: "") })
  }

  @Test("a forge has its kind and its host; the rest follows, or is said")
  func tables() {
    let (settings, problems) = Self.load(
      """
      [[forge]]
      kind = "gitea"
      host = "Git.Lab"
      [[forge]]
      kind = "forgejo"
      url = "https://code.lab:8443/forge/"
      ca_file = "lab.pem"
      ssh_host = "ssh.code.lab:2222"
      token_env = "LAB_TOKEN"
      [[forge]]
      kind = "gitlab"
      host = "old.lab:3000"
      insecure_http = true
      token_command = "pass show x"
      [[forge]]
      kind = "github"
      host = "github.com"
      app_id = 12
      app_key_file = "~/key.pem"
      app_installation = "34"
      """)
    #expect(problems == [])
    #expect(settings.forges.map(\.host) == ["git.lab", "code.lab:8443", "old.lab:3000", "github.com"])
    #expect(settings.forges.map(\.url) == ["https://git.lab", "https://code.lab:8443/forge", "http://old.lab:3000", "https://github.com"])
    #expect(settings.forges[1].certificates == "/etc/carrel/lab.pem")
    #expect(settings.forges[1].sshHost == "ssh.code.lab:2222" && settings.forges[1].tokenEnvironment == "LAB_TOKEN")
    #expect(
      settings.forges[3].appID == "12" && settings.forges[3].appKeyFile == "/home/me/key.pem" && settings.forges[3].appInstallation == "34")
    let (again, more) = Self.load(settings.description)
    #expect(more == [])
    #expect(again == settings)
    let rows = settings.inForce(text: "[[forge]]\nkind = \"gitea\"\nhost = \"git.lab\"\n", path: "/etc/carrel/c.toml")
    #expect(rows.contains { $0.name == "forge.1.host" && $0.value == "\"git.lab\"" && $0.origin == "c.toml:3" })
    #expect(rows.contains { $0.name == "forge.1.url" && $0.origin == "default" })
  }

  @Test(
    "mistakes are told with line and column, and without a secret",
    arguments: [
      ("[forge]\nkind = \"gitea\"", "c.toml:1:1: error: forge must be written as [[forge]], with two brackets"),
      ("[[forge]]\nhost = \"a\"", "c.toml:1:1: error: [[forge]] needs kind: gitea, forgejo, github or gitlab"),
      (
        "[[forge]]\nkind = \"svn\"\nhost = \"a\"",
        "c.toml:2:8: error: [[forge]] kind must be one of \"gitea\", \"forgejo\", \"github\", \"gitlab\", not \"svn\""
      ),
      (
        "[[forge]]\nkind = \"gitea\"",
        "c.toml:1:1: error: [[forge]] needs host: the name that its repositories' addresses have, such as \"git.lab\""
      ),
      (
        "[[forge]]\nkind = \"gitea\"\nhost = \"https://a.lab\"",
        "c.toml:3:8: error: [[forge]] host must be a host such as \"git.lab\" or \"git.lab:3000\", without https:// and without a path"
      ),
      (
        "[[forge]]\nkind = \"gitea\"\nurl = \"http://a.lab\"",
        "c.toml:3:7: error: [[forge]] url is plain http, over which the token could be read; add insecure_http = true if that network may"
      ),
      (
        "[[forge]]\nkind = \"gitea\"\nurl = \"https://me:word@a.lab\"",
        "c.toml:3:7: error: [[forge]] url must be where people find the forge, such as \"https://git.lab/git\", without a user and without ?"
      ),
      (
        "[[forge]]\nkind = \"gitea\"\nhost = \"a.lab\"\nurl = \"https://b.lab\"",
        "c.toml:4:7: error: [[forge]] url is on b.lab, not on host a.lab: a token belongs to one host, with its port"
      ),
      (
        "[[forge]]\nkind = \"gitea\"\nhost = \"a.lab\"\ntoken = \"secret-0001\"",
        "c.toml:4:9: error: [[forge]] token would keep a secret in this file; use token_env, token_command, token_file, token_credential or vault"
      ),
      (
        "[[forge]]\nkind = \"gitea\"\nhost = \"a.lab\"\ntoken_env = \"X\"\ntoken_file = \"y\"",
        "c.toml:5:14: error: [[forge]] has token_env and token_file; only one of them can hold"
      ),
      (
        "[[forge]]\nkind = \"gitea\"\nhost = \"a.lab\"\n[[forge]]\nkind = \"gitlab\"\nhost = \"A.lab\"",
        "c.toml:6:8: error: there are two [[forge]] tables for a.lab; only one of them can hold"
      ),
      ("[[forge]]\nkind = \"gitea\"\nhost = \"a.lab\"\napp_id = 1", "c.toml:4:10: error: [[forge]] app_id is for kind = \"github\" only"),
      (
        "[[forge]]\nkind = \"github\"\nhost = \"a.lab\"\napp_id = 1",
        "c.toml:4:10: error: [[forge]] of a GitHub App needs both app_id and app_key_file"
      ),
      (
        "[[forge]]\nkind = \"github\"\nhost = \"a.lab\"\napp_id = 1\napp_key_file = \"k\"\ntoken_env = \"X\"",
        "c.toml:6:13: error: [[forge]] has app_id and token_env; only one of them can hold"
      ),
      (
        "[[forge]]\nkind = \"gitea\"\nhost = \"a.lab\"\ncafile = \"x\"",
        "c.toml:4:1: warning: [[forge]] cafile means nothing here; did you mean ca_file?"
      ),
      (
        "[[forge]]\nkind = \"gitea\"\nhost = \"a.lab:70000\"",
        "c.toml:3:8: error: [[forge]] host must be a host such as \"git.lab\" or \"git.lab:3000\", without https:// and without a path"
      ),
    ])
  func mistakes(_ text: String, _ wanted: String) {
    let problems = Self.load(text).1
    #expect(problems == [wanted])
  }
}
