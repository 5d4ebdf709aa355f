"""Gitea's and Forgejo's API over the model. Written after the API's own description (gitea-api.json), against which each request and answer is checked."""
import urllib.parse

from model import Comment, Refused
from schema import Schema

STATES = {"success": 0, "warning": 1, "pending": 2, "error": 3, "failure": 4}


class Gitea:
    root = "/api/v1"
    most = 50

    def __init__(self, forge):
        self.forge, self.schema = forge, Schema("gitea-api.json")

    def refusal(self, refused):
        """How this API says no."""
        return refused.status, {"message": refused.words, "url": "https://git.lab/api/swagger"}, \
            {"Location": refused.more["location"]} if "location" in refused.more else {}

    def token(self, request):
        """The token of a request; None: it has none."""
        word, _, text = request.headers.get("Authorization", "").partition(" ")
        if not word:
            return None
        if word.lower() not in ("token", "bearer"):
            raise Refused(401, "user does not exist [uid: 0, name: ]")
        return self.forge.who(text.strip())

    def scope(self, token, wanted):
        if token is None:
            return
        has, category = token.scopes, wanted.split(":")[1]
        if "all" in has or wanted in has or wanted.startswith("read:") and f"write:{category}" in has:
            return
        raise Refused(403, f"token does not have at least one of required scope(s), required=[{wanted}], token scope={','.join(has)}")

    def answer(self, request):
        """The answer to a request: status, JSON or None, header fields."""
        path = request.path[len(self.root):]
        operation = self.schema.find(request.method, path)
        if operation is None:
            self.forge.violations.append(f"{request.method} {path} is not described")
            raise Refused(404, "not found")
        for text in self.schema.request(operation, request.query, request.body, request.has_body):
            self.forge.violations.append(f"{request.method} {path}: {text}")
        try:
            status, body, headers = self.act(request, operation[1], [urllib.parse.unquote(p) for p in path.split("/")[1:]])
        except Refused as refused:
            status, body, headers = self.refusal(refused)
        for text in self.schema.answer(operation, status, body):
            self.forge.violations.append(f"answer to {request.method} {path}: {text}")
        return status, body, headers

    def act(self, request, template, names):
        token = self.token(request)
        if template == "/version":
            return 200, {"version": "1.24.0"}, {}
        if template == "/user":
            if token is None:
                raise Refused(401, "token is required")
            self.scope(token, "read:user")
            return 200, self.user(token.user), {}
        if template == "/orgs/{org}/labels":
            self.scope(token, "read:organization")
            if names[1].lower() not in self.forge.organisations:
                raise Refused(404, "The target couldn't be found.")
            return self.paged(request, self.forge.organisations[names[1].lower()], self.label)
        moved = self.forge.renamed.get((names[1].lower(), names[2].lower()))
        if moved is not None:
            rest = "/".join(urllib.parse.quote(n, safe="") for n in names[3:])
            query = "?" + urllib.parse.urlencode(request.query) if request.query else ""
            raise Refused(307, "", location=f"{request.base}{self.root}/repos/{moved.path}{'/' + rest if rest else ''}{query}")
        repository = self.forge.repository(names[1], names[2], token)
        kind = names[3] if len(names) > 3 else ""
        writes = request.method != "GET"
        self.scope(token, ("write:" if writes else "read:") + ("issue" if kind in ("issues", "labels", "milestones") else "repository"))
        if writes:
            if token is None:
                raise Refused(401, "token is required")
            if repository.archived:
                raise Refused(423, f"{repository.path} is archived")
            if kind != "issues" and not self.forge.may_write(repository, token) and template != "/repos/{owner}/{repo}/pulls":
                raise Refused(403, "user should have a permission to write to this repository")
        return getattr(self, self.name(request.method, template))(request, repository, names, token)

    @staticmethod
    def name(method, template):
        """`get_issues_index_comments` of `GET /repos/{owner}/{repo}/issues/{index}/comments`."""
        words = [w.strip("{}") for w in template.split("/")[4:]]
        return "_".join([method.lower()] + (words or ["repository"]))

    # Pages.

    def paged(self, request, elements, say):
        page = max(1, int(request.value("page", "1")))
        size = int(request.value("limit", "30"))
        size = min(size, self.most) if size > 0 else 30
        first = (page - 1) * size
        headers = {"X-Total-Count": str(len(elements))}
        last = (len(elements) + size - 1) // size
        links = []
        if page < last:
            links = [(page + 1, "next"), (last, "last")]
        if page > 1:
            links += [(1, "first"), (page - 1, "prev")]
        if links:
            rest = [(n, v) for n, v in request.query if n != "page"]
            place = request.base + request.path
            headers["Link"] = ",".join(f'<{place}?{urllib.parse.urlencode(rest + [("page", n)])}>; rel="{r}"' for n, r in links)
        return 200, [say(e) for e in elements[first:first + size]], headers

    def issue_at(self, repository, text, pull=None):
        issue = repository.issues.get(int(text) if text.isdigit() else 0)
        if issue is None or pull is not None and (issue.head is not None) != pull:
            raise Refused(404, "The target couldn't be found.")
        return issue

    # A repository.

    def get_repository(self, request, r, names, token):
        return 200, self.repository(r, token), {}

    def get_branches(self, request, r, names, token):
        listed = (r.git("for-each-ref", "--format=%(refname:short)", "refs/heads") or "").split()
        return self.paged(request, listed, lambda name: {"name": name, "commit": {"id": r.commit_of(name)}, "protected": name in r.protected})

    def get_branches_branch(self, request, r, names, token):
        commit = r.commit_of(names[4])
        if commit is None:
            raise Refused(404, "The target couldn't be found.")
        return 200, {"name": names[4], "commit": {"id": commit}, "protected": names[4] in r.protected}, {}

    # Issues.

    def get_issues(self, request, r, names, token):
        kind = request.value("type", "")
        found = sorted(r.issues.values(), key=lambda i: -i.number)
        if kind:
            found = [i for i in found if (i.head is not None) == (kind == "pulls")]
        state = request.value("state", "open")
        if state != "all":
            found = [i for i in found if i.state == state]
        labels = [l for l in request.value("labels", "").split(",") if l]
        if labels:
            # Names that no label has are passed over, and any of several is enough (the description says so).
            known = [l.lower() for l in labels if r.label(l, make=False)]
            if known:
                found = [i for i in found if any(l.name.lower() in known for l in i.labels)]
        if request.value("milestones", ""):
            wanted = request.value("milestones", "").split(",")
            if any(m.title in wanted for m in r.milestones):
                found = [i for i in found if i.milestone is not None and i.milestone.title in wanted]
        if request.value("assigned_by", ""):
            found = [i for i in found if request.value("assigned_by", "") in [u.login for u in i.assignees]]
        words = request.value("q", "").lower()
        if words:
            found = [i for i in found if words in i.title.lower() or words in i.body.lower()]
        return self.paged(request, found, lambda i: self.issue(r, i, request))

    def post_issues(self, request, r, names, token):
        self.forge.do_issue({"owner": r.owner, "name": r.name, "title": request.body["title"], "body": request.body.get("body", ""),
                             "author": token.user.login})
        return 201, self.issue(r, r.issues[max(r.issues)], request), {}

    def get_issues_index(self, request, r, names, token):
        return 200, self.issue(r, self.issue_at(r, names[4]), request), {}

    def patch_issues_index(self, request, r, names, token):
        issue = self.issue_at(r, names[4])
        for key in ("title", "body", "state"):
            if key in request.body:
                if key == "state" and request.body[key] not in ("open", "closed"):
                    raise Refused(422, f"unknown state: {request.body[key]}")
                setattr(issue, key, request.body[key])
        issue.updated = self.forge.moment()
        return 201, self.issue(r, issue, request), {}

    def get_issues_index_comments(self, request, r, names, token):
        return 200, [self.comment(r, c, names[4], request) for c in self.issue_at(r, names[4]).comments], {}

    def post_issues_index_comments(self, request, r, names, token):
        issue = self.issue_at(r, names[4])
        comment = Comment(self.forge.number(), token.user, request.body["body"], self.forge.moment())
        issue.comments.append(comment)
        issue.updated = comment.created
        return 201, self.comment(r, comment, names[4], request), {}

    def get_issues_index_labels(self, request, r, names, token):
        return 200, [self.label(l) for l in self.issue_at(r, names[4]).labels], {}

    def labels_of(self, r, numbers):
        found = [l for n in numbers for l in r.labels + self.forge.organisations.get(r.owner.lower(), []) if l.id == n or l.name == n]
        if len(found) != len(numbers):
            raise Refused(404, "label does not exist")
        return found

    def post_issues_index_labels(self, request, r, names, token):
        issue = self.issue_at(r, names[4])
        issue.labels += [l for l in self.labels_of(r, request.body.get("labels", [])) if l not in issue.labels]
        return 200, [self.label(l) for l in issue.labels], {}

    def put_issues_index_labels(self, request, r, names, token):
        issue = self.issue_at(r, names[4])
        issue.labels = self.labels_of(r, request.body.get("labels", []))
        return 200, [self.label(l) for l in issue.labels], {}

    def delete_issues_index_labels_id(self, request, r, names, token):
        issue = self.issue_at(r, names[4])
        label = next((l for l in issue.labels if str(l.id) == names[6]), None)
        if label is None:
            raise Refused(404, "label does not exist")
        issue.labels.remove(label)
        return 204, None, {}

    def get_labels(self, request, r, names, token):
        return self.paged(request, r.labels, self.label)

    def post_labels(self, request, r, names, token):
        if r.label(request.body["name"], make=False):
            raise Refused(422, "label already exists")
        label = r.label(request.body["name"])
        label.color = request.body["color"].lstrip("#")
        return 201, self.label(label), {}

    def get_milestones(self, request, r, names, token):
        return self.paged(request, r.milestones, self.milestone)

    # Pull requests.

    def get_pulls(self, request, r, names, token):
        found = r.list(True, request.value("state", "open"))
        if request.value("sort", "") == "recentupdate":
            found.sort(key=lambda i: i.updated, reverse=True)
        return self.paged(request, found, lambda i: self.pull(r, i, request, token))

    def post_pulls(self, request, r, names, token):
        body = request.body
        labels = self.labels_of(r, body.get("labels", []))
        pull = r.open_request(token.user, body.get("title", ""), body.get("body", ""), body.get("head", ""), body.get("base", ""))
        pull.labels = labels
        return 201, self.pull(r, pull, request, token), {}

    def get_pulls_index(self, request, r, names, token):
        return 200, self.pull(r, self.issue_at(r, names[4], pull=True), request, token), {}

    def get_pulls_base_head(self, request, r, names, token):
        for pull in reversed(r.list(True)):
            if pull.base == names[4] and pull.head == names[5]:
                return 200, self.pull(r, pull, request, token), {}
        raise Refused(404, "The target couldn't be found.")

    def patch_pulls_index(self, request, r, names, token):
        pull = self.issue_at(r, names[4], pull=True)
        body = request.body
        if "labels" in body:
            pull.labels = self.labels_of(r, body["labels"])
        if "base" in body and body["base"] != pull.base:
            if r.commit_of(body["base"]) is None:
                raise Refused(404, "new base branch does not exist")
            pull.base = body["base"]
        for key in ("title", "body", "state"):
            if key in body:
                setattr(pull, key, body[key])
        pull.updated = self.forge.moment()
        return 201, self.pull(r, pull, request, token), {}

    def post_pulls_index_requested_reviewers(self, request, r, names, token):
        pull = self.issue_at(r, names[4], pull=True)
        for login in request.body.get("reviewers", []):
            user = self.forge.users.get(login)
            if user is None:
                raise Refused(404, f"user does not exist [uid: 0, name: {login}]")
            if user is pull.author:
                raise Refused(422, "poster of pr can't be reviewer")
            if user not in pull.reviewers:
                pull.reviewers.append(user)
        return 201, [], {}

    def delete_pulls_index_requested_reviewers(self, request, r, names, token):
        pull = self.issue_at(r, names[4], pull=True)
        pull.reviewers = [u for u in pull.reviewers if u.login not in request.body.get("reviewers", [])]
        return 204, None, {}

    def get_pulls_index_reviews(self, request, r, names, token):
        pull = self.issue_at(r, names[4], pull=True)
        return self.paged(request, pull.reviews, lambda v: self.review(r, pull, v, request))

    def get_pulls_index_reviews_id_comments(self, request, r, names, token):
        pull = self.issue_at(r, names[4], pull=True)
        review = next((v for v in pull.reviews if str(v.id) == names[6]), None)
        if review is None:
            raise Refused(404, "The target couldn't be found.")
        place = self.page(r, f"pulls/{pull.number}", request)
        return 200, [{"id": c.id, "body": c.body, "user": self.user(c.author), "resolver": self.user(c.author) if c.resolved else None,
                      "pull_request_review_id": review.id, "created_at": c.created, "updated_at": c.created, "path": c.path,
                      "commit_id": r.head_commit(pull), "original_commit_id": r.head_commit(pull), "diff_hunk": "@@ -1 +1 @@",
                      "position": c.line or 0, "original_position": 0, "html_url": f"{place}#issuecomment-{c.id}",
                      "pull_request_url": place} for c in review.comments], {}

    # Checks.

    def newest(self, r, commit):
        found = {}
        for status in r.statuses.get(commit, []):
            found[status.context] = status
        return list(found.values())

    def get_commits_ref_status(self, request, r, names, token):
        commit = r.commit_of(names[4]) or names[4]
        newest = self.newest(r, commit)
        worst = max((s.state for s in newest), key=lambda s: STATES[s], default="")
        _, page, headers = self.paged(request, newest, lambda s: self.status(s, r, request))
        return 200, {"state": worst, "sha": commit, "total_count": len(newest), "statuses": page, "repository": self.repository(r, token),
                     "commit_url": "", "url": ""}, headers

    def get_commits_ref_statuses(self, request, r, names, token):
        commit = r.commit_of(names[4]) or names[4]
        return self.paged(request, list(reversed(r.statuses.get(commit, []))), lambda s: self.status(s, r, request))

    def get_statuses_sha(self, request, r, names, token):
        return self.paged(request, list(reversed(r.statuses.get(names[4], []))), lambda s: self.status(s, r, request))

    def post_statuses_sha(self, request, r, names, token):
        self.forge.do_status({"owner": r.owner, "name": r.name, "commit": names[4], "context": request.body.get("context", "default"),
                              "state": request.body["state"], "description": request.body.get("description", ""),
                              "url": request.body.get("target_url", "")})
        return 201, self.status(r.statuses[names[4]][-1], r, request), {}

    # What things look like.

    def page(self, r, rest, request):
        return f"{request.base}/{r.path}/{rest}"

    def user(self, user):
        return {"id": user.id, "login": user.login, "full_name": "", "email": f"{user.login}@noreply.git.lab", "avatar_url": "", "is_admin": False,
                "active": False, "created": "2026-01-01T00:00:00Z", "html_url": f"https://git.lab/{user.login}"}

    def label(self, label):
        return {"id": label.id, "name": label.name, "color": label.color, "description": "", "exclusive": False, "is_archived": False, "url": ""}

    def milestone(self, m):
        return {"id": m.id, "title": m.title, "description": "", "state": m.state, "open_issues": 0, "closed_issues": 0, "due_on": None}

    def repository(self, r, token):
        web = f"{self.base}/{r.path}"
        return {"id": r.id, "name": r.name, "full_name": r.path, "owner": self.user(self.forge.user(r.owner)), "private": r.private, "archived": r.archived,
                "default_branch": r.default_branch, "clone_url": f"{web}.git", "html_url": web, "ssh_url": f"git@git.lab:{r.path}.git",
                "has_issues": True, "has_pull_requests": True, "empty": False,
                "permissions": {"admin": False, "push": self.forge.may_write(r, token), "pull": True}}

    def issue(self, r, i, request):
        pull = {"merged": i.merged, "merged_at": None, "draft": self.is_draft(i), "html_url": self.page(r, f"pulls/{i.number}", request)} \
            if i.head is not None else None
        return {"id": r.id * 100000 + i.number, "number": i.number, "title": i.title, "body": i.body, "user": self.user(i.author), "state": i.state,
                "labels": [self.label(l) for l in i.labels], "milestone": self.milestone(i.milestone) if i.milestone else None,
                "assignee": self.user(i.assignees[0]) if i.assignees else None, "assignees": [self.user(u) for u in i.assignees] or None,
                "comments": len(i.comments), "created_at": i.created, "updated_at": i.updated, "closed_at": None, "due_date": None,
                "is_locked": False, "ref": "", "assets": [], "original_author": "", "original_author_id": 0, "pin_order": 0,
                "html_url": self.page(r, f"{'pulls' if pull else 'issues'}/{i.number}", request), "url": "", "pull_request": pull,
                "repository": {"id": r.id, "name": r.name, "owner": r.owner, "full_name": r.path}}

    def comment(self, r, c, number, request):
        return {"id": c.id, "body": c.body, "user": self.user(c.author), "created_at": c.created, "updated_at": c.created, "assets": [],
                "html_url": self.page(r, f"issues/{number}#issuecomment-{c.id}", request), "issue_url": self.page(r, f"issues/{number}", request),
                "pull_request_url": "", "original_author": "", "original_author_id": 0}

    @staticmethod
    def is_draft(i):
        return i.title.lower().startswith(("wip:", "[wip]"))

    def pull(self, r, p, request, token):
        commit, there = r.head_commit(p), r.commit_of(p.head) is not None
        repository = self.repository(r, token)
        return {"id": r.id * 100000 + p.number, "number": p.number, "title": p.title, "body": p.body, "user": self.user(p.author), "state": p.state,
                "labels": [self.label(l) for l in p.labels], "milestone": None, "assignee": None, "assignees": None, "draft": self.is_draft(p),
                "merged": p.merged, "merged_at": None, "mergeable": True, "comments": len(p.comments), "created_at": p.created,
                "updated_at": p.updated, "closed_at": None, "html_url": self.page(r, f"pulls/{p.number}", request), "url": "",
                "requested_reviewers": [self.user(u) for u in p.reviewers] or None, "allow_maintainer_edit": False, "is_locked": False,
                "base": {"label": p.base, "ref": p.base, "sha": r.commit_of(p.base) or "", "repo_id": r.id, "repo": repository},
                "head": {"label": p.head, "ref": p.head if there else f"refs/pull/{p.number}/head", "sha": commit, "repo_id": r.id, "repo": repository}}

    def review(self, r, pull, v, request):
        place = self.page(r, f"pulls/{pull.number}", request)
        return {"id": v.id, "user": self.user(v.author), "state": v.state, "body": v.body, "commit_id": r.head_commit(pull), "stale": False,
                "official": False, "dismissed": False, "comments_count": len(v.comments), "submitted_at": v.created, "updated_at": v.created,
                "html_url": f"{place}#issuecomment-{v.id}", "pull_request_url": place}

    def status(self, s, r, request):
        return {"id": s.id, "status": s.state, "context": s.context, "description": s.description, "target_url": s.url, "url": "",
                "created_at": s.created, "updated_at": s.created, "creator": self.user(self.forge.user("ci"))}
