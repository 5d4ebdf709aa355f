import Testing

@Suite("Reading Swift source")
struct SwiftCodeTests {
  @Test("Comments and the insides of literals are taken away")
  func stripped() {
    let quotes = "\"\"\""
    let lines = [
      "let a = \"try! \\(b(\"x\")) // no\" // try!", "/* try!", "x */ try! f()", "let t = \(quotes)", "  try! \"", "  \(quotes) + b",
      "let r = #\"a\\\"# as! c",
    ]
    #expect(SwiftCode.stripped(lines) == ["let a = \"\" ", "", " try! f()", "let t = \"\"", "", " + b", "let r = \"\" as! c"])
  }

  @Test("A package's plan")
  func plan() {
    let plan = PackagePlan(
      "let x = [ module(\"no\") ]\ntargets: [ .target(name: \"C\", cSettings: [.define(\"G\")]), module(\"A\"), module(\"B\", [\"A\", \"C\"]), .testTarget(name: \"T\", dependencies: [\"B\"], exclude: [\"F\"]), tests(\"U\", []) ]"
    )
    #expect(plan.dependencies == ["C": [], "A": [], "B": ["A", "C"], "T": ["B"], "U": []])
  }
}
