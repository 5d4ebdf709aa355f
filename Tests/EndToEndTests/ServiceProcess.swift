import Platform

/// A service's process as the kernel sees it.
struct ServiceProcess {
  let pid: Int32

  /// A child: its number, its program's name, its state as proc(5) has it.
  struct Child {
    var pid: Int32
    var name: String
    var state: String
  }

  /// What may grow without a limit when something is forgotten.
  struct Figures {
    var descriptors: Int
    var threads: Int
    var zombies: Int
    var residentKilobytes: Int
  }

  /// Its children now.
  var children: [Child] {
    var found: [Child] = []
    for thread in (try? Files.list("/proc/\(pid)/task")) ?? [] {
      let text = (try? Files.readText("/proc/\(pid)/task/\(thread)/children", limit: 1 << 16)) ?? ""
      for child in text.split(separator: " ").compactMap({ Int32($0) }) {
        guard let line = try? Files.readText("/proc/\(child)/stat", limit: 4096), let begin = line.firstIndex(of: "("),
          let end = line.lastIndex(of: ")")
        else { continue }
        let state = line[line.index(after: end)...].split(separator: " ").first.map(String.init) ?? ""
        found.append(Child(pid: child, name: String(line[line.index(after: begin)..<end]), state: state))
      }
    }
    return found
  }

  /// Its figures now.
  var figures: Figures {
    let status = (try? Files.readText("/proc/\(pid)/status", limit: 1 << 16)) ?? ""
    func number(_ name: String) -> Int {
      status.split(separator: "\n").first { $0.hasPrefix(name + ":") }.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }
    return Figures(
      descriptors: ((try? Files.list("/proc/\(pid)/fd")) ?? []).count, threads: number("Threads"),
      zombies: children.count { $0.state == "Z" }, residentKilobytes: number("VmRSS"))
  }
}
