"""A forge for tests: `forge_server.py ROOT CERTIFICATE|- PREFIX FACE…`. Prints its port, serves on the loopback until its input ends.

Below PREFIX stand the APIs of the faces and `OWNER/NAME.git` over git's smart HTTP (git-http-backend(1)). Tests make and change what it holds by lines of
JSON on its input, `{"op": …}`, see `do_…` in model.py; each is answered by a line. Every request is noted in the journal, without its token.
"""
import base64
import http.server
import importlib
import json
import os
import ssl
import subprocess
import sys
import threading
import urllib.parse

sys.dont_write_bytecode = True
from model import Forge, Refused  # noqa: E402


class Request:
    def __init__(self, method, path, query, headers, data, base):
        self.method, self.path, self.headers, self.base = method, path, headers, base
        self.query = urllib.parse.parse_qsl(query, keep_blank_values=True)
        self.has_body, self.body = bool(data), None
        if data:
            try:
                self.body = json.loads(data)
            except ValueError:
                raise Refused(422, "the body is no JSON")

    def value(self, name, otherwise):
        return next((v for n, v in self.query if n == name), otherwise)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *a):
        pass

    def serve(self):
        data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.headers.get("Transfer-Encoding") == "chunked":
            while True:
                count = int(self.rfile.readline(), 16)
                data += self.rfile.read(count)
                self.rfile.readline()
                if count == 0:
                    break
        path, _, query = self.path.partition("?")
        forge, prefix = self.server.forge, self.server.prefix
        if not path.startswith(prefix + "/") and path != prefix:
            return self.page(404)
        path = path[len(prefix):]
        line = f"{self.command} {path}"
        with forge.lock:
            fault = forge.fault(line)
        if fault is not None and self.broken(fault, line):
            return
        if ".git/" in path:
            return self.git(path, query, data, line)
        face = next((f for f in self.server.faces if path == f.root or path.startswith(f.root + "/")), None)
        if face is None:
            return self.page(404)
        with forge.lock:
            try:
                request = Request(self.command, path, query, self.headers, data, self.server.base)
                status, body, headers = face.answer(request)
            except Refused as refused:
                status, body, headers = face.refusal(refused)
            except Exception as error:  # A mistake of this server is a violation too.
                forge.violations.append(f"{line}: the test server failed: {error!r}")
                status, body, headers = 500, {"message": "the test server failed"}, {}
            forge.journal.append({"line": line, "query": query, "status": status})
        self.send(status, b"" if body is None else json.dumps(body).encode(), {"Content-Type": "application/json"} | headers)

    def send(self, status, data, headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if status != 204:
            self.wfile.write(data)

    def page(self, status):
        self.send(status, b"<!DOCTYPE html><html><body>Not an API</body></html>", {"Content-Type": "text/html; charset=utf-8"})

    def broken(self, fault, line):
        """Does what a fault says; false: the request goes on."""
        options = fault.options
        self.server.forge.journal.append({"line": line, "fault": fault.kind})
        if fault.kind == "html":
            self.page(options.get("status", 200))
        elif fault.kind == "half":
            self.send(200, b'[{"number": 1, "title": "hal', {"Content-Type": "application/json"})
        elif fault.kind == "cut":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b"[{")
            self.close_connection = True
        elif fault.kind == "slow":
            # Until the test lets it go, or ends.
            self.server.forge.released.wait()
            return False
        elif fault.kind == "status":
            body = options.get("body", {"message": "made to fail"})
            self.send(options["status"], json.dumps(body).encode(), {"Content-Type": "application/json"} | options.get("headers", {}))
        elif fault.kind == "die-after":
            # What was asked is done, and nobody hears of it.
            self.wfile = open(os.devnull, "wb")
            self.close_connection = True
            return False
        return True

    def git(self, path, query, data, line):
        """git's own server, behind the tokens of the forge."""
        forge = self.server.forge
        word, _, text = (self.headers.get("Authorization") or "").partition(" ")
        secret = ""
        if word.lower() == "basic":
            secret = base64.b64decode(text).decode("utf-8", "replace").partition(":")[2]
        with forge.lock:
            owner, name = path.split(".git/")[0].strip("/").rsplit("/", 1)
            writes = "git-receive-pack" in path + "?" + query
            status = 200
            try:
                token = forge.who(secret) if secret else None
                repository = forge.repository(owner, name, token)
                if writes and (token is None or not forge.may_write(repository, token)):
                    status = 403 if token else 401
                elif writes and repository.archived:
                    status = 403
            except Refused as refused:
                status = 401 if not secret or refused.status == 401 else refused.status
            forge.journal.append({"line": line, "query": query, "status": status})
        if status != 200:
            return self.send(status, b"", {"WWW-Authenticate": 'Basic realm="forge"'} if status == 401 else {})
        environment = {
            "PATH": "/usr/bin:/bin", "GIT_PROJECT_ROOT": forge.root, "GIT_HTTP_EXPORT_ALL": "1", "PATH_INFO": "/" + repository.path + ".git/" +
            path.split(".git/", 1)[1], "QUERY_STRING": query, "REQUEST_METHOD": self.command, "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "REMOTE_USER": token.user.login if token else "", "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "CONTENT_LENGTH": str(len(data)), "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""), "GIT_CONFIG_GLOBAL": "/dev/null",
            "GIT_CONFIG_NOSYSTEM": "1"}
        out = subprocess.run(["git", "-c", "safe.directory=*", "-c", "http.receivepack=true", "http-backend"], input=data, env=environment,
                             stdout=subprocess.PIPE).stdout
        head, _, rest = out.partition(b"\r\n\r\n")
        headers = {}
        for row in head.decode().split("\r\n"):
            key, _, value = row.partition(": ")
            if key == "Status":
                status = int(value.split()[0])
            elif key:
                headers[key] = value
        self.send(status, rest, headers)

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = serve


def main():
    root, certificate, prefix, faces = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    # Clients that give up in the middle are part of the tests.
    server.handle_error = lambda *a: None
    server.forge, server.prefix = Forge(root), prefix
    scheme = "http"
    if certificate != "-":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        # The handshake belongs to the connection's own thread, else one that says nothing would hold up all others.
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        scheme = "https"
    server.base = f"{scheme}://localhost:{server.server_address[1]}{prefix}"
    server.faces = []
    for name in faces:
        face = getattr(importlib.import_module(name), name.capitalize())(server.forge)
        face.base = server.base
        server.faces.append(face)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)
    for line in sys.stdin:
        with server.forge.lock:
            try:
                asked = json.loads(line)
                answer = server.forge.control(asked["op"], asked) or {}
            except Exception as error:
                answer = {"error": repr(error)}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
