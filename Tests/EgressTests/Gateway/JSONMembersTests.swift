import JSON
import Testing

@testable import Egress

@Suite("the gateway's look into requests")
struct JSONMembersTests {
  private func find(_ text: String) -> [String] {
    JSONMembers.find(["model", "background"], in: Array(text.utf8)).map { "\($0.name)=\(String(decoding: $0.value, as: UTF8.self))" }
  }

  @Test("only the outermost object's members are found, with all of one name") func found() {
    #expect(find(#"{"model":"a","x":{"model":"b"},"y":[{"model":"c"}],"model":"d"}"#) == [#"model="a""#, #"model="d""#])
    #expect(find(#" { "a" : "\"model\":\"x\"" , "model" : "z\"}" , "background" : true } "#) == [#"model="z\"}" "#, "background=true "])
    #expect(find(#"{"mod\u0065l":"a"}"#) == [#"model="a""#])
    #expect(find(#"{"a":"\\","model":{"b":[1,2,{"c":3}]}}"#) == [#"model={"b":[1,2,{"c":3}]}"#])
    #expect(find(#"{"model":"#).isEmpty && find("").isEmpty && find(#"["model",{"model":1}]"#).isEmpty)
    #expect(find("}}}}]]]]\"model\":1,").isEmpty && find(#"{"\"#).isEmpty)
  }

  @Test("a hostile text costs no more than its bytes") func hostile() {
    for text in [
      String(repeating: "[", count: 1 << 20), String(repeating: "{\"model\":", count: 1 << 17), String(repeating: "{},", count: 1 << 19),
    ] {
      #expect(find(text).isEmpty)
    }
    #expect(find("{" + String(repeating: "\"model\":1,", count: 5000) + "}").count == 1000)
  }

  @Test("a request says its model and whether it is one for the background") func requests() throws {
    func read(_ text: String) throws -> (model: String?, isBackground: Bool) {
      let head = try GatewayHead(reading: Array("POST /v1/responses HTTP/1.1\r\nHost: localhost".utf8)[...])
      return GatewayRequest(head: head, body: Array(text.utf8)).read()
    }
    #expect(try read(#"{"model":"gpt-5","background":true}"#) == ("gpt-5", true))
    #expect(try read(#"{"background":false,"background":null,"input":"{\"background\":true}"}"#) == (nil, false))
    #expect(try read(#"{"background":1}"#).isBackground && read(#"{"background":"true"}"#).isBackground)
    #expect(try read(#"{"b\u0061ckground":true}"#).isBackground)
  }
}
