import Configuration
import Model
import Testing

@Suite struct TrackerSettingsTests {
  private func load(_ text: String) -> (Settings, [SettingsProblem]) {
    Settings.load(text: text, path: "c.toml", environment: ["HOME": "/home/ada"])
  }

  @Test func trackersAreReadAndShown() {
    let text = """
      [[tracker]]
      name = "jira"
      kind = "jira"
      url = "https://ops.atlassian.net"
      user = "ada@ops.lab"
      token_env = "JIRA_TOKEN"
      ca_file = "~/lab.pem"
      projects = ["ops"]
      [[tracker]]
      name = "linear"
      kind = "linear"
      vault = "secret/carrel#linear"
      """
    let (settings, problems) = load(text)
    #expect(problems.isEmpty)
    #expect(settings.trackers.map(\.name) == ["jira", "linear"])
    #expect(settings.trackers.map(\.address) == ["https://ops.atlassian.net", "https://api.linear.app"])
    #expect(settings.trackers[0].certificates == "/home/ada/lab.pem")
    #expect(settings.trackers[0].projects == ["OPS"])
    #expect(settings.trackers[0].token.environment == "JIRA_TOKEN")
    #expect(settings.trackers[1].vault == "secret/carrel#linear")
    let (again, none) = load(settings.description)
    #expect(none.isEmpty)
    #expect(again.trackers == settings.trackers)
  }

  @Test(arguments: [
    ("[[tracker]]\nname = \"a\"\nkind = \"jira\"", "needs name, kind"),
    ("[[tracker]]\nkind = \"jira\"\nurl = \"https://x.lab\"", "needs name, kind"),
    ("[[tracker]]\nname = \"a\"\nkind = \"trello\"\nurl = \"https://x.lab\"", "kind must be one of"),
    ("[[tracker]]\nname = \"a\"\nkind = \"jira\"\nurl = \"x.lab\"", "http:// or https://"),
    ("[[tracker]]\nname = \"a\"\nkind = \"jira\"\nurl = \"http://x.lab\"", "insecure_http = true"),
    ("[[tracker]]\nname = \"a\"\nkind = \"linear\"\ntoken = \"lin_api_x\"", "would keep a secret in this file"),
    ("[[tracker]]\nname = \"a\"\nkind = \"linear\"\ntoken_env = \"A\"\ntoken_file = \"b\"", "only one of them"),
    ("[[tracker]]\nname = \"a\"\nkind = \"linear\"\n[[tracker]]\nname = \"a\"\nkind = \"linear\"", "is there twice"),
    ("[tracker]\nname = \"a\"", "two brackets"), ("tracker = [1]", "list of tables"),
  ]) func whatIsWrongIsSaidWithItsPlace(_ text: String, _ words: String) {
    let (_, problems) = load(text)
    #expect(problems.contains { $0.severity == .error && $0.message.contains(words) && $0.line > 0 })
    #expect(!problems.contains { $0.message.contains("lin_api_x") })
  }
}
