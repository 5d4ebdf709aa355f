internal import CSystem
internal import Glibc

/// Our side of a pseudo-terminal. A child gets the other side as `ProcessCommand.terminal`; it is in no session by itself, so that the first session leader that takes
/// it (the warden's child does) has it as its controlling terminal, with job control and window changes. Nothing here waits; any thread, one at a time.
package final class PseudoTerminal: Sendable {
  /// What reading gave.
  package enum Reading: Hashable, Sendable {
    /// Bytes that the program wrote.
    case bytes([UInt8])
    /// Nothing now: wait until `descriptor` is readable.
    case notYet
    /// Nobody has the other side any more.
    case end
  }

  private let master: OwnedDescriptor

  private init(_ master: OwnedDescriptor) { self.master = master }

  /// A new one of this size (cells), and the program's side, to be closed when the child has it.
  /// - Throws: `PlatformError.io`.
  package static func open(rows: Int, columns: Int) throws(PlatformError) -> (terminal: PseudoTerminal, other: OwnedDescriptor) {
    var ends: [Int32] = [-1, -1]
    let error = cs_pty_open(&ends, Int32(clamping: rows), Int32(clamping: columns))
    guard error == 0 else { throw .io(doing: "opening a pseudo-terminal", reason: PlatformError.reason(error)) }
    return (PseudoTerminal(OwnedDescriptor(owning: ends[0])), OwnedDescriptor(owning: ends[1]))
  }

  /// One whose side of ours somebody else opened and sent.
  package static func adopting(_ master: OwnedDescriptor) -> PseudoTerminal {
    _ = cs_set_nonblocking(master.number)
    return PseudoTerminal(master)
  }

  /// For poll: readable when there are bytes or it has ended, writable when input is taken. -1 when it is closed.
  package var descriptor: Int32 { master.number }

  /// The next bytes, at most 64 KiB.
  package func read() -> Reading {
    let number = master.number
    guard number >= 0 else { return .end }
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
      let got = Glibc.read(number, buffer.baseAddress, buffer.count)
      failure = got < 0 ? errno : 0
      count = max(0, got)
    }
    if !bytes.isEmpty { return .bytes(bytes) }
    return failure == EAGAIN || failure == EINTR ? .notYet : .end
  }

  /// Writes what is taken at once and returns how many bytes that was.
  package func write(_ bytes: ArraySlice<UInt8>) -> Int {
    let number = master.number
    guard number >= 0, !bytes.isEmpty else { return 0 }
    return max(0, bytes.withUnsafeBytes { Glibc.write(number, $0.baseAddress, $0.count) })
  }

  /// Tells it its size (cells); the program in front gets SIGWINCH.
  package func resize(rows: Int, columns: Int) { _ = cs_pty_resize(master.number, Int32(clamping: rows), Int32(clamping: columns)) }

  /// Sends our side to the peer of a Unix connection, with one byte beside it; ours stays open.
  package func send(over connection: UnixConnection) -> Bool { connection.send(descriptor: master) }

  /// Closes our side: the programs on it are hung up.
  package func close() { master.close() }
}
