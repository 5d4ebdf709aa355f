import Configuration
import Forges
import Model
import Workspaces

/// Finds out where the issues are that somebody speaks of: by a repository in any form, by a tracker's name, by the name or the address of an issue.
struct IssuePlaces: Sendable {
  let desk: Desk

  /// Where a question's issues are.
  struct Found: Sendable {
    /// Who is asked.
    var source: IssueSource
    /// In words.
    var place: String
    /// The repository that the tasks work in; nil: as the client says.
    var repository: String?
  }

  /// Where the issues of a question are.
  /// - Throws: what is wrong with the repository's or tracker's name, or with the forge's token.
  func find(_ question: IssueQuestion) async throws(SupervisionError) -> Found {
    if let name = question.tracker {
      guard let tracker = desk.trackers.first(where: { $0.name == name }) else {
        let known = desk.trackers.map(\.name).joined(separator: ", ")
        throw SupervisionError(
          .usage,
          "Importing: there is no [[tracker]] named \"\(name)\"\(known.isEmpty ? "" : " (known: \(known))"); add one to the configuration.")
      }
      return Found(source: .tracker(tracker), place: "\(tracker.name) (\(tracker.host))", repository: question.repository)
    }
    let short = try await shortName(question)
    let address = try await address(of: short == nil ? question.repository : nil, in: question.directory)
    let found: ForgePlace?
    do throws(ForgeError) { found = try await desk.forges.place(of: address, fresh: false) } catch { throw Self.error(error) }
    guard var place = found else {
      throw SupervisionError(
        .refused, "Importing from \(address): it is on no forge that is known; add a [[forge]] table for its host to the configuration.")
    }
    guard let (owner, name) = short else {
      return Found(source: .forge(place), place: "\(place.repository.path) on \(place.repository.host)", repository: question.repository)
    }
    place.repository = ForgeRepository(host: place.repository.host, owner: owner, name: name)
    let facts: ForgeRepositoryFacts
    do throws(ForgeError) { facts = try await place.forge.facts(place.repository) } catch { throw Self.error(error) }
    place.repository = facts.repository
    return Found(source: .forge(place), place: "\(place.repository.path) on \(place.repository.host)", repository: facts.cloneURL)
  }

  /// `owner/name`, when the question's repository is written so and is no directory.
  private func shortName(_ question: IssueQuestion) async throws(SupervisionError) -> (String, String)? {
    guard let text = question.repository, !text.hasPrefix("/"), !text.hasPrefix("."), !text.hasPrefix("~"), !text.contains(":") else {
      return nil
    }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 2, parts.allSatisfy({ !$0.isEmpty }), let name = parts.last else { return nil }
    if (try? await desk.repositories.resolve(argument: text, directory: question.directory)) != nil { return nil }
    return (parts.dropLast().joined(separator: "/"), name)
  }

  /// The address by which a repository's forge is found: its remote's, or its own.
  func address(of argument: String?, in directory: String) async throws(SupervisionError) -> String {
    do throws(WorkspaceError) {
      let location = try await desk.repositories.resolve(argument: argument, directory: directory).location
      return location.publishTo.isEmpty ? location.source : location.publishTo
    } catch {
      throw SupervisionError(.usage, error.text)
    }
  }

  // MARK: Issues by name

  /// An issue by its name.
  enum Named: Sendable {
    case forge(IssueReference)
    case tracker(any IssueTracker, String)
  }

  /// What a name or an address means; nil: nothing that is configured.
  /// - Parameter remote: what `#12` is beside.
  func named(_ text: String, beside remote: String?) -> Named? {
    if let tracker = desk.trackers.first(where: { $0.key(ofPage: text) != nil }), let key = tracker.key(ofPage: text) {
      return .tracker(tracker, key)
    }
    if let reference = desk.forges.issue(text, beside: remote) { return .forge(reference) }
    guard let key = TrackerKey.reading(text) else { return nil }
    let project = key.prefix { $0 != "-" }
    let settings = desk.settings.trackers.first { $0.projects.contains(String(project)) }
    let tracker = desk.trackers.first { $0.name == settings?.name } ?? (desk.trackers.count == 1 ? desk.trackers.first : nil)
    return tracker.map { .tracker($0, key) }
  }

  static func error(_ error: ForgeError) -> SupervisionError { SupervisionError(error.isPassing ? .failed : .refused, error.text) }
}
