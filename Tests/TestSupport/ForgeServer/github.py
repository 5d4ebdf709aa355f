"""GitHub's API over the model, as GitHub Enterprise has it: REST below /api/v3, GraphQL at /api/graphql. Written after GitHub's published description of its REST
API (github-api.json has what of it is used), against which each request and answer is checked.

Contexts of statuses that begin with `check/` are check runs. Scopes of a token: `all`, or GitHub's (`repo`, `public_repo`); with `fine` it is a fine-grained one,
and the others are its permissions (`issues=write`).
"""
import re
import time
import urllib.parse

from app_assertion import verify
from model import Comment, Refused
from schema import Schema

# The permission that an operation needs, by the word behind the repository's name.
PERMISSIONS = {"issues": "issues", "labels": "issues", "milestones": "issues", "pulls": "pull_requests", "commits": "checks", "actions": "actions"}


class Github:
    root = "/api"
    most = 100

    def __init__(self, forge):
        self.forge, self.schema = forge, Schema("github-api.json")

    def refusal(self, refused):
        body = {"message": refused.words, "documentation_url": "https://docs.github.com/rest", "status": str(refused.status)}
        if "errors" in refused.more:
            body["errors"] = refused.more["errors"]
        return refused.status, body, dict(refused.more.get("headers", {}))

    def answer(self, request):
        rest = request.path[len("/api"):]
        rest = rest[len("/v3"):] if rest.startswith("/v3/") else rest
        moved = re.match(r"^/repositories/(\d+)(/.*)?$", rest)
        if moved:
            found = next((r for r in self.forge.repositories.values() if str(r.id) == moved[1]), None)
            rest = f"/repos/{found.path}{moved[2] or ''}" if found else rest
        operation = self.schema.find(request.method, rest)
        if operation is None:
            self.forge.violations.append(f"{request.method} {rest} is not described")
            raise Refused(404, "Not Found")
        for text in self.schema.request(operation, request.query, request.body, request.has_body):
            self.forge.violations.append(f"{request.method} {rest}: {text}")
        for name, value in (("Accept", "application/vnd.github+json"), ("X-GitHub-Api-Version", "2022-11-28")):
            if request.headers.get(name) != value:
                self.forge.violations.append(f"{request.method} {rest}: {name} is {request.headers.get(name)}")
        extra = {}
        try:
            status, body, headers = self.act(request, rest, operation[1], [urllib.parse.unquote(p) for p in rest.split("/")[1:]], extra)
        except Refused as refused:
            status, body, headers = self.refusal(refused)
        for text in self.schema.answer(operation, status, body):
            self.forge.violations.append(f"answer to {request.method} {rest}: {text}")
        return status, body, extra | headers

    # Who may what.

    def token(self, request):
        word, _, text = request.headers.get("Authorization", "").partition(" ")
        if not word:
            return None
        if word.lower() not in ("token", "bearer"):
            raise Refused(401, "Bad credentials")
        try:
            return self.forge.who(text.strip())
        except Refused:
            raise Refused(401, "Bad credentials")

    def act(self, request, rest, template, names, extra):
        if template.startswith("/app/") or template.endswith("/installation"):
            return self.as_app(request, template, names)
        token = self.token(request)
        scopes = token.scopes if token else []
        is_fine = "fine" in scopes
        if token and not is_fine and not token.text.startswith("ghs_"):
            extra["X-GitHub-Enterprise-Version"] = "3.16.2"
            extra["X-OAuth-Scopes"] = "repo" if "all" in scopes else ", ".join(scopes)
            extra["X-Accepted-OAuth-Scopes"] = "repo" if template.startswith("/repos") else ""
        if template == "/rate_limit":
            rate = {"limit": 5000, "remaining": 4999, "reset": int(time.time()) + 3600, "used": 1}
            return 200, {"resources": {"core": rate}, "rate": rate}, {}
        if template == "/user":
            if token is None:
                raise Refused(401, "Requires authentication")
            if token.text.startswith("ghs_"):
                raise Refused(403, "Resource not accessible by integration")
            return 200, self.user(token.user), {}
        if template == "/graphql":
            return self.graph(request, token)
        if template == "/search/issues":
            return self.search(request, token)
        moved = self.forge.renamed.get((names[1].lower(), names[2].lower()))
        if moved is not None:
            tail = "/".join(urllib.parse.quote(n, safe="") for n in names[3:])
            query = "?" + urllib.parse.urlencode(request.query) if request.query else ""
            place = f"{request.base}/api/v3/repositories/{moved.id}{'/' + tail if tail else ''}{query}"
            raise Refused(301 if request.method == "GET" else 307, "Moved Permanently", headers={"Location": place})
        repository = self.forge.repositories.get((names[1].lower(), names[2].lower()))
        if repository is None or repository.private and (token is None or not is_fine and not {"all", "repo"} & set(scopes)):
            raise Refused(404, "Not Found")
        kind = names[3] if len(names) > 3 else ""
        writes = request.method != "GET"
        if is_fine and kind in PERMISSIONS:
            permission = "statuses" if template.endswith("/status") else PERMISSIONS[kind]
            needed = f"{permission}={'write' if writes else 'read'}"
            if needed not in scopes and f"{permission}=write" not in scopes:
                raise Refused(403, "Resource not accessible by personal access token", headers={"x-accepted-github-permissions": needed})
        if writes:
            if token is None:
                raise Refused(401, "Requires authentication")
            if repository.archived:
                raise Refused(403, "Repository was archived so is read-only.")
            if kind != "issues" and not self.forge.may_write(repository, token):
                raise Refused(403, "Must have push access to repository")
        return getattr(self, self.name(request.method, template))(request, repository, names, token)

    @staticmethod
    def name(method, template):
        """`get_pulls_comments` of `GET /repos/{owner}/{repo}/pulls/{pull_number}/comments`, `get_pulls_one` without the last word."""
        words = template.split("/")[4:]
        if words and words[-1].startswith("{"):
            words[-1] = "one"
        return "_".join([method.lower()] + ([w.replace("-", "_") for w in words if not w.startswith("{")] or ["repository"]))

    def as_app(self, request, template, names):
        app = self.app(request)
        if template.endswith("/installation"):
            if names[1].lower() != app["owner"].lower() or (names[1].lower(), names[2].lower()) not in self.forge.repositories:
                raise Refused(404, "Not Found")
            return 200, self.installation(app), {}
        if template == "/app/installations":
            return 200, [self.installation(app)], {}
        if names[2] != str(app["installation"]):
            raise Refused(404, "Not Found")
        if app.get("suspended"):
            raise Refused(403, "This installation has been suspended")
        text = f"ghs_canary{self.forge.number():08d}"
        self.forge.do_token({"token": text, "login": "carrel[bot]", "scopes": ["all"]})
        app["made"].append(text)
        ends = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(app["now"] + app["lasts"]))
        return 201, {"token": text, "expires_at": ends, "permissions": {"issues": "write"}, "repository_selection": "all"}, {}

    def app(self, request):
        """The App that signed the request."""
        word, _, text = request.headers.get("Authorization", "").partition(" ")
        if word != "Bearer" or self.forge.app is None:
            raise Refused(401, "A JSON web token could not be decoded")
        verify(self.forge.app, text, self.forge.root)
        return self.forge.app

    def installation(self, app):
        return {"id": app["installation"], "account": self.user(self.forge.user(app["owner"])), "repository_selection": "all", "app_id": 1,
                "access_tokens_url": "", "target_type": "Organization", "permissions": {}, "created_at": "2026-01-01T00:00:00Z", "app_slug": "carrel"}

    # Pages.

    def paged(self, request, elements, say):
        page, size = max(1, int(request.value("page", "1"))), min(int(request.value("per_page", "30")), self.most)
        first, last = (page - 1) * size, (len(elements) + size - 1) // size
        links = ([(page + 1, "next"), (last, "last")] if page < last else []) + ([(1, "first"), (page - 1, "prev")] if page > 1 else [])
        headers = {}
        if links:
            rest = [(n, v) for n, v in request.query if n != "page"]
            headers["Link"] = ", ".join(
                f'<{request.base}{request.path}?{urllib.parse.urlencode(rest + [("page", n)])}>; rel="{r}"' for n, r in links)
        return 200, [say(e) for e in elements[first:first + size]], headers

    def at(self, repository, text, pull=None):
        issue = repository.issues.get(int(text) if text.isdigit() else 0)
        if issue is None or pull is not None and (issue.head is not None) != pull:
            raise Refused(404, "Not Found")
        return issue

    # A repository, issues.

    def get_repository(self, request, r, names, token):
        return 200, self.repository(r, token), {}

    def get_issues(self, request, r, names, token):
        found = sorted(r.issues.values(), key=lambda i: (i.updated, i.number), reverse=request.value("direction", "desc") == "desc")
        state = request.value("state", "open")
        if state != "all":
            found = [i for i in found if i.state == state]
        for wanted in [l for l in request.value("labels", "").split(",") if l]:
            found = [i for i in found if wanted.lower() in [l.name.lower() for l in i.labels]]
        if request.value("milestone", ""):
            number = request.value("milestone", "")
            if not any(str(m.id) == number for m in r.milestones):
                raise Refused(422, "Validation Failed", errors=[{"resource": "Issue", "field": "milestone", "code": "invalid", "value": number}])
            found = [i for i in found if i.milestone is not None and str(i.milestone.id) == number]
        if request.value("assignee", ""):
            found = [i for i in found if request.value("assignee", "") in [u.login for u in i.assignees]]
        return self.paged(request, found, lambda i: self.issue(r, i, request))

    def search(self, request, token):
        """`repo:o/r is:issue is:open label:"a" milestone:"b" assignee:c words`."""
        text = request.value("q", "")
        if len(text) > 256 + 80:
            raise Refused(422, "Validation Failed", errors=[{"message": "The search is longer than 256 characters.", "resource": "Search", "field": "q",
                                                             "code": "invalid"}])
        found, words = None, []
        for name, quoted, plain in re.findall(r'(?:([a-z]+):)?(?:"([^"]*)"|(\S+))', text):
            value = quoted or plain
            if name == "repo":
                repository = self.forge.repositories.get(tuple(value.lower().split("/")))
                if repository is None:
                    raise Refused(422, "Validation Failed", errors=[{
                        "message": "The listed users and repositories cannot be searched either because the resources do not exist or you do not have "
                        "permission to view them.", "resource": "Search", "field": "q", "code": "invalid"}])
                found = sorted(repository.issues.values(), key=lambda i: (i.updated, i.number), reverse=True)
            elif name == "is" and value == "issue":
                found = [i for i in found if i.head is None]
            elif name == "is":
                found = [i for i in found if i.state == value]
            elif name == "label":
                found = [i for i in found if value.lower() in [l.name.lower() for l in i.labels]]
            elif name == "milestone":
                found = [i for i in found if i.milestone is not None and i.milestone.title == value]
            elif name == "assignee":
                login = token.user.login if value == "@me" else value
                found = [i for i in found if login in [u.login for u in i.assignees]]
            elif name != "in":
                words.append(value.lower())
        found = [i for i in found if all(w in i.title.lower() or w in i.body.lower() for w in words)]
        status, items, headers = self.paged(request, found, lambda i: self.issue(repository, i, request) | {"score": 1})
        return status, {"total_count": len(found), "incomplete_results": False, "items": items}, headers

    def get_issues_one(self, request, r, names, token):
        return 200, self.issue(r, self.at(r, names[4]), request), {}

    def patch_issues_one(self, request, r, names, token):
        issue = self.at(r, names[4])
        for key in ("title", "body", "state"):
            if key in request.body:
                setattr(issue, key, request.body[key])
        issue.updated = self.forge.moment()
        return 200, self.issue(r, issue, request), {}

    def get_issues_comments(self, request, r, names, token):
        return self.paged(request, self.at(r, names[4]).comments, lambda c: self.comment(r, c, names[4], request))

    def post_issues_comments(self, request, r, names, token):
        issue = self.at(r, names[4])
        if len(request.body["body"]) > 65536:
            raise Refused(422, "Validation Failed", errors=[{"resource": "IssueComment", "code": "unprocessable", "field": "data",
                                                             "message": "Body is too long (maximum is 65536 characters)"}])
        comment = Comment(self.forge.number(), token.user, request.body["body"], self.forge.moment())
        issue.comments.append(comment)
        issue.updated = comment.created
        return 201, self.comment(r, comment, names[4], request), {}

    def get_issues_labels(self, request, r, names, token):
        return self.paged(request, self.at(r, names[4]).labels, self.label)

    def post_issues_labels(self, request, r, names, token):
        issue = self.at(r, names[4])
        for name in request.body["labels"]:
            label = r.label(name, make=False)
            if label is None:
                # GitHub makes it where one may push; here nobody may, so that who asks has to make it.
                raise Refused(422, "Validation Failed", errors=[{"resource": "Label", "code": "missing", "field": "name", "value": name}])
            if label not in issue.labels:
                issue.labels.append(label)
        return 200, [self.label(l) for l in issue.labels], {}

    def delete_issues_labels_one(self, request, r, names, token):
        issue = self.at(r, names[4])
        label = next((l for l in issue.labels if l.name.lower() == names[6].lower()), None)
        if label is None:
            raise Refused(404, "Label does not exist")
        issue.labels.remove(label)
        return 200, [self.label(l) for l in issue.labels], {}

    def get_labels_one(self, request, r, names, token):
        label = r.label(names[4], make=False)
        if label is None:
            raise Refused(404, "Not Found")
        return 200, self.label(label), {}

    def post_labels(self, request, r, names, token):
        if r.label(request.body["name"], make=False):
            raise Refused(422, "Validation Failed", errors=[{"resource": "Label", "code": "already_exists", "field": "name"}])
        label = r.label(request.body["name"])
        label.color = request.body.get("color", "ededed")
        return 201, self.label(label), {}

    def get_milestones(self, request, r, names, token):
        state = request.value("state", "open")
        return self.paged(request, [m for m in r.milestones if state in ("all", m.state)], self.milestone)

    # Pull requests.

    def get_pulls(self, request, r, names, token):
        found = r.list(True, request.value("state", "open"))
        head = request.value("head", "")
        if ":" in head:
            owner, branch = head.split(":", 1)
            found = [p for p in found if owner.lower() == r.owner.lower() and p.head == branch]
        return self.paged(request, found, lambda p: self.pull(r, p, request, token))

    def post_pulls(self, request, r, names, token):
        body = request.body

        def failed(message=None, **more):
            return Refused(422, "Validation Failed", errors=[{"resource": "PullRequest"} | ({"code": "custom", "message": message} if message else more)])
        for side in ("head", "base"):
            if r.commit_of(body[side]) is None:
                raise failed(field=side, code="invalid")
        try:
            pull = r.open_request(token.user, body.get("title", ""), body.get("body", ""), body["head"], body["base"], body.get("draft", False))
        except Refused as refused:
            raise failed(f"A pull request already exists for {r.owner}:{body['head']}." if refused.status == 409 else
                         f"No commits between {body['base']} and {body['head']}")
        return 201, self.pull(r, pull, request, token), {}

    def get_pulls_one(self, request, r, names, token):
        return 200, self.pull(r, self.at(r, names[4], True), request, token), {}

    def patch_pulls_one(self, request, r, names, token):
        pull, body = self.at(r, names[4], True), request.body
        if "base" in body and r.commit_of(body["base"]) is None:
            raise Refused(422, "Validation Failed", errors=[{"resource": "PullRequest", "field": "base", "code": "invalid"}])
        for key in ("title", "body", "state", "base"):
            if key in body:
                setattr(pull, key, body[key])
        pull.updated = self.forge.moment()
        return 200, self.pull(r, pull, request, token), {}

    def post_pulls_requested_reviewers(self, request, r, names, token):
        pull = self.at(r, names[4], True)
        users = [self.forge.users.get(login) for login in request.body.get("reviewers", [])]
        if None in users:
            raise Refused(422, "Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator "
                          f"of the {r.path} repository.")
        if pull.author in users:
            raise Refused(422, "Review cannot be requested from pull request author.")
        pull.reviewers += [u for u in users if u not in pull.reviewers]
        return 201, self.pull(r, pull, request, token), {}

    def get_pulls_comments(self, request, r, names, token):
        pull = self.at(r, names[4], True)
        found = [(v, c) for v in pull.reviews for c in v.comments]
        return self.paged(request, found, lambda f: self.review_comment(r, pull, *f, request))

    def get_pulls_reviews(self, request, r, names, token):
        pull = self.at(r, names[4], True)
        place = self.page(r, f"pull/{pull.number}", request)
        states = {"COMMENT": "COMMENTED", "REQUEST_CHANGES": "CHANGES_REQUESTED"}
        return self.paged(request, pull.reviews, lambda v: {
            "id": v.id, "node_id": f"PRR_{v.id}", "user": self.user(v.author), "body": v.body, "state": states.get(v.state, v.state),
            "html_url": f"{place}#pullrequestreview-{v.id}", "pull_request_url": place, "commit_id": r.head_commit(pull), "submitted_at": v.created,
            "author_association": "NONE"})

    # Checks.

    def newest(self, r, text, runs):
        found = {s.context: s for s in r.statuses.get(r.commit_of(text) or text, [])}
        return [s for s in found.values() if s.context.startswith("check/") == runs]

    def get_commits_check_runs(self, request, r, names, token):
        found = self.newest(r, names[4], True)
        done = {"success": "success", "failure": "failure", "error": "timed_out", "warning": "neutral"}
        status, page, headers = self.paged(request, found, lambda s: {
            "id": s.id, "node_id": f"CR_{s.id}", "head_sha": names[4], "name": s.context[len("check/"):],
            "status": "completed" if s.state in done else "in_progress", "conclusion": done.get(s.state), "details_url": s.url or None,
            "html_url": s.url or None, "started_at": s.created, "completed_at": s.created if s.state in done else None,
            "output": {"title": s.description or None, "summary": None, "text": None, "annotations_count": 0, "annotations_url": ""}})
        return status, {"total_count": len(found), "check_runs": page}, headers

    def get_actions_runs(self, request, r, names, token):
        found = self.newest(r, request.value("head_sha", ""), True)
        status, page, headers = self.paged(request, found, lambda s: {
            "id": s.id, "node_id": f"WFR_{s.id}", "name": "workflow of " + s.context[len("check/"):], "head_branch": "", "head_sha": "",
            "status": "in_progress" if s.state == "pending" else "completed", "conclusion": None if s.state == "pending" else s.state,
            "html_url": s.url, "created_at": s.created, "updated_at": s.created, "run_number": 1, "event": "push"})
        return status, {"total_count": len(found), "workflow_runs": page}, headers

    def get_commits_status(self, request, r, names, token):
        found = self.newest(r, names[4], False)
        status, page, headers = self.paged(request, found, lambda s: {
            "id": s.id, "node_id": f"SC_{s.id}", "context": s.context, "state": {"warning": "success"}.get(s.state, s.state),
            "description": s.description or None, "target_url": s.url or None, "created_at": s.created, "updated_at": s.created, "url": ""})
        return status, {"state": "pending", "statuses": page, "sha": names[4], "total_count": len(found), "repository": self.repository(r, token),
                        "commit_url": "", "url": ""}, headers

    # GraphQL: the few questions that there are.

    def graph(self, request, token):
        if token is None:
            raise Refused(401, "This endpoint requires you to be authenticated.")
        text, variables = request.body["query"], request.body.get("variables", {})
        if text.count("{") != text.count("}") or text.count("(") != text.count(")"):
            self.forge.violations.append(f"GraphQL is not whole: {text}")
        for name in re.findall(r"\$(\w+)", text):
            if name not in variables:
                self.forge.violations.append(f"GraphQL lacks the variable {name}")

        def failed(kind, message):
            return 200, {"data": None, "errors": [{"type": kind, "path": [], "message": message}]}, {}
        if "viewer" in text:
            return 200, {"data": {"viewer": {"login": token.user.login}}}, {}
        if "reviewThreads" in text:
            repository = self.forge.repositories.get((variables["owner"].lower(), variables["name"].lower()))
            if repository is None or variables["number"] not in repository.issues:
                return failed("NOT_FOUND", f"Could not resolve to a Repository with the name '{variables['owner']}/{variables['name']}'.")
            found = [c for v in repository.issues[variables["number"]].reviews for c in v.comments]
            first = int(variables["after"] or 0)
            nodes = [{"isResolved": c.resolved, "comments": {"nodes": [{"databaseId": c.id}]}} for c in found[first:first + 2]]
            more = first + 2 < len(found)
            page = {"nodes": nodes, "pageInfo": {"hasNextPage": more, "endCursor": str(first + 2) if more else None}}
            return 200, {"data": {"repository": {"pullRequest": {"reviewThreads": page}}}}, {}
        order = re.search(r"(convertPullRequestToDraft|markPullRequestReadyForReview)\(input: \{pullRequestId: \$id\}\)", text)
        if order is None:
            self.forge.violations.append(f"GraphQL is not known: {text}")
            return failed("INVALID", "not known")
        for repository in self.forge.repositories.values():
            for pull in repository.list(True):
                if f"PR_{repository.id}_{pull.number}" == variables["id"]:
                    if repository.archived:
                        return failed("FORBIDDEN", "Repository was archived so is read-only.")
                    pull.draft = order[1] == "convertPullRequestToDraft"
                    return 200, {"data": {order[1]: {"pullRequest": {"isDraft": pull.draft}}}}, {}
        return failed("NOT_FOUND", f"Could not resolve to a node with the global id of '{variables['id']}'")

    # What things look like.

    def page(self, r, rest, request):
        return f"{request.base}/{r.path}/{rest}"

    def user(self, user):
        return {"id": user.id, "login": user.login, "node_id": f"U_{user.id}", "type": "Bot" if user.login.endswith("[bot]") else "User",
                "html_url": f"{self.base}/{user.login}", "site_admin": False}

    def label(self, label):
        return {"id": label.id, "node_id": f"LA_{label.id}", "url": "", "name": label.name, "color": label.color, "default": False, "description": None}

    def milestone(self, m):
        return {"id": m.id, "number": m.id, "title": m.title, "state": m.state, "description": None}

    def repository(self, r, token):
        web = f"{self.base}/{r.path}"
        return {"id": r.id, "node_id": f"R_{r.id}", "name": r.name, "full_name": r.path, "owner": self.user(self.forge.user(r.owner)), "private": r.private,
                "html_url": web, "clone_url": f"{web}.git", "ssh_url": f"git@git.lab:{r.path}.git", "default_branch": r.default_branch, "archived": r.archived,
                "disabled": False, "permissions": {"admin": False, "push": self.forge.may_write(r, token), "pull": True}}

    def issue(self, r, i, request):
        kind = "pull" if i.head is not None else "issues"
        out = {"id": r.id * 100000 + i.number, "node_id": f"I_{i.number}", "number": i.number, "state": i.state, "state_reason": None, "title": i.title,
               "body": i.body or None, "user": self.user(i.author), "labels": [self.label(l) for l in i.labels],
               "assignees": [self.user(u) for u in i.assignees], "milestone": self.milestone(i.milestone) if i.milestone else None,
               "comments": len(i.comments), "html_url": self.page(r, f"{kind}/{i.number}", request), "created_at": i.created, "updated_at": i.updated,
               "closed_at": None, "locked": False, "author_association": "NONE"}
        if i.head is not None:
            out |= {"pull_request": {"url": "", "html_url": out["html_url"], "diff_url": "", "patch_url": "", "merged_at": None}, "draft": i.draft}
        return out

    def comment(self, r, c, number, request):
        return {"id": c.id, "node_id": f"IC_{c.id}", "body": c.body, "user": self.user(c.author), "created_at": c.created, "updated_at": c.created,
                "html_url": self.page(r, f"issues/{number}#issuecomment-{c.id}", request), "issue_url": "", "author_association": "NONE"}

    def review_comment(self, r, pull, review, c, request):
        place = self.page(r, f"pull/{pull.number}", request)
        return {"id": c.id, "node_id": f"PRRC_{c.id}", "diff_hunk": "@@ -1 +1 @@", "path": c.path, "commit_id": r.head_commit(pull),
                "original_commit_id": r.head_commit(pull), "user": self.user(c.author), "body": c.body, "created_at": c.created, "updated_at": c.created,
                "html_url": f"{place}#discussion_r{c.id}", "pull_request_url": place, "pull_request_review_id": review.id, "line": c.line,
                "original_line": c.line, "side": "RIGHT", "subject_type": "line", "author_association": "NONE"}

    def pull(self, r, p, request, token):
        repository = self.repository(r, token)
        side = {"user": self.user(self.forge.user(r.owner)), "repo": repository}
        return {"id": r.id * 100000 + p.number, "node_id": f"PR_{r.id}_{p.number}", "number": p.number, "state": p.state, "locked": False, "title": p.title,
                "body": p.body or None, "user": self.user(p.author), "labels": [self.label(l) for l in p.labels], "assignees": [], "milestone": None,
                "html_url": self.page(r, f"pull/{p.number}", request), "created_at": p.created, "updated_at": p.updated, "closed_at": None,
                "merged_at": p.updated if p.merged else None, "draft": p.draft, "requested_reviewers": [self.user(u) for u in p.reviewers],
                "head": side | {"label": f"{r.owner}:{p.head}", "ref": p.head, "sha": r.head_commit(p)},
                "base": side | {"label": f"{r.owner}:{p.base}", "ref": p.base, "sha": r.commit_of(p.base) or ""}}
