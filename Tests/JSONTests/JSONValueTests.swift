import JSON
import Testing

@Suite struct JSONValueTests {
  @Test func readsEveryKind() throws {
    let text = #" {"a":null,"b":true,"c":[1,-2,3.5,1e3,9223372036854775807],"d":{"e":"x\n\u00e9"},"f":[],"g":{},"h":false} "#
    let value = try JSONValue.parse(text)
    let expected: JSONValue = [
      "a": .null, "b": true, "c": [1, -2, 3.5, 1000.0, .integer(.max)], "d": ["e": "x\né"], "f": [], "g": [:], "h": false,
    ]
    #expect(value == expected)
    #expect(value.object?.keys == ["a", "b", "c", "d", "f", "g", "h"])
    #expect(value["d"]?["e"]?.string == "x\né")
    #expect(value["c"]?[1]?.int == -2)
    #expect(value["c"]?[3]?.int == 1000)
    #expect(value["c"]?[9] == nil)
    #expect(value["c"]?[2]?.int == nil)
    #expect(value["c"]?[0]?.double == 1)
    #expect(value["b"]?.bool == true)
    #expect(value["a"]?.isNull == true)
    #expect(value["zz"] == nil)
  }

  @Test(arguments: ["1", "\"x\"", "null", "true", "-0.5", "[]", "{}"])
  func readsScalarsAtTheTop(_ text: String) throws {
    #expect(try JSONValue.parse(text).serialized() == text)
  }

