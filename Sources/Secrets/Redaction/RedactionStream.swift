/// Redacts a stream that comes in pieces of any size. Holds back only the bytes that may be the beginning of a secret.
package struct RedactionStream: Sendable {
  private let automaton: RedactionAutomaton?
  private var state = 0
  /// Bytes not yet given out, and for each whether it belongs to a secret.
  private var held: [UInt8] = []
  private var secret: [Bool] = []
  /// Whether the last byte given out belonged to a secret, so that neighbours become one mark.
  private var insideSecret = false

  init(_ automaton: RedactionAutomaton?) { self.automaton = automaton }

  /// What can be given out after these bytes.
  package mutating func append(_ bytes: [UInt8]) -> [UInt8] {
    guard let automaton else { return bytes }
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    for byte in bytes {
      state = automaton.next(state, byte)
      if state == 0, held.isEmpty {
        insideSecret = false
        out.append(byte)
        continue
      }
      held.append(byte)
      secret.append(false)
      let length = automaton.matchLength[state]
      if length > 0 { for index in max(0, held.count - length)..<held.count { secret[index] = true } }
      release(held.count - automaton.depth[state], to: &out)
    }
    return out
  }

  /// The rest, at the end of the stream.
  package mutating func finish() -> [UInt8] {
    var out: [UInt8] = []
    release(held.count, to: &out)
    state = 0
    insideSecret = false
    return out
  }

  private mutating func release(_ count: Int, to out: inout [UInt8]) {
    guard count > 0 else { return }
    for index in 0..<count {
      if !secret[index] {
        out.append(held[index])
      } else if !insideSecret {
        out.append(contentsOf: Redactor.replacement.utf8)
      }
      insideSecret = secret[index]
    }
    held.removeFirst(count)
    secret.removeFirst(count)
  }
}
