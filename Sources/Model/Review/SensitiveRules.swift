/// The table of sensitive paths: where tools look for something to run or to obey, from their own documentation.
enum SensitiveRules {
  static let all = hooks + pipelines + git + packages + agents + editors + secrets + builds

  private static let hookNames: Set = [
    "applypatch-msg", "pre-applypatch", "post-applypatch", "pre-commit", "pre-merge-commit", "prepare-commit-msg", "commit-msg",
    "post-commit", "pre-rebase", "post-checkout", "post-merge", "pre-push", "pre-receive", "update", "proc-receive", "post-receive",
    "post-update", "reference-transaction", "push-to-checkout", "pre-auto-gc", "post-rewrite", "sendemail-validate",
    "fsmonitor-watchman", "post-index-change",
  ]

  private static let hooks = [
    SensitiveRule(
      kind: .hook, text: "Git runs it on commit, checkout or push, on the machine of whoever has these hooks switched on",
      directories: [".githooks", ".git-hooks", ".husky", ".lefthook", ".hooks"],
      names: [
        ".pre-commit-config.yaml", ".pre-commit-config.yml", ".pre-commit-hooks.yaml", ".overcommit.yml", "captainhook.json",
        ".simple-git-hooks.json", ".simple-git-hooks.js", ".simple-git-hooks.cjs", "simple-git-hooks.json", "prek.toml",
      ], prefixes: ["lefthook.", ".lefthook.", "lefthook-local.", ".lefthook-local.", ".huskyrc", ".lintstagedrc"]),
    SensitiveRule(kind: .hook, text: "It is named as a hook of git", names: hookNames, parent: "hooks"),
  ]

  private static let pipelines = [
    SensitiveRule(
      kind: .ci, text: "The forge's CI runs it, with the repository's secrets",
      directories: [
        ".gitea", ".forgejo", ".gitlab", ".circleci", ".woodpecker", ".buildkite", ".azure-pipelines", ".semaphore",
        ".builds", ".teamcity", ".tekton", ".concourse", ".harness", ".codefresh", ".azuredevops", ".drone",
      ],
      names: [
        ".gitlab-ci.yml", ".gitlab-ci.yaml", ".travis.yml", ".drone.yml", ".drone.yaml", ".drone.star", ".drone.jsonnet", ".woodpecker.yml",
        ".woodpecker.yaml", "appveyor.yml", ".appveyor.yml", "bitbucket-pipelines.yml", ".cirrus.yml", ".cirrus.star", ".build.yml",
        "cloudbuild.yaml", "cloudbuild.yml", "cloudbuild.json", "buildspec.yml", "buildspec.yaml", "codefresh.yml", "wercker.yml",
        "screwdriver.yaml", "netlify.toml", "vercel.json", "renovate.json", "renovate.json5", ".renovaterc", ".renovaterc.json",
      ], prefixes: ["jenkinsfile", "azure-pipelines"], suffixes: [".gitlab-ci.yml", ".jenkinsfile"]),
    SensitiveRule(
      kind: .ci, text: "It says who must review, or what the forge does by itself",
      names: ["codeowners", "dependabot.yml", "dependabot.yaml"]),
    SensitiveRule(kind: .ci, text: "CI runs it", starts: [".github/workflows/", ".github/actions/", "scripts/ci/", "ci/", ".ci/"]),
    SensitiveRule(kind: .ci, text: "The forge reads it", needsTick: false, directories: [".github"]),
  ]

  private static let git = [
    SensitiveRule(
      kind: .gitRules, text: "It changes how git reads, filters, merges and shows files",
      names: [".gitattributes", ".gitconfig", ".lfsconfig"]),
    SensitiveRule(kind: .submodule, text: "It says where submodules are fetched from", names: [".gitmodules"]),
    SensitiveRule(
      kind: .ignoreRules, text: "It changes which files git leaves out", needsTick: false,
      names: [".gitignore", ".ignore", ".dockerignore", ".npmignore"]),
  ]

