import Model
import Secrets
import Testing

@testable import Agents

@Suite struct RedactedDeltasTests {
  @Test("A secret across the pieces of a text, a thought or a tool's output is taken out, each stream on its own")
  func acrossPieces() {
    var deltas = RedactedDeltas()
    let redactor = Redactor(["secret-token"])
    let given = deltas.redact(
      [
        .textDelta(messageID: "1", text: "a sec"), .thinkingDelta(messageID: "1", text: "b secret-"), .toolOutput(id: "1", text: "c secre"),
        .textDelta(messageID: "1", text: "ret-token!"), .thinkingDelta(messageID: "1", text: "token?"), .toolOutput(id: "1", text: "t-tok"),
        .toolOutput(id: "1", text: "en. sec"), .toolFinished(id: "1", status: .ok, output: "secret-token", exitCode: 0),
        .textDone(messageID: "1", text: "a secret-token!"),
      ], redactor)
    #expect(
      given == [
        .textDelta(messageID: "1", text: "a "), .thinkingDelta(messageID: "1", text: "b "), .toolOutput(id: "1", text: "c "),
        .textDelta(messageID: "1", text: "[redacted]!"), .thinkingDelta(messageID: "1", text: "[redacted]?"),
        .toolOutput(id: "1", text: "[redacted]. "), .toolOutput(id: "1", text: "sec"),
        .toolFinished(id: "1", status: .ok, output: "[redacted]", exitCode: 0), .textDone(messageID: "1", text: "a [redacted]!"),
      ])
  }

  @Test("A secret that becomes known while a message is streamed is taken out of it")
  func live() {
    var deltas = RedactedDeltas()
    let ledger = SecretLedger(["other-secret"])
    _ = deltas.redact([.textDelta(messageID: "1", text: "x ")], Redactor(ledger))
    ledger.add(["secret-token"])
    #expect(
      deltas.redact([.textDelta(messageID: "1", text: "secret-token")], Redactor(ledger)) == [
        .textDelta(messageID: "1", text: "[redacted]")
      ])
  }
}
