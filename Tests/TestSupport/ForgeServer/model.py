"""What a forge holds, in memory, with git repositories beside it. No API in here: the faces (gitea.py, …) say it in their words."""
import os
import subprocess
import threading
import time as clock

GIT = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1",
       "GIT_AUTHOR_NAME": "Ann", "GIT_AUTHOR_EMAIL": "ann@git.lab", "GIT_AUTHOR_DATE": "@1790000000 +0000",
       "GIT_COMMITTER_NAME": "Ann", "GIT_COMMITTER_EMAIL": "ann@git.lab", "GIT_COMMITTER_DATE": "@1790000000 +0000"}


class Refused(Exception):
    """What the forge will not do: a status and words."""

    def __init__(self, status, words, **more):
        super().__init__(words)
        self.status, self.words, self.more = status, words, more


class User:
    def __init__(self, number, login):
        self.id, self.login = number, login


class Token:
    def __init__(self, user, text, scopes):
        self.user, self.text, self.scopes, self.expired = user, text, scopes, False


class Label:
    def __init__(self, number, name, color):
        self.id, self.name, self.color = number, name, color


class Milestone:
    def __init__(self, number, title):
        self.id, self.title, self.state = number, title, "open"


class Comment:
    def __init__(self, number, author, body, moment):
        self.id, self.author, self.body, self.created = number, author, body, moment


class ReviewComment(Comment):
    def __init__(self, number, author, body, moment, path, line, resolved):
        super().__init__(number, author, body, moment)
        self.path, self.line, self.resolved = path, line, resolved


class Review:
    def __init__(self, number, author, state, body, moment):
        self.id, self.author, self.state, self.body, self.created, self.comments = number, author, state, body, moment, []


class Status:
    def __init__(self, number, context, state, description, url, moment):
        self.id, self.context, self.state, self.description, self.url, self.created = number, context, state, description, url, moment


class Issue:
    """An issue, or with `head` a pull request; they share their numbers."""

    def __init__(self, number, title, body, author, moment):
        self.number, self.title, self.body, self.author = number, title, body, author
        self.created = self.updated = moment
        self.state, self.labels, self.assignees, self.milestone, self.comments = "open", [], [], None, []
        self.head = self.base = None
        self.merged, self.draft, self.reviewers, self.reviews, self.sha = False, False, [], [], ""