  private static let packages = [
    SensitiveRule(
      kind: .packageScript, text: "It is run when the package is installed, built or tested, by tools that do not ask",
      directories: [".cargo", ".mvn", ".yarn", ".bundle", "buildsrc"],
      names: [
        "setup.py", "setup.cfg", "build.rs", "build.sbt", "plugins.sbt", "pom.xml", "build.zig", "package.swift", "conftest.py",
        "sitecustomize.py", "usercustomize.py", "gemfile", "extconf.rb", "binding.gyp", ".pnpmfile.cjs", "pnpmfile.js", "gradlew",
        "gradlew.bat", "gradle-wrapper.properties", "gradle-wrapper.jar", "mvnw", "mvnw.cmd", "directory.build.props",
        "directory.build.targets", "mix.exs", "rebar.config", "rebar.config.script", "makefile.pl", "build.pl", "cabal.project", "setup.hs",
        "shard.yml", "dune-workspace", "flake.nix", "shell.nix", "default.nix",
      ], suffixes: [".gradle", ".gradle.kts", ".gemspec", ".pth"]),
    SensitiveRule(
      kind: .packageScript, text: "It says where packages come from, or what runs with them",
      names: [
        ".npmrc", ".yarnrc", ".yarnrc.yml", "pip.conf", "pip.ini", ".pypirc", ".condarc", "nuget.config", ".bazelrc", "mise.toml",
        ".mise.toml", ".tool-versions", "gradle.properties", "bunfig.toml", ".bazelversion", "sources.list",
      ]),
    SensitiveRule(
      kind: .dependencies, text: "It says which packages are used", needsTick: false,
      names: [
        "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "pnpm-workspace.yaml", "bun.lock", "bun.lockb",
        "cargo.lock", "go.mod", "go.sum", "go.work", "gemfile.lock", "composer.lock", "poetry.lock", "uv.lock", "pdm.lock", "pipfile",
        "pipfile.lock", "package.resolved", "flake.lock", "deno.lock", "podfile", "cartfile",
        "requirements.txt", "requirements-dev.txt", "constraints.txt",
      ]),
  ]

  private static let agents = [
    SensitiveRule(
      kind: .agent, text: "Coding agents obey it: it can tell them what to do, or start servers and commands",
      directories: [
        ".claude", ".codex", ".cursor", ".gemini", ".opencode", ".aider", ".continue", ".windsurf", ".roo", ".kilocode", ".amazonq",
        ".junie", ".qwen", ".vibe", ".kimi", ".goose", ".crush", ".clinerules", ".augment", ".kiro", ".agents", ".openhands", ".factory",
        ".trae",
      ],
      names: [
        ".mcp.json", "mcp.json", "agents.md", "agent.md", "agents.override.md", "claude.md", "claude.local.md", "gemini.md", "qwen.md",
        "warp.md", ".cursorrules", ".cursorignore", ".windsurfrules", ".clinerules", ".roomodes", ".roorules", ".goosehints",
        "opencode.json", "opencode.jsonc", "crush.json", ".crush.json", "copilot-instructions.md", "skill.md", ".rules",
      ], prefixes: [".aider"], suffixes: [".mdc", ".instructions.md", ".prompt.md", ".chatmode.md"])
  ]

  private static let editors = [
    SensitiveRule(
      kind: .editor, text: "Editors and shells run it or obey it when the directory is opened",
      directories: [".vscode", ".idea", ".devcontainer", ".fleet", ".zed", ".vs", ".vim", ".nvim", ".direnv"],
      names: [
        ".envrc", "devcontainer.json", ".devcontainer.json", ".exrc", ".vimrc", ".nvimrc", ".lvimrc", ".nvim.lua", ".dir-locals.el",
        ".dir-locals-2.el", ".lldbinit", ".gdbinit", ".gitpod.yml", ".replit", ".bashrc", ".bash_profile", ".bash_login", ".profile",
        ".zshrc", ".zshenv", ".zprofile", ".inputrc", ".autoenv.zsh", ".rgrc", "vagrantfile", ".screenrc", ".tmux.conf",
      ], suffixes: [".code-workspace", ".sublime-project", ".iml"])
  ]

  private static let secrets = [
    SensitiveRule(
      kind: .secrets, text: "It may hold secrets",
      names: [
        ".env", ".netrc", "_netrc", ".git-credentials", ".htpasswd", ".pgpass", ".my.cnf", "kubeconfig", "id_rsa", "id_dsa", "id_ecdsa",
        "id_ed25519", ".dockercfg", ".s3cfg",
      ], prefixes: [".env."], suffixes: [".pem", ".key", ".p12", ".pfx", ".jks", ".keystore", ".kdbx", ".ppk"],
      exceptions: [".env.example", ".env.sample", ".env.template", ".env.dist", ".env.defaults"])
  ]

  private static let builds = [
    SensitiveRule(
      kind: .buildScript, text: "It says what is run to build or start the project", needsTick: false,
      names: [
        "makefile", "gnumakefile", "justfile", ".justfile", "taskfile.yml", "taskfile.yaml", "rakefile", "procfile", "cmakelists.txt",
        "meson.build", "configure", "configure.ac", "autogen.sh", "tox.ini", "noxfile.py", "tasks.py", "fabfile.py", "dodo.py", "wscript",
        "sconstruct", "sconscript", "docker-compose.yml", "docker-compose.yaml", "compose.yml", "compose.yaml", "earthfile", "tiltfile",
        "workspace", "workspace.bazel", "module.bazel", "build.bazel", "turbo.json", "nx.json", "deno.json", "deno.jsonc", "gruntfile.js",
        "gulpfile.js", ".babelrc.js", ".eslintrc.js", ".eslintrc.cjs", ".prettierrc.js", "dangerfile", "dangerfile.js", "fastfile",
      ], prefixes: ["dockerfile", "containerfile"],
      suffixes: [".mk", ".cmake", ".config.js", ".config.cjs", ".config.mjs", ".config.ts", ".dockerfile", ".csproj", ".vcxproj"])
  ]
}
