package import Model

extension Timestamp {
  /// Reads RFC 3339 (`2026-11-02T09:30:00.5+01:00`); nil when it is none.
  package init?(rfc3339 text: String) {
    let bytes = Array(text.utf8)
    func number(_ start: Int, _ count: Int) -> Int64? {
      guard start + count <= bytes.count else { return nil }
      var value: Int64 = 0
      for byte in bytes[start..<start + count] {
        guard (0x30...0x39).contains(byte) else { return nil }
        value = value * 10 + Int64(byte - 0x30)
      }
      return value
    }
    guard bytes.count >= 20, bytes.count <= 40, bytes[4] == 0x2d, bytes[7] == 0x2d, bytes[13] == 0x3a, bytes[16] == 0x3a,
      let year = number(0, 4), let month = number(5, 2), let day = number(8, 2), let hour = number(11, 2), let minute = number(14, 2),
      let second = number(17, 2), (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 61
    else { return nil }
    var index = 19
    var thousandths: Int64 = 0
    if bytes[index] == 0x2e {
      index += 1
      var unit: Int64 = 100
      while index < bytes.count, (0x30...0x39).contains(bytes[index]) {
        thousandths += Int64(bytes[index] - 0x30) * unit
        unit /= 10
        index += 1
      }
    }
    guard index < bytes.count else { return nil }
    var shift: Int64 = 0
    switch bytes[index] {
    case UInt8(ascii: "Z"), UInt8(ascii: "z"): guard index + 1 == bytes.count else { return nil }
    case UInt8(ascii: "+"), UInt8(ascii: "-"):
      guard index + 6 == bytes.count, bytes[index + 3] == 0x3a, let hours = number(index + 1, 2), let minutes = number(index + 4, 2) else {
        return nil
      }
      shift = (hours * 60 + minutes) * (bytes[index] == UInt8(ascii: "-") ? -60 : 60)
    default: return nil
    }
    let seconds = Self.days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - shift
    self.init(milliseconds: seconds * 1000 + thousandths)
  }

  /// Reads a date of HTTP (RFC 9110, 5.6.7, the preferred form): `Wed, 21 Oct 2026 07:28:00 GMT`; nil when it is none.
  package init?(httpDate text: String) {
    let words = text.split(separator: " ").map(String.init)
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    guard words.count == 6, let month = months.firstIndex(of: words[2]) else { return nil }
    let number = month + 1
    func two(_ text: String) -> String { text.utf8.count == 1 ? "0\(text)" : text }
    self.init(rfc3339: "\(words[3])-\(two(String(number)))-\(two(words[1]))T\(words[4])Z")
  }

  /// Days since 1970-01-01 of a date of the proleptic Gregorian calendar.
  private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
