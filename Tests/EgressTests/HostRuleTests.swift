import Egress
import Model
import Testing

@Suite("rules of hosts") struct HostRuleTests {
  @Test(
    "rules are read and written in one spelling",
    arguments: [
      ("example.org", "example.org"), ("Example.ORG.", "example.org"), ("example.org:443", "example.org"),
      ("*.Example.org:8443", "*.example.org:8443"), ("gitea.lab:3000/private", "gitea.lab:3000/private"),
      ("10.0.0.5:8080", "10.0.0.5:8080"),
      ("[2001:DB8:0:0::1]:8080", "[2001:db8::1]:8080"), ("2001:db8::1", "2001:db8::1"), ("[::ffff:1.2.3.4]", "::ffff:102:304"),
      ("1::2:0:0:1", "1::2:0:0:1"), ("0:0:1::", "0:0:1::"), ("xn--bcher-kva.example", "xn--bcher-kva.example"),
      ("a_b.example", "a_b.example"),
    ])
  func reading(text: String, canonical: String) throws {
    let rule = try HostRule(parsing: text)
    #expect(rule.text == canonical)
    #expect(try HostRule(parsing: rule.text) == rule)
  }

  @Test(
    "what is no rule is said",
    arguments: [
      ("", "is empty"), ("https://example.org", "leave out the scheme"), ("example.org/path", "has a path"), ("*", "“*”"),
      ("*.", "is empty"),
      ("a.*.example", "“*”"), ("*.10.0.0.1", "before an address"), ("bücher.example", "is not ASCII"), ("a b", "a blank"),
      ("127.1", "unusual"),
      ("0x7f.1", "unusual"), ("example.org:", "port"), ("example.org:0", "port"), ("example.org:+1", "port"), ("a@b.example", "a user"),
      ("[::1", "no IPv6"), ("1:2:3:4:5:6:7:8:9", "no IPv6"), (":::", "no IPv6"), ("1::2::3", "no IPv6"), ("::-1", "no IPv6"),
      ("x:1.2.3.4", "port"),
      ("[::1]x:443", "between"), ("exa!mple.org", "no host name has"), ("256.1.1.1", "unusual"), ("a.-b.example", "“-”"),
    ])
  func wrong(text: String, reason: String) {
    let problem = #expect(throws: NetworkHost.Problem.self) { try HostRule(parsing: text) }
    #expect(problem?.text.contains(reason) == true, "\(problem?.text ?? "")")
  }

  @Test("every shipped host is a rule with a date and a source, and nothing can be pushed to") func shipped() throws {
    for entry in EngineHosts.engines + EngineHosts.providers {
      #expect(entry.rules.count == entry.hosts.count, "\(entry.name)")
      #expect(entry.date.count == 10 && !entry.source.isEmpty, "\(entry.name)")
      for rule in entry.rules {
        #expect(!rule.isPrivate && rule.port == 443)
        let name = rule.host.text
        for wrong in ["github.com", "githubusercontent.com", "sentry.io", "statsig.com", "npmjs.org"] where entry.name != "copilot" {
          #expect(name != wrong && !name.hasSuffix(".\(wrong)"), "\(entry.name): \(name)")
        }
      }
    }
    let names = EngineHosts.engines.map(\.name)
    #expect(Set(names).count == names.count && Set(names).isSuperset(of: ["claude", "codex", "gemini", "opencode", "aider"]))
    #expect(EngineHosts.engine("claude")?.hosts.contains("api.anthropic.com") == true)
    #expect(EngineHosts.provider(ofVariable: "OPENAI_API_KEY") == "openai")
  }

  @Test(
    "servers of the operator's own get a way in",
    arguments: [
      ("http://127.0.0.1:11434", "http://127.0.0.1:11434", "127.0.0.1:11434", 11434),
      ("http://localhost:8080/v1", "http://localhost:8080/v1", "localhost:8080", 8080),
      ("https://localhost:8443/v1", "https://localhost:8443/v1", "localhost:8443", 8443),
      ("http://[::1]:9000/a?b", "http://127.0.0.1:9000/a?b", "[::1]:9000", 9000),
      ("http://gpu.lab:8000/v1", "http://127.0.0.1:8000/v1", "gpu.lab:8000", 8000),
      ("http://gpu.lab/v1", "http://127.0.0.1:20000/v1", "gpu.lab:80", 20000),
      ("http://127.0.0.1:3128/v1", "http://127.0.0.1:20000/v1", "127.0.0.1:3128", 20000),
      ("http://u:p@10.0.0.5:8000", "http://u:p@127.0.0.1:8000", "10.0.0.5:8000", 8000),
    ])
  func doors(url: String, inside: String, target: String, port: UInt16) throws {
    let local = try #require(LocalAddress(url))
    #expect(local.inside == inside && local.rule == nil)
    let door = try #require(local.door)
    #expect(door.port == port && door.host.text(port: door.target) == target)
  }

  @Test("a host with TLS gets a rule; two servers never share a port") func rulesAndPorts() throws {
    let remote = try #require(LocalAddress("https://vllm.lab:8443/v1"))
    #expect(remote.inside == "https://vllm.lab:8443/v1" && remote.door == nil && remote.rule?.text == "vllm.lab:8443/private")
    let first = try #require(LocalAddress("http://a.lab:8000")?.door)
    #expect(LocalAddress("http://b.lab:8000", taken: [first])?.door?.port == 20000)
    #expect(LocalAddress("http://a.lab:8000/x", taken: [first])?.inside == "http://127.0.0.1:8000/x")
    for nothing in ["", "ftp://x", "http://", "http://a b/", "/tmp/socket", "https://0x7f000001/"] {
      #expect(LocalAddress(nothing) == nil, "\(nothing)")
    }
  }
}
