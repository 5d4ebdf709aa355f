import Configuration
import Model
import Testing

/// `[publish]`, and what a repository says otherwise.
@Suite struct PublishSettingsTests {
  static let text = """
    [publish]
    kind = "pr"
    draft = true
    labels = ["agent"]
    reviewers = ["ann"]
    comment = true
    close = "now"
    ci = "hold"
    hold = "label:ready"
    template = "body.md"
    [[repo]]
    match = "https://git.lab/ops/"
    [repo.publish]
    draft = false
    hold = "draft"
    labels = []
    """

  private func load(_ text: String) -> (Settings, [String]) {
    let (settings, problems) = Settings.load(text: text, path: "/etc/c.toml") { $0 == "/etc/body.md" ? "{summary}" : nil }
    return (settings, problems.map(\.message))
  }

  @Test func aRepositorySaysWhatIsOtherwise() {
    let (settings, problems) = load(Self.text)
    #expect(problems.isEmpty)
    let elsewhere = settings.publishing(RepositoryLocation(source: "/x", publishTo: "https://else.where/a/b"))
    #expect(elsewhere.kind == .pr && elsewhere.draft == true && elsewhere.labels == ["agent"] && elsewhere.close == .now)
    #expect(elsewhere.template == "{summary}" && elsewhere.comment == true && elsewhere.reviewers == ["ann"])
    #expect(elsewhere.hold(on: .gitea) == .label("ready"))
    let ops = settings.publishing(RepositoryLocation(source: "/x", publishTo: "https://git.lab/ops/tools"))
    #expect(ops.kind == .pr && ops.draft == false && ops.labels == [] && ops.hold(on: .github) == .draft && ops.template == "{summary}")
  }

  @Test func checksRunUnlessTheyAreToBeHeld() {
    #expect(PublishSettings().hold(on: .gitlab) == nil)
    #expect(load("[publish]\nci = \"run\"\nhold = \"draft\"").0.publish.hold(on: .gitea) == nil)
    for kind in ForgeKind.allCases { #expect(load("[publish]\nci = \"hold\"").0.publish.hold(on: kind) == .marker("[skip ci]")) }
  }

  @Test func whatIsWrongIsSaid() {
    #expect(load("[publish]\nhold = \"label:\"").1.first?.contains("\"label:NAME\"") == true)
    #expect(load("[publish]\nkind = \"mail\"").1.first?.contains("must be one of") == true)
    #expect(load("[publish]\nlabels = [\"\"]").1.first?.contains("empty") == true)
    #expect(load("[publish]\ntemplate = \"none.md\"").1 == ["the template /etc/none.md cannot be read"])
    #expect(load("[publish]\ndrafts = true").1.first?.contains("did you mean draft?") == true)
  }

  @Test func whatIsShownIsReadAgainTheSame() {
    let (settings, _) = load(Self.text)
    let (again, problems) = load(settings.description)
    #expect(problems.isEmpty)
    #expect(again == settings)
  }
}
