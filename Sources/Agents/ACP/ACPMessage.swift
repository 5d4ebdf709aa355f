import JSON

/// A line of the Agent Client Protocol: JSON-RPC 2.0. The ids of the two directions are numbered apart and overlap.
enum ACPMessage: Hashable, Sendable {
  case request(id: JSONValue, method: String, params: JSONValue)
  case notification(method: String, params: JSONValue)
  case result(id: Int, JSONValue)
  case failure(id: Int?, ACPError)
  case unknown

  /// Reads a line's value.
  init(_ value: JSONValue) {
    if let method = value["method"]?.string {
      let params = value["params"] ?? [:]
      if let id = value["id"], !id.isNull {
        self = .request(id: id, method: method, params: params)
      } else {
        self = .notification(method: method, params: params)
      }
    } else if let error = value["error"], !error.isNull {
      self = .failure(id: Self.number(value["id"]), ACPError(error))
    } else if let result = value["result"], let id = Self.number(value["id"]) {
      self = .result(id: id, result)
    } else {
      self = .unknown
    }
  }

  /// Our ids are numbers; some agents send them back as strings.
  private static func number(_ id: JSONValue?) -> Int? { id?.int ?? id?.string.flatMap { Int($0) } }

  static func request(_ id: Int, _ method: String, _ params: JSONValue) -> JSONValue {
    ["jsonrpc": "2.0", "id": .integer(Int64(id)), "method": .string(method), "params": params]
  }

  static func notification(_ method: String, _ params: JSONValue) -> JSONValue {
    ["jsonrpc": "2.0", "method": .string(method), "params": params]
  }

  static func answer(_ id: JSONValue, _ result: Result<JSONValue, ACPRefusal>) -> JSONValue {
    switch result {
    case .success(let value): ["jsonrpc": "2.0", "id": id, "result": value]
    case .failure(let refusal): ["jsonrpc": "2.0", "id": id, "error": refusal.error.json]
    }
  }
}