  @Test func integersBeyond64BitsBecomeDoubles() throws {
    let value = try JSONValue.parse(
      #"{"a":18446744073709551615,"b":123456789012345678901234567890,"c":-99999999999999999999,"s":"123456789012345678901234567890"}"#)
    #expect(value["a"]?.double == 18446744073709551615.0)
    #expect(value["b"] == .double(123456789012345678901234567890.0))
    #expect(value["c"] == .double(-99999999999999999999.0))
    #expect(value["s"]?.string == "123456789012345678901234567890")
  }

  @Test func surrogates() throws {
    #expect(try JSONValue.parse(#""\ud83d\ude00""#).string == "😀")
    #expect(try JSONValue.parse(#"["a\ud83d","\ud83d\n","\ud83d\ud83d\ude00"]"#) == ["a\u{fffd}", "\u{fffd}\n", "\u{fffd}😀"])
    #expect(try JSONValue.parse(#""x\ude00y""#).string?.unicodeScalars.first == "x")
    #expect(try JSONValue.parse(#""\\ud83d""#).string == #"\ud83d"#)
  }

  @Test func refusesWithTheReason() {
    func error(_ text: String) -> JSONError? { error(Array(text.utf8)) }
    func error(_ bytes: [UInt8]) -> JSONError? {
      do throws(JSONError) {
        _ = try JSONValue.parse(bytes)
        return nil
      } catch { return error }
    }
    #expect(error("") == .empty)
    #expect(error("  \n") == .empty)
    #expect(error([0x22, 0xff, 0x22]) == .badUTF8)
    #expect(error([0x22, 0xed, 0xa0, 0x80, 0x22]) == .badUTF8)
    #expect(error(#"{"a":1"#) == .syntax)
    #expect(error(#"{"a":1} x"#) == .syntax)
    #expect(error(#"{"a" 1}"#) == .syntax)
    #expect(error("[1e999]") == .badNumber)
    #expect(error(#"["\x"]"#) == .badString)
    #expect(error("nulll") == .syntax)
    #expect(error("{'a':1}") == .syntax)
    #expect(error("[\"a\nb\"]") == .syntax)
  }

  @Test func everyCutOfADocumentIsAnError() {
    let bytes = Array(
      #"{"type":"assistant","message":{"content":[{"type":"text","text":"h\u00e9\ud83d\ude00é😀"}],"n":[1,2.5e3,null]}}"#.utf8)
    for count in 0..<bytes.count {
      #expect(throws: JSONError.self) { try JSONValue.parse(Array(bytes.prefix(count))) }
    }
    #expect(throws: Never.self) { try JSONValue.parse(bytes) }
  }

  @Test func depthIsLimited() throws {
    func nested(_ depth: Int) -> String { String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
    #expect(throws: Never.self) { try JSONValue.parse(nested(JSONValue.maximumDepth - 1)) }
    #expect(throws: JSONError.tooDeep) { try JSONValue.parse(nested(JSONValue.maximumDepth + 1)) }
    #expect(throws: JSONError.tooDeep) { try JSONValue.parse(nested(1_000_000)) }
    #expect(throws: JSONError.self) { try JSONValue.parse(String(repeating: #"{"a":"#, count: 100_000)) }
  }

  @Test func twentyMegabyteLine() throws {
    let piece = #"line of text with \"quotes\" and é 😀\n"#
    let text = #"{"content":""# + String(repeating: piece, count: 20 << 20 / piece.utf8.count) + #"","end":1}"#
    let value = try JSONValue.parse(text)
    #expect(value["end"]?.int == 1)
    #expect(try JSONValue.parse(value.serialized()) == value)
  }

  @Test func manyElements() throws {
    let text = "[" + (0..<300_000).map(String.init).joined(separator: ",") + "]"
    let value = try JSONValue.parse(text)
    #expect(value.array?.count == 300_000)
    #expect(value[299_999]?.int == 299_999)
    #expect(value.serialized() == text)
  }

  @Test func lastOfEqualKeysCounts() throws {
    let value = try JSONValue.parse(#"{"a":1,"a":2}"#)
    #expect(value["a"]?.int == 2)
    #expect(value.object?.count == 2)
  }

  @Test func objectsCanBeChanged() {
    var object = JSONObject()
    object["a"] = 1
    object["b"] = 2
    object["a"] = 3
    object["b"] = nil
    object["c"] = "x"
    #expect(object.keys == ["a", "c"])
    #expect(JSONValue.object(object).serialized() == #"{"a":3,"c":"x"}"#)
  }

  @Test func escapesWhatLinesAndTerminalsMind() throws {
    let text = "\"\\/\n\r\t\u{0}\u{1b}\u{7f}\u{9b}\u{2028}\u{2029}é😀\u{a0}\u{2027}\u{202a}"
    let written = JSONValue.string(text).serialized()
    #expect(written == #""\"\\/\n\r\t\u0000\u001b\u007f\u009b\u2028\u2029é😀"# + "\u{a0}\u{2027}\u{202a}\"")
    #expect(try JSONValue.parse(written).string == text)
  }

  @Test func writesNumbersThatJSONHas() throws {
    #expect(JSONValue.double(.nan).serialized() == "null")
    #expect(JSONValue.double(-.infinity).serialized() == "null")
    for number in [0.1, 1e16, .leastNonzeroMagnitude, -2.5, .greatestFiniteMagnitude] {
      #expect(try JSONValue.parse(JSONValue.double(number).serialized()) == .double(number))
    }
    #expect(JSONValue.integer(.min).serialized() == "-9223372036854775808")
    #expect(try JSONValue.parse("-9223372036854775808") == .integer(.min))
  }

  @Test func pretty() {
    let value: JSONValue = ["a": [1, [:], []], "b": ["c": .null]]
    #expect(
      value.serialized(pretty: true) == """
        {
          "a": [
            1,
            {},
            []
          ],
          "b": {
            "c": null
          }
        }
        """)
  }

  @Test func randomBytesNeverCrash() {
    var generator = SystemRandomNumberGenerator()
    let seed = Array(#"{"a":[1,2,{"b":"\u00e9\ud83d"}],"c":-1.5e10,"d":[null,true,false]}"#.utf8)
    for _ in 0..<3000 {
      var bytes = seed
      for _ in 0..<Int.random(in: 1...5, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      if let value = try? JSONValue.parse(bytes) { #expect((try? JSONValue.parse(value.serialized())) == value) }
    }
  }
}
