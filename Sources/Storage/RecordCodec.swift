internal import FoundationEssentials
internal import Model

/// Task records as JSON text, without the ticket's body and the brief, which lie in columns of their own. Reading is tolerant: what an older
/// version did not write gets its default; what does not read is given up key by key, and the task is then stopped rather than run on a guess.
struct RecordCodec {
  /// What takes secrets out of records before they are written.
  var cleaner: StoreCleaner?
  private let encoder = JSONEncoder()
  private let decoder = JSONDecoder()

  init() {
    encoder.nonConformingFloatEncodingStrategy = .convertToString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
  }

  /// The record's JSON.
  /// - Throws: `StorageError.failed` when it cannot be written as JSON.
  func encode(_ record: TaskRecord) throws(StorageError) -> Data {
    do {
      var row = record
      row.ticket.body = ""
      row.brief = nil
      let json = try encoder.encode(row)
      return cleaner?.json(json) ?? json
    } catch {
      throw .failed(doing: "writing the record of \(record.id)", reason: String(describing: error))
    }
  }

  /// The record from its JSON, whatever that is.
  func decode(_ json: Data, id: TaskID) -> TaskRecord {
    if var record = try? decoder.decode(TaskRecord.self, from: json), record.id == id {
      record.ticket.body = ""
      return record
    }
    return repaired(json, id: id)
  }

  /// Fills missing keys from a default record; then gives up, one by one, the keys that still do not read.
  private func repaired(_ json: Data, id: TaskID) -> TaskRecord {
    let fallback = Self.fallback(id)
    guard let stored = try? decoder.decode(StoredValue.self, from: json), case .object(var defaults) = tree(of: fallback),
      case .object(var merged) = StoredValue.object(defaults).overlaid(with: stored)
    else { return fallback }
    merged["id"] = .integer(Int64(id.number))
    var lost: [String] = []
    while true {
      do {
        var record = try decoder.decode(TaskRecord.self, from: encoder.encode(StoredValue.object(merged)))
        guard !lost.isEmpty else { return record }
        record.detail = "parts of this record could not be read: \(lost.joined(separator: ", "))"
        if !record.phase.isEnd { record.phase = .stopped }
        return record
      } catch let error as DecodingError {
        // Once replaced by its default, a key that still fails is left out altogether; so this ends.
        guard let key = error.topKey, merged[key] != nil else { return fallback }
        lost.append(key)
        merged[key] = defaults.removeValue(forKey: key)
      } catch {
        return fallback
      }
    }
  }

  private func tree(of record: TaskRecord) -> StoredValue {
    (try? decoder.decode(StoredValue.self, from: encoder.encode(record))) ?? .null
  }

  /// What stands for a record that cannot be read at all. Stopped, so that nothing runs.
  private static func fallback(_ id: TaskID) -> TaskRecord {
    var record = TaskRecord(
      id: id, ticket: Ticket(title: "(the record of \(id) could not be read)"), repository: RepositoryLocation(source: "", publishTo: ""),
      engine: "", mode: .ask, created: Timestamp(milliseconds: 0))
    record.phase = .stopped
    return record
  }
}

extension DecodingError {
  /// The top-level key under which the error lies.
  fileprivate var topKey: String? {
    switch self {
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context): context.codingPath.first?.stringValue
    case .keyNotFound(let key, let context): context.codingPath.first?.stringValue ?? key.stringValue
    @unknown default: nil
    }
  }
}
