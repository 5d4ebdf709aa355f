import CSystem

/// A secret's bytes, in memory that is not swapped out (where the limit on locked memory allows it) and in no core dump, and that is wiped when the last holder
/// lets go of it. Printing or dumping it shows nothing. What is made of it (`text`) is an ordinary copy: to be made late and dropped early. Immutable.
package final class SecretBytes: @unchecked Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  // Written by the initialiser alone, hence the unchecked conformance.
  private let memory: UnsafeMutableRawPointer?
  /// How many bytes.
  package let count: Int

  /// A secret of these bytes. Where there is no memory it is empty.
  package init(_ bytes: some Collection<UInt8>) {
    let wanted = bytes.count
    memory = cs_secret_allocate(wanted)
    count = memory == nil ? 0 : wanted
    guard let memory else { return }
    _ = UnsafeMutableRawBufferPointer(start: memory, count: count).initializeMemory(as: UInt8.self, from: bytes)
  }

  /// A secret of a text's UTF-8.
  package convenience init(_ text: String) { self.init(text.utf8) }

  /// A secret of these bytes, which are overwritten.
  package convenience init(taking bytes: inout [UInt8]) {
    self.init(bytes)
    bytes.withUnsafeMutableBytes { if let base = $0.baseAddress { cs_wipe(base, $0.count) } }
    bytes = []
  }

  deinit { if let memory { cs_secret_free(memory, count) } }

  /// Calls the body with the bytes, which must not be kept.
  package func withBytes<Value>(_ body: (UnsafeRawBufferPointer) -> Value) -> Value {
    body(UnsafeRawBufferPointer(start: memory, count: count))
  }

  /// The secret as text: a copy that nothing wipes.
  package var text: String { withBytes { String(decoding: $0, as: UTF8.self) } }

  /// A copy of the bytes that nothing wipes.
  package var copy: [UInt8] { withBytes { Array($0) } }

  /// Whether both hold the same bytes; takes as long whatever they are.
  package static func == (left: SecretBytes, right: SecretBytes) -> Bool {
    guard left.count == right.count else { return false }
    return left.withBytes { one in right.withBytes { other in zip(one, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0 } }
  }

  /// Hashes the bytes.
  package func hash(into hasher: inout Hasher) { withBytes { hasher.combine(bytes: $0) } }

  /// Never the value.
  package var description: String { "[secret]" }
  /// As `description`.
  package var debugDescription: String { description }
  /// Nothing to look into.
  package var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
