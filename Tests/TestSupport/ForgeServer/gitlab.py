"""GitLab's API over the model. Written after GitLab's published description of its REST API v4 (gitlab-api.json has what of it is used), against which each request
and answer is checked. Issues and merge requests are numbered apart here, each from 1, whatever their numbers in the model.

Contexts of statuses that begin with `pipeline/` are pipelines without jobs (`pipeline/skipped`). Scopes of a token: `all`, or GitLab's (`api`, `read_api`).
"""
import urllib.parse

from model import Comment, Refused
from schema import Schema

STATES = {"success": "success", "warning": "success", "pending": "running", "error": "failed", "failure": "failed"}


class Gitlab:
    root = "/api/v4"
    most = 100

    def __init__(self, forge):
        self.forge, self.schema = forge, Schema("gitlab-api.json")

    def refusal(self, refused):
        return refused.status, refused.more.get("body", {"message": refused.words}), dict(refused.more.get("headers", {}))

    def answer(self, request):
        path = request.path[len(self.root):]
        operation = self.schema.find(request.method, path)
        if operation is None:
            self.forge.violations.append(f"{request.method} {path} is not described")
            raise Refused(404, "404 Not Found", body={"error": "404 Not Found"})
        for text in self.schema.request(operation, request.query, request.body, request.has_body):
            self.forge.violations.append(f"{request.method} {path}: {text}")
        try:
            status, body, headers = self.act(request, operation[1], [urllib.parse.unquote(p) for p in path.split("/")[1:]])
        except Refused as refused:
            status, body, headers = self.refusal(refused)
        for text in self.schema.answer(operation, status, body):
            self.forge.violations.append(f"answer to {request.method} {path}: {text}")
        return status, body, {"RateLimit-Limit": "2000", "RateLimit-Remaining": "1999"} | headers

    def token(self, request):
        word, _, text = request.headers.get("Authorization", "").partition(" ")
        text = request.headers.get("PRIVATE-TOKEN") or (text if word == "Bearer" else "")
        if not text:
            return None
        token = self.forge.tokens.get(text.strip())
        if token is None:
            raise Refused(401, "401 Unauthorized")
        if token.expired:
            raise Refused(401, "", body={"error": "invalid_token",
                                         "error_description": "Token is expired. You can either do re-authorization or token refresh."})
        return token

    def act(self, request, template, names):
        token = self.token(request)
        writes = request.method != "GET"
        if token and not {"all", "api"} & set(token.scopes) and (writes or "read_api" not in token.scopes):
            wanted = "api" if writes else "api read_api"
            raise Refused(403, "", body={"error": "insufficient_scope", "scope": wanted,
                                         "error_description": "The request requires higher privileges than provided by the access token."})
        if template == "/user":
            if token is None:
                raise Refused(401, "401 Unauthorized")
            return 200, self.user(token.user), {}
        if template == "/version":
            return 200, {"version": "18.5.0", "revision": "abcdef"}, {}
        if template == "/personal_access_tokens/self":
            scopes = ["api"] if "all" in token.scopes else token.scopes
            return 200, {"id": 1, "name": "carrel", "revoked": False, "created_at": "2026-01-01T00:00:00Z", "scopes": scopes, "user_id": token.user.id,
                         "active": True, "expires_at": None, "last_used_at": None}, {}
        if template == "/users":
            found = [u for u in self.forge.users.values() if u.login.lower() == request.value("username", "").lower()]
            return self.paged(request, found, self.user)
        owner, _, name = names[1].rpartition("/")
        moved = self.forge.renamed.get((owner.lower(), name.lower()))
        if moved is not None:
            if writes:
                raise Refused(405, "405 Method Not Allowed - Non GET methods are not allowed for moved projects")
            rest = "/".join(urllib.parse.quote(n, safe="") for n in names[2:])
            query = "?" + urllib.parse.urlencode(request.query) if request.query else ""
            place = f"{request.base}{self.root}/projects/{moved.id}{'/' + rest if rest else ''}{query}"
            raise Refused(301, "This resource has been moved permanently", headers={"Location": place})
        if names[1].isdigit():
            r = next((r for r in self.forge.repositories.values() if str(r.id) == names[1]), None)
        else:
            r = self.forge.repositories.get((owner.lower(), name.lower()))
        if r is None or r.private and token is None:
            raise Refused(404, "404 Project Not Found")
        if writes and token is None:
            raise Refused(401, "401 Unauthorized")
        if writes and (r.archived or names[2] != "issues" and not self.forge.may_write(r, token)):
            raise Refused(403, "403 Forbidden")
        words = template.split("/")[3:]
        if words and words[-1].startswith("{"):
            words[-1] = "one"
        name = "_".join([request.method.lower()] + ([w for w in words if not w.startswith("{")] or ["project"]))
        return getattr(self, name)(request, r, names, token)

    def paged(self, request, elements, say):
        page, size = max(1, int(request.value("page", "1"))), min(int(request.value("per_page", "20")), self.most)
        first, last = (page - 1) * size, max(1, (len(elements) + size - 1) // size)
        headers = {"X-Page": str(page), "X-Per-Page": str(size), "X-Total": str(len(elements)), "X-Total-Pages": str(last),
                   "X-Next-Page": str(page + 1) if page < last else "", "X-Prev-Page": str(page - 1) if page > 1 else ""}
        links = ([(page + 1, "next")] if page < last else []) + [(1, "first"), (last, "last")]
        rest = [(n, v) for n, v in request.query if n != "page"]
        headers["Link"] = ", ".join(
            f'<{request.base}{request.path}?{urllib.parse.urlencode(rest + [("page", n)])}>; rel="{r}"' for n, r in links)
        return 200, [say(e) for e in elements[first:first + size]], headers

    # Numbers: each kind has its own.

    def iid(self, r, issue):
        return sorted(i.number for i in r.issues.values() if (i.head is None) == (issue.head is None)).index(issue.number) + 1

    def at(self, r, text, pull):
        numbers = sorted(i.number for i in r.issues.values() if (i.head is not None) == pull)
        if not text.isdigit() or not 1 <= int(text) <= len(numbers):
            raise Refused(404, "404 Not found")
        return r.issues[numbers[int(text) - 1]]

    # A project, issues.

    def get_project(self, request, r, names, token):
        return 200, self.project(r, token), {}

    def get_issues(self, request, r, names, token):
        found = [i for i in r.issues.values() if i.head is None]
        found.sort(key=lambda i: (i.updated, i.number) if request.value("order_by", "") == "updated_at" else (i.created, i.number), reverse=True)
        state = request.value("state", "all")
        if state != "all":
            found = [i for i in found if i.state == {"opened": "open"}.get(state, state)]
        for wanted in [l for l in request.value("labels", "").split(",") if l]:
            found = [i for i in found if wanted in [l.name for l in i.labels]]
        if request.value("milestone", ""):
            found = [i for i in found if i.milestone is not None and i.milestone.title == request.value("milestone", "")]
        if request.value("assignee_username", ""):
            found = [i for i in found if request.value("assignee_username", "") in [u.login for u in i.assignees]]
        for word in request.value("search", "").lower().split():
            found = [i for i in found if word in i.title.lower() or word in i.body.lower()]
        return self.paged(request, found, lambda i: self.issue(r, i, request))

    def get_issues_one(self, request, r, names, token):
        return 200, self.issue(r, self.at(r, names[3], False), request), {}

    def put_issues_one(self, request, r, names, token):
        issue = self.at(r, names[3], False)
        self.change(r, issue, request.body)
        return 200, self.issue(r, issue, request), {}

    def change(self, r, issue, body):
        if "title" in body:
            if len(body["title"]) > 255:
                raise Refused(400, {"title": ["is too long (maximum is 255 characters)"]})
            issue.title = body["title"]
        if "description" in body:
            issue.body = body["description"]
        if body.get("state_event"):
            issue.state = "closed" if body["state_event"] == "close" else "open"
        for name in [n for n in body.get("add_labels", "").split(",") if n]:
            label = r.label(name)
            if label not in issue.labels:
                issue.labels.append(label)
        gone = [n.lower() for n in body.get("remove_labels", "").split(",")]
        issue.labels = [l for l in issue.labels if l.name.lower() not in gone]
        issue.updated = self.forge.moment()
        self.orders(body.get("description", ""))

    def orders(self, text):
        """A line that begins with a slash would be carried out."""
        if any(line.startswith("/") for line in text.splitlines()):
            self.forge.violations.append(f"a quick action was sent: {text!r}")

    def notes(self, request, r, issue, token):
        listed = [("", c, None) for c in issue.comments] + [("review", c, v) for v in issue.reviews for c in self.said(v)]
        system = Comment(1_000_000 + issue.number, issue.author, "changed the description", issue.created)
        out = [self.note(r, issue, system, None, True)] + [self.note(r, issue, c, v, False) for _, c, v in listed]
        return self.paged(request, sorted(out, key=lambda n: (n["created_at"], n["id"])), lambda n: n)

    def say(self, request, issue, r, token):
        self.orders(request.body["body"])
        comment = Comment(self.forge.number(), token.user, request.body["body"], self.forge.moment())
        issue.comments.append(comment)
        return 201, self.note(r, issue, comment, None, False), {}

    def get_issues_notes(self, request, r, names, token):
        return self.notes(request, r, self.at(r, names[3], False), token)

    def post_issues_notes(self, request, r, names, token):
        return self.say(request, self.at(r, names[3], False), r, token)

    def get_merge_requests_notes(self, request, r, names, token):
        return self.notes(request, r, self.at(r, names[3], True), token)

    def post_merge_requests_notes(self, request, r, names, token):
        return self.say(request, self.at(r, names[3], True), r, token)

    # Merge requests.

    def get_merge_requests(self, request, r, names, token):
        found = r.list(True)
        state = {"opened": "open"}.get(request.value("state", "all"), request.value("state", "all"))
        if state != "all":
            found = [p for p in found if (state == "merged") == p.merged and (state == "merged" or p.state == state)]
        if request.value("source_branch", ""):
            found = [p for p in found if p.head == request.value("source_branch", "")]
        return self.paged(request, found, lambda p: self.request(r, p, request))

    def post_merge_requests(self, request, r, names, token):
        body = request.body
        self.orders(body.get("description", ""))
        for kind in ("source_branch", "target_branch"):
            if r.commit_of(body[kind]) is None:
                raise Refused(400, {"base": [f'{kind.split("_")[0].capitalize()} branch "{body[kind]}" does not exist']})
        if body["source_branch"] in [p.head for p in r.list(True, "open") if p.base == body["target_branch"]]:
            other = next(p for p in r.list(True, "open") if p.head == body["source_branch"])
            raise Refused(409, [f"Another open merge request already exists for this source branch: !{self.iid(r, other)}"])
        try:
            pull = r.open_request(token.user, body["title"], body.get("description", ""), body["source_branch"], body["target_branch"])
        except Refused as refused:
            raise Refused(422, [refused.words])
        pull.labels = [r.label(n) for n in body.get("labels", "").split(",") if n]
        pull.reviewers = [u for u in self.forge.users.values() if u.id in body.get("reviewer_ids", [])]
        return 201, self.request(r, pull, request), {}

    def get_merge_requests_one(self, request, r, names, token):
        return 200, self.request(r, self.at(r, names[3], True), request), {}

    def put_merge_requests_one(self, request, r, names, token):
        pull = self.at(r, names[3], True)
        if "target_branch" in request.body:
            if r.commit_of(request.body["target_branch"]) is None:
                raise Refused(400, {"base": [f'Target branch "{request.body["target_branch"]}" does not exist']})
            pull.base = request.body["target_branch"]
        self.change(r, pull, request.body)
        return 200, self.request(r, pull, request), {}

    @staticmethod
    def said(review):
        """What a review says on the whole is a thread of its own."""
        if not review.body:
            return review.comments
        whole = Comment(review.id, review.author, review.body, review.created)
        whole.path, whole.line, whole.resolved = None, None, False
        return [whole] + review.comments

    def get_merge_requests_discussions(self, request, r, names, token):
        pull = self.at(r, names[3], True)
        system = Comment(1_000_000 + pull.number, pull.author, "changed the description", pull.created)
        found = [(system, None, True)] + [(c, None, False) for c in pull.comments] + [(c, v, False) for v in pull.reviews for c in self.said(v)]
        return self.paged(request, found, lambda f: {
            "id": f"{f[0].id:040x}", "individual_note": f[1] is None, "notes": [self.note(r, pull, *f)]})

    # Checks.

    def get_repository_commits_statuses(self, request, r, names, token):
        newest = {s.context: s for s in r.statuses.get(r.commit_of(names[4]) or names[4], []) if not s.context.startswith("pipeline/")}
        return self.paged(request, list(newest.values()), lambda s: {
            "id": s.id, "sha": names[4], "ref": "", "status": STATES.get(s.state, s.state), "name": s.context, "target_url": s.url or None,
            "description": s.description or None, "created_at": s.created, "started_at": None, "finished_at": None, "allow_failure": s.state == "warning",
            "coverage": None, "pipeline_id": 7, "author": self.user(self.forge.user("ci"))})

    def get_pipelines(self, request, r, names, token):
        sha = request.value("sha", "")
        found = r.statuses.get(r.commit_of(sha) or sha, [])
        listed = [(s.id, s.context[len("pipeline/"):], s) for s in found if s.context.startswith("pipeline/")]
        if any(not s.context.startswith("pipeline/") for s in found):
            listed.append((7, "running", found[0]))
        return self.paged(request, listed, lambda f: {
            "id": f[0], "iid": 1, "project_id": r.id, "sha": sha, "ref": "", "status": f[1], "source": "push", "created_at": f[2].created,
            "updated_at": f[2].created, "web_url": f"{request.base}/{r.path}/-/pipelines/{f[0]}"})

    def post_merge_requests_pipelines(self, request, r, names, token):
        """Started by hand; without rules for merge requests there is nothing to start."""
        pull = self.at(r, names[3], True)
        if "no pipeline" in pull.body:
            raise Refused(400, {"base": ["No stages / jobs for this pipeline."]})
        status = self.forge.do_status({"owner": r.owner, "name": r.name, "commit": r.head_commit(pull), "context": "pipeline/running", "state": "pending"})
        return 201, {"id": status["id"], "iid": 1, "project_id": r.id, "sha": r.head_commit(pull), "ref": pull.head, "status": "created",
                     "source": "merge_request_event", "created_at": pull.updated, "updated_at": pull.updated,
                     "web_url": f"{request.base}/{r.path}/-/pipelines/{status['id']}"}, {}

    # What things look like.

    def user(self, user):
        return {"id": user.id, "username": user.login, "name": user.login.capitalize(), "state": "active", "web_url": f"{self.base}/{user.login}"}

    def milestone(self, m):
        return {"id": m.id, "iid": m.id, "title": m.title, "state": {"open": "active"}.get(m.state, m.state), "description": ""}

    def project(self, r, token):
        web = f"{self.base}/{r.path}"
        return {"id": r.id, "name": r.name, "path": r.name, "path_with_namespace": r.path, "default_branch": r.default_branch, "archived": r.archived,
                "http_url_to_repo": f"{web}.git", "ssh_url_to_repo": "", "web_url": web, "visibility": "private" if r.private else "public",
                "permissions": {"project_access": None, "group_access": {"access_level": 30 if self.forge.may_write(r, token) else 20,
                                                                         "notification_level": 3}}}

    def issue(self, r, i, request):
        number = self.iid(r, i)
        return {"id": r.id * 100000 + i.number, "iid": number, "project_id": r.id, "title": i.title, "description": i.body or None,
                "state": "opened" if i.state == "open" else "closed", "created_at": i.created, "updated_at": i.updated, "closed_at": None,
                "labels": [l.name for l in i.labels], "milestone": self.milestone(i.milestone) if i.milestone else None,
                "assignees": [self.user(u) for u in i.assignees], "author": self.user(i.author), "user_notes_count": len(i.comments),
                "web_url": f"{request.base}/{r.path}/-/issues/{number}", "confidential": False, "issue_type": "issue"}

    def note(self, r, issue, c, review, system):
        out = {"id": c.id, "type": None, "body": c.body, "author": self.user(c.author), "created_at": c.created, "updated_at": c.created, "system": system,
               "noteable_id": r.id * 100000 + issue.number, "noteable_type": "Issue" if issue.head is None else "MergeRequest",
               "noteable_iid": self.iid(r, issue), "project_id": r.id, "resolvable": review is not None, "confidential": False, "internal": False}
        if review is not None:
            out |= {"type": "DiffNote" if c.path else "DiscussionNote", "resolved": c.resolved, "resolved_by": None}
        if review is not None and c.path:
            out["position"] = {"base_sha": "", "start_sha": "", "head_sha": r.head_commit(issue), "old_path": c.path, "new_path": c.path,
                               "position_type": "text", "old_line": None, "new_line": c.line}
        return out

    def request(self, r, p, request):
        number = self.iid(r, p)
        draft = p.title.lower().startswith(("draft:", "[draft]", "(draft)"))
        return {"id": r.id * 100000 + p.number, "iid": number, "project_id": r.id, "title": p.title, "description": p.body or None,
                "state": "merged" if p.merged else "opened" if p.state == "open" else "closed", "created_at": p.created, "updated_at": p.updated,
                "merged_at": p.updated if p.merged else None, "closed_at": None, "target_branch": p.base, "source_branch": p.head,
                "source_project_id": r.id, "target_project_id": r.id, "labels": [l.name for l in p.labels], "draft": draft, "work_in_progress": draft,
                "sha": r.head_commit(p), "web_url": f"{request.base}/{r.path}/-/merge_requests/{number}", "author": self.user(p.author), "assignees": [],
                "reviewers": [self.user(u) for u in p.reviewers], "milestone": None, "user_notes_count": len(p.comments), "has_conflicts": False,
                "detailed_merge_status": "mergeable"}
