internal import Glibc
internal import Model
internal import Platform

/// Keeps the templates: each is made once, by the first who needs it while the others wait, and the longest unused ones go when there are too many. Any caller.
actor TemplateKeeper {
  private let layout: StateLayout
  private let limits: TemplateLimits
  /// Lets the commit of a template that went go.
  private let unpin: @Sendable (Template.Key) async -> Void
  private var making: [Template.Key: Task<Result<Template, WorkspaceError>, Never>] = [:]
  private var used: [String: Int] = [:]

  init(layout: StateLayout, limits: TemplateLimits, unpin: @escaping @Sendable (Template.Key) async -> Void) {
    self.layout = layout
    self.limits = limits
    self.unpin = unpin
  }

  /// The template of a key; it stays until `release`.
  /// - Parameter make: makes it when it is not there; one at a time for each key.
  /// - Throws: what `make` threw.
  func use(
    _ key: Template.Key, _ make: @escaping @Sendable () async throws(WorkspaceError) -> Template
  ) async throws(WorkspaceError) -> Template {
    let path = "\(layout.templates)/\(key.repository)/\(key.name)"
    // Before anything is awaited: nobody removes it meanwhile.
    used[path, default: 0] += 1
    do throws(WorkspaceError) {
      while true {
        if let template = Template(at: path), template.key == key {
          template.touch()
          return template
        }
        if let other = making[key] {
          do throws(WorkspaceError) { return try await other.value.get() } catch {
            // Whoever began it went away; that is nothing to the others. It may not have taken itself out yet, and would not come to it while this goes round.
            guard error == .setupCut else { throw error }
            if making[key] == other { making[key] = nil }
            continue
          }
        }
        let mine = Task { () async -> Result<Template, WorkspaceError> in
          do throws(WorkspaceError) { return .success(try await make()) } catch { return .failure(error) }
        }
        making[key] = mine
        let result = await mine.value
        if making[key] == mine { making[key] = nil }
        let template = try result.get()
        await tidy()
        return template
      }
    } catch {
      release(path)
      throw error
    }
  }

  /// Gives a template back.
  func release(_ path: String) {
    let left = (used[path] ?? 1) - 1
    used[path] = left > 0 ? left : nil
  }

  /// Whether a template is there or being made.
  func has(_ key: Template.Key) -> Bool {
    making[key] != nil || Template(at: "\(layout.templates)/\(key.repository)/\(key.name)")?.key == key
  }

  /// Removes what is unused for too long or too much, longest unused first.
  func tidy() async { await remove(limits) }

  /// Removes every template that nobody uses now, to make room.
  /// - Returns: whether one went.
  func makeRoom() async -> Bool {
    var none = limits
    none.count = 0
    return await remove(none)
  }

  @discardableResult
  private func remove(_ limits: TemplateLimits) async -> Bool {
    var all: [(path: String, template: Template?, used: Int64)] = []
    for repository in StateFile.names(in: layout.templates) {
      for name in StateFile.names(in: layout.templates + "/" + repository) where !name.hasPrefix(".new-") {
        let path = "\(layout.templates)/\(repository)/\(name)"
        all.append((path, Template(at: path), Template.lastUse(of: path)))
      }
    }
    all.sort { ($0.used, $0.path) < ($1.used, $1.path) }
    var count = all.count
    var bytes = all.reduce(Int64(0)) { $0 + ($1.template?.footprint.bytes ?? 0) }
    var gone: [String] = []
    let now = Int64(time(nil))
    for (path, template, moment) in all where used[path] == nil {
      let isKept = count <= limits.count && bytes <= limits.bytes && now - moment / 1_000_000_000 <= limits.age && template != nil
      if isKept { continue }
      let name = "template-\(StateFile.token())"
      guard (try? StateFile.move(path, to: layout.trash + "/" + name)) != nil else { continue }
      count -= 1
      bytes -= template?.footprint.bytes ?? 0
      gone.append(name)
      if let template { await unpin(template.key) }
    }
    let (trash, names) = (layout.trash, gone)
    await runBlocking {
      guard case .success(let directory) = OpenDirectory.open(trash) else { return }
      // What cannot be deleted now goes at the next start.
      for name in names { try? TreeRemover.remove(name, in: directory) }
    }
    return !gone.isEmpty
  }

  /// What is known of the room that workspaces take, by the sources' mirrors: read once, at the start.
  nonisolated static func footprints(_ layout: StateLayout) -> [String: DiskRoom] {
    var found: [String: DiskRoom] = [:]
    for repository in StateFile.names(in: layout.templates) {
      for name in StateFile.names(in: layout.templates + "/" + repository) {
        guard let template = Template(at: "\(layout.templates)/\(repository)/\(name)") else { continue }
        found[template.key.mirror] = template.footprint
      }
    }
    return found
  }
}
