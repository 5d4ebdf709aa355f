import Configuration
import Forges
package import Model
import Secrets
import Workspaces

/// What the configuration says about one task, in words and names.
extension Desk {
  /// Who commits.
  var identity: CommitIdentity { CommitIdentity(name: settings.git.userName, email: settings.git.userEmail) }

  /// The brief for a ticket.
  package func brief(for ticket: Ticket, repository: RepositoryLocation, base: String?) -> String {
    let own = settings.repository(matching: repository)
    return BriefTemplate.render(
      ticket: ticket, notes: own?.notes, base: base, check: own?.check, template: own?.briefTemplate ?? settings.briefTemplate)
  }

  /// The brief of a task at the step that it is at, with what an operator added to it.
  func brief(for task: TaskRecord, base: String?) -> String {
    BriefAddition.compose(
      StepBrief.compose(brief(for: task.ticket, repository: task.repository, base: base), task), task.briefAddition, ticket: task.ticket,
      base: base)
  }

  /// The branch that a task is published as.
  package func branchName(for task: TaskRecord) -> String {
    BranchPattern.make(pattern: settings.git.branch, id: task.id, title: task.ticket.title)
  }

  /// The commit message of a task.
  package func commitMessage(for task: TaskRecord) -> String {
    CommitMessage.compose(ticket: task.ticket, summary: task.closingWords, engine: task.engine, model: task.model)
  }

  /// How git may reach a remote now: the operator's present ssh agent, and the token of the forge that stands there, else the one that is configured for git.
  /// - Throws: `WorkspaceError.authentication` when the configured token cannot be read.
  func remoteCredentials(_ remote: String, fresh: Bool = false) async throws(WorkspaceError) -> RemoteCredentials {
    var found = RemoteCredentials(sshAgentSocket: credentials.value("SSH_AUTH_SOCK"), sshConfig: settings.git.sshConfig)
    do throws(ForgeError) {
      let access = try await forges.gitAccess(of: remote, fresh: fresh)
      (found.token, found.certificates) = (access?.token?.text, access?.certificates)
      if let user = access?.user { found.user = user }
    } catch {
      throw .authentication(remote: RepositoryAddress(remote)?.withoutPassword ?? remote, detail: error.text)
    }
    guard found.token == nil, let source = settings.git.tokenSource else { return found }
    do throws(SecretError) { found.token = try await credentials.value(from: source, fresh: fresh) } catch {
      throw .authentication(remote: "the publish target", detail: error.text)
    }
    return found
  }

  /// Does something with a remote. When the remote refuses the token, the token's source is asked once more: if it has another one by now, the same is done once more
  /// with that; a token that expired between fetch and push costs nothing then.
  /// - Parameter remote: its address, by which the token is chosen.
  /// - Throws: what the body throws the last time.
  func withRemote<Value: Sendable>(
    _ remote: String, _ body: (RemoteCredentials) async throws(WorkspaceError) -> Value
  ) async throws(WorkspaceError) -> Value {
    let first = try await remoteCredentials(remote)
    do throws(WorkspaceError) { return try await body(first) } catch {
      guard case .authentication = error, let refused = first.token else { throw error }
      let next = try await remoteCredentials(remote, fresh: true)
      guard let token = next.token, token != refused else { throw error }
      return try await body(next)
    }
  }
}
