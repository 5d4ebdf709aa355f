internal import FoundationEssentials

/// Takes secrets out of what the store is about to write; the store itself knows none.
package struct StoreCleaner: Sendable {
  private let bytes: @Sendable ([UInt8]) -> [UInt8]
  private let words: @Sendable (String) -> String

  /// A cleaner.
  /// - Parameters:
  ///   - json: takes them out of JSON, which stays JSON.
  ///   - text: takes them out of text.
  package init(json: @escaping @Sendable ([UInt8]) -> [UInt8], text: @escaping @Sendable (String) -> String) {
    bytes = json
    words = text
  }

  func json(_ data: Data) -> Data { Data(bytes(Array(data))) }

  func text(_ text: String) -> String { words(text) }
}
