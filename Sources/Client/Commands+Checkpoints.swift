package import Arguments
internal import JSON
package import Model
internal import Wire

extension Commands {
  /// `carrel checkpoints`: name, time and the whole change at that moment, a line each.
  package func checkpoints(_ id: TaskID, json: Bool) async throws(ClientError) -> ExitCode {
    guard case .checkpoints(let checkpoints) = try await client.request(.checkpoints(id)) else { throw .disconnected }
    if json {
      output.line(JSONValue.array(checkpoints.map(Self.object)).serialized(pretty: true))
      return .done
    }
    for checkpoint in checkpoints {
      let kind = checkpoint.isTurn ? "turn" : "before a rewind"
      let change = checkpoint.change
      output.line(
        "\(checkpoint.name)\t\(checkpoint.time)\t\(kind)\t\(change.fileWords), +\(change.insertions) -\(change.deletions)\t\(checkpoint.tree.prefix(12))"
      )
    }
    return .done
  }

  /// `carrel rewind`.
  package func rewind(_ id: TaskID, turn: String) async throws(ClientError) -> ExitCode {
    guard case .text(let line) = try await client.request(.rewind(id, checkpoint: turn, author: author)) else { throw .disconnected }
    output.line(PlainText.line(line))
    return .done
  }

  private static func object(_ checkpoint: Checkpoint) -> JSONValue {
    let members: [(String, JSONValue)] = [
      ("name", .string(checkpoint.name)), ("turn", .integer(Int64(checkpoint.turn))),
      ("kind", .string(checkpoint.isTurn ? "turn" : "kept")), ("time", .string(checkpoint.time.description)),
      ("tree", .string(checkpoint.tree)), ("before", checkpoint.before.map { .string($0) } ?? .null),
      ("files", .integer(Int64(checkpoint.change.files))), ("insertions", .integer(Int64(checkpoint.change.insertions))),
      ("deletions", .integer(Int64(checkpoint.change.deletions))),
    ]
    var object = JSONObject()
    for (key, value) in members { object.append(key, value) }
    return .object(object)
  }
}
