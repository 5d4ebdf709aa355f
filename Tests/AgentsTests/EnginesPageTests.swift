import Agents
import FoundationEssentials
import Testing

@Suite struct EnginesPageTests {
  @Test("docs/engines.md is what the engines say of themselves")
  func document() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let file = root.appendingPathComponent("docs/engines.md")
    let page = EnginesPage.render(EngineRegistry.standard().engines)
    if ProcessInfo.processInfo.environment["CARREL_UPDATE_DOCS"] == "1" { try Data(page.utf8).write(to: file) }
    #expect(try String(decoding: Data(contentsOf: file), as: UTF8.self) == page, "CARREL_UPDATE_DOCS=1 writes it anew")
  }

  @Test func everySheetIsComplete() {
    for engine in EngineRegistry.standard().engines {
      #expect(!engine.sheet.title.isEmpty, "\(engine.name)")
      #expect(!engine.sheet.commandLines.isEmpty, "\(engine.name)")
      #expect(!engine.installHint.isEmpty, "\(engine.name)")
      #expect(engine.installation?.command.isEmpty != true, "\(engine.name)")
      #expect(!engine.needsCredential || !engine.credentialVariables.isEmpty || !engine.loginFiles.isEmpty, "\(engine.name)")
    }
  }
}
