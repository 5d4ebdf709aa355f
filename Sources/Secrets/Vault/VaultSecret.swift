import JSON

/// What a secret's answer holds (KV secrets engine version 2, API, "Read secret version"). Pure.
enum VaultSecret {
  /// The field's value.
  /// - Throws: `SecretError.vault` when it is not there.
  static func field(of answer: VaultAnswer, _ reference: VaultReference, _ doing: String) throws(SecretError) -> SecretBytes {
    guard let data = answer.body["data"]?["data"]?.object else {
      throw .vault(doing, reason: "the answer holds no secret; is \(reference.path[0]) a key-value engine of version 2?")
    }
    guard let value = data[reference.field] else {
      let names = data.keys.sorted().prefix(8).map { String($0.prefix(40)) }.joined(separator: ", ")
      throw .vault(doing, reason: "it has no field “\(reference.field)”\(names.isEmpty ? "" : ", but \(names)")")
    }
    let text: String? =
      switch value {
      case .string(let text): text
      case .object, .array, .null: nil
      default: value.serialized()
      }
    guard let text, !text.isEmpty else { throw .vault(doing, reason: "its field “\(reference.field)” holds no text") }
    guard !text.utf8.contains(0) else { throw .vault(doing, reason: "its field “\(reference.field)” has a zero byte in it") }
    return SecretBytes(text)
  }

  /// Why there is nothing: a version that was deleted or destroyed still has its metadata.
  static func absence(_ answer: VaultAnswer, _ reference: VaultReference) -> String {
    if let metadata = answer.body["data"]?["metadata"] {
      let version = metadata["version"]?.int.map { "version \($0)" } ?? "this version"
      if metadata["destroyed"]?.bool == true { return "\(version) was destroyed; write a new one" }
      if let time = metadata["deletion_time"]?.string, !time.isEmpty {
        let day = String(time.unicodeScalars.prefix(40).map { $0.value < 0x20 ? " " : Character($0) })
        return "\(version) was deleted at \(day); undelete it (`vault kv undelete`), or write a new one"
      }
    }
    if let complaint = answer.complaint { return "there is nothing (\(complaint))" }
    let hint = reference.path.count > 2 && reference.path[1] == "data" ? "; leave the “data” out of the path" : ""
    return "there is nothing\(reference.version.map { " with version \($0)" } ?? "")\(hint)"
  }
}
