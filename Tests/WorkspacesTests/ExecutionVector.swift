import Testing

/// A way to make git run a program that an agent could leave in its workspace (facts, section 2.2), and what a naive host does that sets it off.
struct ExecutionVector: CustomTestStringConvertible, Sendable {
  let testDescription: String
  /// Arms it, in the workspace, as the agent; `$X` is a command that leaves the canary.
  let arm: String
  /// What a naive host runs there; nil: nothing that can be had here sets it off.
  var trigger: String?

  init(_ name: String, _ arm: String, trigger: String?) {
    testDescription = name
    self.arm = arm
    self.trigger = trigger
  }

  private static func hook(_ name: String, in directory: String = ".git/hooks") -> String {
    "mkdir -p \(directory); printf '#!/bin/sh\\n%s\\n' \"$X\" > \(directory)/\(name); chmod +x \(directory)/\(name)"
  }

  private static let dirty = "echo changed > src/a.txt"

  /// The 28 of the facts, in their order.
  static let all = [
    ExecutionVector("core.fsmonitor", "git config core.fsmonitor \"$X; false\"", trigger: "git status"),
    ExecutionVector(
      "hooks/post-index-change", hook("post-index-change"), trigger: "touch -d yesterday src/b.txt; git status; git update-index --refresh"),
    ExecutionVector(
      "core.hooksPath", "\(hook("post-index-change", in: "h")); git config core.hooksPath h",
      trigger: "touch -d yesterday src/b.txt; git status; git update-index --refresh"),
    ExecutionVector("hooks/reference-transaction", hook("reference-transaction"), trigger: "git update-ref refs/heads/x HEAD"),
    ExecutionVector(
      "filter.x.clean and .gitattributes",
      "git config filter.x.clean \"$X; cat\"; rm -f .git/info/attributes; echo '* filter=x' > .gitattributes; \(dirty)",
      trigger: "git diff"),
    ExecutionVector(
      "filter.x.process and info/attributes", "git config filter.x.process \"$X\"; echo '* filter=x' > .git/info/attributes; \(dirty)",
      trigger: "git add -A"),
    ExecutionVector(
      "filter.x.smudge", "git config filter.x.smudge \"$X; cat\"; echo '* filter=x' > .git/info/attributes; rm src/b.txt",
      trigger: "git checkout -- src/b.txt"),
    ExecutionVector("diff.external", "git config diff.external \"$X;:\"; \(dirty)", trigger: "git diff"),
    ExecutionVector(
      "diff.x.command", "git config diff.x.command \"$X;:\"; echo '* diff=x' > .git/info/attributes; \(dirty)", trigger: "git diff"),
    ExecutionVector(
      "diff.x.textconv", "git config diff.x.textconv \"$X; cat\"; echo '* diff=x' > .git/info/attributes; \(dirty)", trigger: "git diff"),
    ExecutionVector(
      "gpg.program and log.showSignature",
      "printf '#!/bin/sh\\n%s\\n' \"$X\" > gpg; chmod +x gpg; git config gpg.program \"$PWD/gpg\"; git config log.showSignature true; "
        + "c=$(printf 'tree %s\\nparent %s\\nauthor a <a@b> 1 +0000\\ncommitter a <a@b> 1 +0000\\ngpgsig -----BEGIN PGP SIGNATURE-----\\n \\n x\\n -----END PGP SIGNATURE-----\\n\\nm\\n' "
        + "$(git rev-parse HEAD^{tree}) $(git rev-parse HEAD) | git hash-object -t commit -w --stdin); git update-ref HEAD $c",
      trigger: "git log"),
    ExecutionVector(
      "fsmonitor of a nested repository",
      "git init -q sub; echo x > sub/x; git -C sub add x; git -C sub commit -qm x; git add sub; git -C sub config core.fsmonitor \"$X; false\"",
      trigger: "git status"),
    ExecutionVector(
      "filter of a nested repository",
      "git init -q sub; echo x > sub/x; git -C sub add x; git -C sub commit -qm x; git add sub; git -C sub config filter.x.clean \"$X; cat\"; echo '* filter=x' > sub/.git/info/attributes; echo y > sub/x",
      trigger: "git status"),
    ExecutionVector(
      "include.path", "printf '[core]\\n\\tfsmonitor = \"%s; false\"\\n' \"$X\" > .git/extra; git config include.path extra",
      trigger: "git status"),
    ExecutionVector(
      "config.worktree",
      "git config core.repositoryFormatVersion 1; git config extensions.worktreeConfig true; git config --worktree core.fsmonitor \"$X; false\"",
      trigger: "git status"),
    ExecutionVector(
      "an embedded bare repository",
      "git init -q --bare bare; git -C bare config core.bare false; git -C bare config core.worktree ..; git -C bare config core.fsmonitor \"$X; false\"",
      trigger: "cd bare && git status"),
    ExecutionVector(
      "a promisor remote's uploadpack",
      "git config core.repositoryFormatVersion 1; git config extensions.partialClone origin; git config remote.origin.url .; git config remote.origin.promisor true; git config remote.origin.uploadpack \"$X; false\"; "
        + "echo lost > src/a.txt; git commit -qam lost; o=$(git rev-parse HEAD:src/a.txt); rm -f .git/objects/$(echo $o | cut -c1-2)/$(echo $o | cut -c3-); echo more > src/a.txt",
      trigger: "git diff"),
    ExecutionVector(
      "core.sshCommand", "git config core.sshCommand \"$X; false\"; git config remote.origin.url ssh://nowhere/x", trigger: "git fetch"),
    ExecutionVector(
      "an ext:: remote",
      "git config protocol.ext.allow always; printf '#!/bin/sh\\n%s\\n' \"$X\" > run; chmod +x run; git config remote.origin.url \"ext::$PWD/run\"",
      trigger: "git fetch"),
    ExecutionVector(
      "remote.uploadpack", "git config remote.origin.url .; git config remote.origin.uploadpack \"$X; false\"", trigger: "git fetch"),
    ExecutionVector(
      "core.gitProxy",
      "printf '#!/bin/sh\\n%s\\n' \"$X\" > run; chmod +x run; git config core.gitProxy \"$PWD/run\"; git config remote.origin.url git://nowhere/x",
      trigger: "git fetch"),
    ExecutionVector(
      "core.alternateRefsCommand",
      "git config core.alternateRefsCommand \"$X; false\"; git init -q --bare alt; echo \"$PWD/alt/objects\" >> .git/objects/info/alternates; "
        + "git clone -q . up; echo new > up/new; git -C up add new; git -C up commit -qm new; git config remote.origin.url ./up; git config remote.origin.fetch '+refs/heads/*:refs/remotes/up/*'",
      trigger: "git fetch"),
    ExecutionVector(
      "alias.status", "git config alias.status \"!$X\"; git config alias.diff-tree \"!$X\"; git config alias.fast-import \"!$X\"",
      trigger: nil),
    ExecutionVector("core.editor", "git config core.editor \"$X\"; git config sequence.editor \"$X\"", trigger: nil),
    ExecutionVector("core.pager", "git config core.pager \"$X\"; git config pager.diff \"$X\"", trigger: nil),
    ExecutionVector("credential.helper", "git config credential.helper \"!$X\"", trigger: nil),
    ExecutionVector("a merge driver", "git config merge.x.driver \"$X\"; echo '* merge=x' > .gitattributes; \(dirty)", trigger: nil),
    ExecutionVector(
      "further live ones",
      "git config submodule.s.update \"!$X\"; git config trailer.x.command \"$X\"; git config interactive.diffFilter \"$X\"; git config url.x.insteadOf /; git config http.proxy http://nowhere; "
        + "git config core.worktree /; git config core.attributesFile /etc/passwd; git config diff.orderFile /etc/passwd; printf '[submodule \"s\"]\\n\\tpath = s\\n\\turl = ./\\n\\tupdate = !%s\\n' \"$X\" > .gitmodules; "
        + "\(hook("pre-auto-gc")); \(hook("pre-commit")); \(hook("pre-push")); \(hook("post-checkout")); \(hook("update")); \(hook("post-rewrite"))",
      trigger: nil),
  ]
}
