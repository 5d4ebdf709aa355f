import Configuration
import Model
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

  /// The branch that a task is published as.
  package func branchName(for task: TaskRecord) -> String {
    BranchName.make(pattern: settings.git.branch, id: task.id, title: task.ticket.title)
  }

  /// The commit message of a task.
  package func commitMessage(for task: TaskRecord) -> String {
    CommitMessage.compose(ticket: task.ticket, summary: task.summary, engine: task.engine, model: task.model)
  }

  /// How git may reach remotes now.
  var remoteAccess: RemoteAccess {
    RemoteAccess(
      sshAgentSocket: credentials.value("SSH_AUTH_SOCK"),
      token: settings.git.tokenEnvironment.flatMap { credentials.value($0) }, cloneSeconds: settings.limits.cloneSeconds,
      pushSeconds: settings.limits.pushSeconds)
  }
}
