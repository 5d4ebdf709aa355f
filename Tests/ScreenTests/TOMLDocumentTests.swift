import TOML
import Testing

@Suite struct TOMLDocumentTests {
  @Test func valuesKeepTheirPlacesAndTheOrderOfTheText() throws {
    let document = try TOMLDocument.parse(
      """
      name = "käse"
      count = 3
      share = 0.5
      on = true
      born = 1979-05-27T07:32:00Z
      list = ["a", "b"]

      [engine.zeta]
      command = "z"
      [engine.alpha]
      command = "a"
      [[repo]]
      match = "one"
      [[repo]]
      match = "two"
      """)
    #expect(document["name"]?.string == "käse")
    #expect(document["name"]?.line == 1)
    #expect(document["name"]?.column == 8)
    #expect(document["count"]?.integer == 3)
    #expect(document["count"]?.double == 3)
    #expect(document["share"]?.double == 0.5)
    #expect(document["on"]?.boolean == true)
    #expect(document["born"]?.kind == .date("1979-05-27T07:32:00Z"))
    #expect(document["list"]?.array?.map(\.string) == ["a", "b"])
    #expect(document["engine"]?.table?.map(\.key) == ["zeta", "alpha"])
    #expect(document["engine"]?["alpha"]?["command"]?.line == 11)
    #expect(document["engine"]?["zeta"]?.table?.first?.column == 1)
    #expect(document["repo"]?.array?.map { $0["match"]?.string } == ["one", "two"])
    #expect(document["none"] == nil)
    #expect(document.root.table?.map(\.key) == ["name", "count", "share", "on", "born", "list", "engine", "repo"])
  }

  @Test(arguments: [("a = 1\nb = = 2\n", 2), ("a = 1\na = 2\n", 2), ("[t\n", 1), ("x = \"\u{1}\"\n", 1)])
  func errorsNameTheLine(text: String, line: Int) {
    let error = #expect(throws: TOMLError.self) { try TOMLDocument.parse(text) }
    #expect(error?.line == line)
    #expect(error?.message.isEmpty == false)
  }

  @Test func emptyIsAnEmptyTable() throws {
    #expect(try TOMLDocument.parse("").root.table == [])
  }
}