class Repository:
    def __init__(self, forge, number, owner, name, private, default_branch):
        self.forge, self.id, self.owner, self.name, self.private = forge, number, owner, name, private
        self.default_branch, self.archived, self.protected, self.writers = default_branch, False, [], None
        self.labels, self.milestones, self.issues, self.statuses, self.branches = [], [], {}, {}, {}

    @property
    def path(self):
        return f"{self.owner}/{self.name}"

    @property
    def directory(self):
        return os.path.join(self.forge.root, self.owner, self.name + ".git")

    def git(self, *arguments, data=None):
        out = subprocess.run(["git", "-c", "safe.directory=*", "--git-dir", self.directory, *arguments], input=data, env=GIT,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        return out.stdout.decode().strip() if out.returncode == 0 else None

    def commit_of(self, branch):
        """The commit of a branch; None: there is none."""
        if branch in self.branches:
            return self.branches[branch]
        return self.git("rev-parse", "--verify", "--quiet", f"refs/heads/{branch}^{{commit}}") if os.path.isdir(self.directory) else None

    def has_changes(self, base, head):
        if head in self.branches or base in self.branches:
            return self.commit_of(base) != self.commit_of(head)
        return (self.git("rev-list", "--count", f"refs/heads/{base}..refs/heads/{head}") or "0") != "0"

    def next_number(self):
        return max(self.issues, default=0) + 1

    def label(self, name, make=True):
        for label in self.labels:
            if label.name.lower() == name.lower():
                return label
        if not make:
            return None
        label = Label(self.forge.number(), name, "70a0c0")
        self.labels.append(label)
        return label

    def mentioned(self, title):
        for milestone in self.milestones:
            if milestone.title == title:
                return milestone
        milestone = Milestone(self.forge.number(), title)
        self.milestones.append(milestone)
        return milestone

    def list(self, pulls, state="all"):
        found = [i for i in self.issues.values() if (i.head is not None) == pulls and (state == "all" or i.state == state)]
        return sorted(found, key=lambda i: -i.number)

    def open_request(self, user, title, body, head, base, draft=False):
        """Opens a pull request of a branch of the repository itself."""
        if self.commit_of(head) is None or self.commit_of(base) is None:
            raise Refused(404, "The target couldn't be found.")
        for other in self.list(True, "open"):
            if other.head == head and other.base == base:
                raise Refused(409, f"pull request already exists for these targets [id: {other.number}, head_branch: {head}, base_branch: {base}]",
                              number=other.number)
        if not self.has_changes(base, head):
            raise Refused(422, f"there are no commits between {base} and {head}", code="empty")
        pull = Issue(self.next_number(), title, body, user, self.forge.moment())
        pull.head, pull.base, pull.draft = head, base, draft
        self.issues[pull.number] = pull
        return pull

    def head_commit(self, pull):
        found = self.commit_of(pull.head)
        if found:
            pull.sha = found
        return pull.sha


class Fault:
    """What happens to the next requests whose method and path have a text in them."""

    def __init__(self, match, kind, times, options):
        self.match, self.kind, self.times, self.options = match, kind, times, options


class Forge:
    def __init__(self, root):
        self.root, self.lock = root, threading.RLock()
        self.users, self.tokens, self.repositories, self.renamed = {}, {}, {}, {}
        self.faults, self.journal, self.violations = [], [], []
        self.organisations = {}
        self.app = None
        self.released = threading.Event()
        self.last, self.ticks = 0, 0

    def number(self):
        self.last += 1
        return self.last

    def moment(self):
        """The next moment: a second after the last one, so that orders are certain."""
        self.ticks += 1
        return clock.strftime("%Y-%m-%dT%H:%M:%SZ", clock.gmtime(1793500000 + self.ticks))

    def user(self, login):
        if login not in self.users:
            self.users[login] = User(self.number(), login)
        return self.users[login]

    def who(self, text):
        """The token's own record.  Refused when it is none, or has expired."""
        token = self.tokens.get(text)
        if token is None or token.expired:
            raise Refused(401, "invalid username, password or token")
        return token

    def repository(self, owner, name, token):
        """A repository as somebody sees it; a private one is not there for who may not see it."""
        found = self.repositories.get((owner.lower(), name.lower()))
        if found is None or found.private and token is None:
            raise Refused(404, "The target couldn't be found.")
        return found

    def may_write(self, repository, token):
        return token is not None and (repository.writers is None or token.user.login in repository.writers)

    # What tests do beside the APIs.

    def control(self, op, a):
        method = getattr(self, "do_" + op, None)
        if method is None:
            raise Refused(404, f"there is no operation {op}")
        return method(a)

    def do_token(self, a):
        self.tokens[a["token"]] = Token(self.user(a.get("login", "ann")), a["token"], a.get("scopes", ["all"]))

    def do_expire(self, a):
        self.tokens[a["token"]].expired = a.get("expired", True)

    def do_app(self, a):
        """A GitHub App: `id`, `public` (the file with its key), `installation`, `owner`; its tokens last `lasts` seconds from `now`. Without `id` it is changed."""
        if "id" in a:
            self.app = {"lasts": 3600, "now": int(clock.time()), "made": [], "suspended": False}
        self.app |= {key: value for key, value in a.items() if key != "op"}
        return {"made": self.app["made"]}

    def do_repository(self, a):
        repository = Repository(self, self.number(), a["owner"], a["name"], a.get("private", True), a.get("branch", "main"))
        self.repositories[(repository.owner.lower(), repository.name.lower())] = repository
        for label in a.get("labels", []):
            repository.label(label)
        if not os.path.isdir(repository.directory):
            subprocess.run(["git", "init", "-q", "--bare", "-b", repository.default_branch, repository.directory], env=GIT, check=True)
            blob = repository.git("hash-object", "-w", "--stdin", data=b"# " + repository.name.encode() + b"\n")
            tree = repository.git("mktree", data=f"100644 blob {blob}\tREADME.md\n".encode())
            commit = repository.git("commit-tree", tree, "-m", "First")
            repository.git("update-ref", f"refs/heads/{repository.default_branch}", commit)
        return {"directory": repository.directory}

    def at(self, a):
        return self.repositories[(a["owner"].lower(), a["name"].lower())]

    def do_organisation(self, a):
        """An owner with labels for all of its repositories."""
        self.organisations[a["owner"].lower()] = [Label(self.number(), name, "70a0c0") for name in a["labels"]]

    def do_change(self, a):
        """Sets `archived`, `private`, `protected`, `writers`."""
        for key in ("archived", "private", "protected", "writers"):
            if key in a:
                setattr(self.at(a), key, a[key])

    def do_rename(self, a):
        repository = self.at(a)
        del self.repositories[(repository.owner.lower(), repository.name.lower())]
        self.renamed[(repository.owner.lower(), repository.name.lower())] = repository
        before, repository.name = repository.directory, a["to"]
        os.rename(before, repository.directory)
        self.repositories[(repository.owner.lower(), repository.name.lower())] = repository

    def do_branch(self, a):
        """A branch with one commit of its own, or with a made-up commit."""
        repository = self.at(a)
        if "commit" in a:
            repository.branches[a["branch"]] = a["commit"]
            return {"commit": a["commit"]}
        base = repository.commit_of(a.get("base", repository.default_branch))
        blob = repository.git("hash-object", "-w", "--stdin", data=a["branch"].encode())
        tree = repository.git("mktree", data=f"100644 blob {blob}\tbranch.txt\n".encode())
        commit = repository.git("commit-tree", tree, "-p", base, "-m", a["branch"])
        repository.git("update-ref", f"refs/heads/{a['branch']}", commit)
        return {"commit": commit}

    def do_unbranch(self, a):
        """Deletes a branch; requests remember its commit."""
        repository = self.at(a)
        for pull in repository.list(True):
            repository.head_commit(pull)
        if repository.branches.pop(a["branch"], None) is None:
            repository.git("update-ref", "-d", f"refs/heads/{a['branch']}")

    def do_issue(self, a):
        repository = self.at(a)
        numbers = []
        for index in range(a.get("count", 1)):
            title = a["title"] if a.get("count", 1) == 1 else f"{a['title']} {index + 1}"
            issue = Issue(repository.next_number(), title, a.get("body", ""), self.user(a.get("author", "bob")), self.moment())
            issue.labels = [repository.label(name) for name in a.get("labels", [])]
            issue.assignees = [self.user(login) for login in a.get("assignees", [])]
            issue.milestone = repository.mentioned(a["milestone"]) if a.get("milestone") else None
            issue.state = a.get("state", "open")
            for text in a.get("comments", []):
                issue.comments.append(Comment(self.number(), self.user("carol"), text, self.moment()))
            repository.issues[issue.number] = issue
            numbers.append(issue.number)
        return {"numbers": numbers}

    def do_touch(self, a):
        """Changes an issue or a request: `title`, `body`, `state`, `merged`, `say`."""
        issue = self.at(a).issues[a["number"]]
        for key in ("title", "body", "state", "merged"):
            if key in a:
                setattr(issue, key, a[key])
        if issue.merged:
            issue.state = "closed"
        if "say" in a:
            issue.comments.append(Comment(self.number(), self.user(a.get("author", "carol")), a["say"], self.moment()))
        issue.updated = self.moment()

    def do_review(self, a):
        """`comments`: a list of `{path, line, body, resolved}`."""
        pull = self.at(a).issues[a["number"]]
        author = self.user(a.get("author", "carol"))
        review = Review(self.number(), author, a.get("state", "COMMENT"), a.get("body", ""), self.moment())
        for c in a.get("comments", []):
            review.comments.append(ReviewComment(self.number(), author, c["body"], self.moment(), c["path"], c.get("line", 1), c.get("resolved", False)))
        pull.reviews.append(review)
        return {"id": review.id}

    def do_status(self, a):
        """`commit`, or `branch` for its newest."""
        repository = self.at(a)
        commit = a.get("commit") or repository.commit_of(a["branch"])
        status = Status(self.number(), a["context"], a["state"], a.get("description", ""), a.get("url", ""), self.moment())
        repository.statuses.setdefault(commit, []).append(status)
        return {"id": status.id}

    def do_fault(self, a):
        """kind: html, half, slow, status (with `status`, `headers`, `body`), cut. `times`: how often; `skip`: so many pass before."""
        self.faults.append(Fault(a.get("match", ""), a["kind"], a.get("times", 1), a))

    def do_release(self, a):
        self.released.set()

    def do_calm(self, a):
        self.faults.clear()

    def do_violations(self, a):
        return {"violations": self.violations}

    def do_journal(self, a):
        return {"journal": self.journal}

    def do_state(self, a):
        """All that a repository holds, in words that belong to no API."""
        repository = self.at(a)

        def issue(i):
            out = {"number": i.number, "title": i.title, "body": i.body, "state": i.state, "labels": [l.name for l in i.labels],
                   "comments": [c.body for c in i.comments]}
            if i.head is not None:
                out |= {"head": i.head, "base": i.base, "merged": i.merged, "draft": i.draft, "reviewers": [u.login for u in i.reviewers],
                        "commit": repository.head_commit(i)}
            return out
        return {"issues": [issue(i) for i in repository.issues.values() if i.head is None],
                "pulls": [issue(i) for i in repository.issues.values() if i.head is not None],
                "labels": [l.name for l in repository.labels]}

    def fault(self, line):
        """The fault that meets a request, which is used up by that."""
        for fault in self.faults:
            if fault.match in line:
                if fault.options.get("skip", 0) > 0:
                    fault.options["skip"] -= 1
                    continue
                fault.times -= 1
                if fault.times <= 0:
                    self.faults.remove(fault)
                return fault
        return None
