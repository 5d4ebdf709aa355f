import JSON
import Model
import Platform

/// What is kept in the private home about a task's session: opencode's own store cannot be asked without it.
struct OpenCodeMemory: Hashable, Sendable {
  /// The session.
  var session: String
  /// Whether the plan of mode `plan` was approved.
  var isPlanApproved = false

  /// Where it lies.
  static func path(home: String) -> String { "\(home)/.carrel/opencode-session.json" }

  /// The bytes of the file.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    JSONValue.object(
      {
        var object = JSONObject()
        object["session"] = .string(session)
        object["plan_approved"] = .bool(isPlanApproved)
        return object
      }()
    ).appendBytes(to: &bytes)
    return bytes
  }

  /// Reads it; nil when there is none. The agent could have changed it: nothing but this is taken from it. Blocks.
  static func read(home: String) -> OpenCodeMemory? {
    guard let bytes = try? Files.read(path(home: home), limit: 1 << 16), let value = try? JSONValue.parse(bytes),
      let session = value["session"]?.string
    else { return nil }
    return OpenCodeMemory(session: session, isPlanApproved: value["plan_approved"]?.bool ?? false)
  }

  /// Whether a text may be a session's id.
  static func isID(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 200
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
          UInt8(ascii: "_"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }
}
