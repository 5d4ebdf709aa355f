/// Paths through which a change acts on whoever checks it out, builds it or opens it: they are marked in the review (facts, "Diffs").
enum SensitivePath {
  /// Whether a path is one of them. Case does not matter.
  static func contains(_ path: String) -> Bool {
    let lower = path.lowercased()
    let parts = lower.split(separator: "/")
    guard let name = parts.last.map(String.init) else { return false }
    if names.contains(name) || name.hasPrefix(".env") || name.hasPrefix("dockerfile") || name.hasSuffix(".gradle") { return true }
    for part in parts.dropLast() where directories.contains(String(part)) { return true }
    return lower.hasPrefix(".circleci/") || lower.hasPrefix("scripts/ci/") || (parts.count > 1 && name.hasSuffix(".mdc"))
  }

  private static let directories: Set = [
    ".github", ".gitea", ".forgejo", ".gitlab", ".woodpecker", ".buildkite", ".husky", ".githooks", "hooks", ".vscode", ".idea",
    ".devcontainer",
    ".claude", ".codex", ".cursor", ".gemini", ".opencode", ".aider", ".cargo", ".mvn",
  ]
  private static let names: Set = [
    ".gitattributes", ".gitmodules", ".gitconfig", ".envrc", ".mcp.json", "agents.md", "claude.md", "gemini.md", ".cursorrules",
    ".windsurfrules", ".gitlab-ci.yml", ".travis.yml", ".drone.yml", ".woodpecker.yml", "jenkinsfile", "azure-pipelines.yml",
    "bitbucket-pipelines.yml", ".pre-commit-config.yaml", "lefthook.yml", "package.json", ".npmrc", ".yarnrc", ".yarnrc.yml",
    "makefile", "gnumakefile", "justfile", "taskfile.yml", "build.rs", "setup.py", "conftest.py", "pyproject.toml", "tox.ini", "noxfile.py",
    "cmakelists.txt", "gemfile", "rakefile", "procfile", "vagrantfile", "docker-compose.yml", "compose.yml", "compose.yaml",
    "package.swift",
    ".editorconfig", ".lldbinit", ".gdbinit", ".bazelrc", "mise.toml", ".tool-versions", "pom.xml", "build.sbt",
  ]
}
