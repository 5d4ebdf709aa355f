/// Any JSON value, for repairing records that do not read as they stand.
enum StoredValue: Codable {
  case null
  case bool(Bool)
  case integer(Int64)
  case number(Double)
  case text(String)
  case list([StoredValue])
  case object([String: StoredValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Int64.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else if let value = try? container.decode([StoredValue].self) {
      self = .list(value)
    } else {
      self = .object(try container.decode([String: StoredValue].self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    case .list(let value): try container.encode(value)
    case .object(let value): try container.encode(value)
    }
  }

  /// This value with what `other` says laid over it: objects are joined key by key, anything else is replaced.
  func overlaid(with other: StoredValue) -> StoredValue {
    guard case .object(let own) = self, case .object(let theirs) = other else { return other }
    return .object(own.merging(theirs) { $0.overlaid(with: $1) })
  }
}
