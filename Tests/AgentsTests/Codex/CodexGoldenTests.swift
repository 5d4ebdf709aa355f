import Agents
import Model
import Platform
import Testing

/// Every recording of the real codex gives the events that its golden file says.
@Suite struct CodexGoldenTests {
  @Test func thereAreRecordings() { #expect(CodexFixture.names.count > 50) }

  @Test(arguments: CodexFixture.names)
  func recording(_ name: String) throws {
    let text = CodexFixture.summary(name)
    if Environment.current["CARREL_UPDATE_GOLDEN"] == "1" { try CodexFixture.update(name, text) }
    #expect(text == CodexFixture.golden(name), "CARREL_UPDATE_GOLDEN=1 rewrites it")
  }
}
