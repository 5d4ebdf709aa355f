import Glibc
import Platform
import Secrets

/// How fast forty secrets in all their spellings are looked for, in text that holds none and in text that holds many, beside grep and sed over the same bytes.
extension Bench {
  func redaction() async throws {
    var dice = Dice()
    let secrets = (0..<40).map { number in
      let kinds = ["sk-ant-api03-", "ghp_", "gto_", "sk-proj-", "hvs.", ""]
      return kinds[number % kinds.count]
        + String((0..<40 + number % 20).map { _ in Self.letters[Int(dice.next() % UInt64(Self.letters.count))] })
    }
    let redactor = Redactor(secrets)
    try place.write(secrets.joined(separator: "\n") + "\n", to: "secrets.txt")
    let clean = Self.text(&dice, secrets: [])
    let full = Self.text(&dice, secrets: secrets)
    for (what, text, reach) in [("text without secrets", clean, "≥ 400 MB/s"), ("text with a secret in every 4 KB", full, "")] {
      try Files.writeAtomically(text, to: "\(place.root)/redaction.txt", mode: 0o600)
      let whole = measure(text) { redactor.redact($0).count }
      let pieces = measure(text) { text in
        var stream = redactor.stream()
        var count = 0
        var from = 0
        while from < text.count {
          let end = min(text.count, from + 64 << 10)
          count += stream.append(Array(text[from..<end])).count
          from = end
        }
        return count + stream.finish().count
      }
      figures.append(
        Figure(
          "redaction of \(text.count >> 20) MB of \(what), 40 secrets (\(redactor.ledger.size >> 10) KB)",
          "\(Figure.number(whole.median, 0)) MB/s (\(Figure.number(whole.least, 0))–\(Figure.number(whole.most, 0))); in 64 KB pieces "
            + "\(Figure.number(pieces.median, 0))",
          reach: reach, peers: try redactionPeers(Double(text.count) / 1e6, secrets, whole.median)))
    }
  }

  private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")

  /// A small generator with a fixed seed, so that every run has the same bytes.
  private struct Dice {
    private var state: UInt64 = 42

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }
  }

  /// Log lines, code and JSON as agents print them.
  private static func text(_ dice: inout Dice, secrets: [String]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(33 << 20)
    var next = 4096
    while out.count < 32 << 20 {
      let number = Int(dice.next() % 100_000)
      let line =
        switch number % 4 {
        case 0: "2026-11-21T08:30:\(number % 60)Z \(Seed.words[number % 10]) \(Seed.things[number % 7]) in src/part\(number % 40).py: ok\n"
        case 1: "    let value\(number % 100) = try await store.read(id: \(number), limit: 4096) // \(Seed.things[number % 7])\n"
        case 2:
          "{\"type\":\"content_block_delta\",\"index\":\(number % 9),\"delta\":{\"type\":\"text_delta\",\"text\":\"and then \\\"it\\\" went on\\n\"}}\n"
        default: "\(String(number &* 2_654_435_761, radix: 16)) \(String(number &* 40_503, radix: 36)) test_case_\(number) PASSED [ 42%]\n"
        }
      out += Array(line.utf8)
      guard !secrets.isEmpty, out.count > next else { continue }
      next += 4096
      out += Array("Authorization: Bearer \(secrets[number % secrets.count])\n".utf8)
    }
    return out
  }

  /// MB a second, five times.
  private func measure(_ text: [UInt8], _ body: ([UInt8]) -> Int) -> Sample {
    var rates: [Double] = []
    for _ in 0..<5 {
      let start = Moment.now
      let count = body(text)
      rates.append(Double(text.count) / 1e6 / (Moment.now - start) * 1000)
      if count == 0 { remarks.append("redaction gave nothing") }
    }
    return Sample(rates)
  }

  /// What people would take instead; they look for the secrets as they are, in no other spelling.
  private func redactionPeers(_ size: Double, _ secrets: [String], _ ours: Double) throws -> String {
    let file = "\(place.root)/redaction.txt"
    try place.write(secrets.map { "s/\($0)/[redacted]/g\n" }.joined(), to: "secrets.sed")
    let peers = [
      ("grep -F -f", "exec grep -c -F -f \"$0/secrets.txt\" \"$1\""), ("sed", "exec sed -f \"$0/secrets.sed\" \"$1\""),
    ]
    return try peers.map { name, script in
      let start = Moment.now
      try Place.run(
        "/bin/sh", ["-c", "(\(script)) >/dev/null || true", place.root, file], ["PATH": "/usr/bin:/bin", "LC_ALL": "C"], "/")
      let rate = size / (Moment.now - start) * 1000
      return "\(name), plain spelling alone: \(Figure.number(rate, 0)) MB/s (×\(Figure.number(ours / rate, 1)))"
    }.joined(separator: ", ")
  }
}
