// carrel-warden [OPTION]... LIFELINE -- PROGRAM [ARGUMENT...]
//
// Process 1 of a sandbox. It starts the program in a session of its own, reaps whatever ends, and ends with the program's
// status (128 + signal when a signal ended it). LIFELINE is one end of a socket pair whose other end only the service
// holds: a byte in it is a signal for the program's process group, or FREEZE or THAW for all processes; its hang-up means
// that the service is gone or has cut the line, and then the warden ends at once and the kernel ends the whole namespace
// with it.
//
// --listen PORT     listens on the loopback of its network namespace before the program starts, and hands the listening
//                   socket to the service over LIFELINE with the port's number (two bytes, most significant first). So the
//                   service answers inside the sandbox without any process or path in it.
// --subreaper       an ordinary process outside of any namespace: orphans become its children, and it kills all its
//                   descendants itself, at the hang-up and at the program's end.
// --filter          the program cannot make the calls of the deny-list (filter.c).
// --shared          the network namespace is not the sandbox's own: abstract sockets outside are kept out of reach, by
//                   Landlock, or by refusing all UNIX sockets where the kernel is too old for that.
// --rules FD        the program sees only the paths of the rules (landlock.c), has no capability and no UNIX sockets.
// --no-network      with --rules: it can make no internet sockets, but for --port.
// --port PORT       with --rules and --no-network: TCP connections to this port.
// --processes N     the most processes in this user namespace (RLIMIT_NPROC), the warden among them.
// --file-mb N       the largest file that can be written (RLIMIT_FSIZE).
//
// carrel-warden --enter FD... -- PROGRAM [ARGUMENT...]
//
// Becomes the program after this process has gone into the control groups whose `cgroup.procs` are open as FD.
//
// carrel-warden --landlock
//
// Prints the newest Landlock version that can be had here, 0 for none.

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "walls.h"

// What LIFELINE says besides signals.
enum { FREEZE = 0xF0, THAW = 0xF1 };

struct process {
  pid_t pid, parent;
  int ours;
};

// All processes of /proc with their parents; their number. `*list` grows as needed.
static size_t list_processes(struct process **list, size_t *room) {
  size_t count = 0;
  DIR *directory = opendir("/proc");
  if (!directory) return 0;
  for (struct dirent *entry; (entry = readdir(directory));) {
    pid_t pid = (pid_t)atoi(entry->d_name);
    if (pid <= 0) continue;
    char path[64], text[512];
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) continue;
    ssize_t size = read(fd, text, sizeof text - 1);
    close(fd);
    text[size > 0 ? size : 0] = 0;
    // The name stands in parentheses and may hold anything: the fields begin after the last one.
    char *end = strrchr(text, ')');
    int parent;
    if (!end || sscanf(end, ") %*c %d", &parent) != 1) continue;
    if (count == *room) {
      size_t more = *room ? *room * 2 : 1024;
      struct process *grown = realloc(*list, more * sizeof **list);
      if (!grown) break;
      *list = grown;
      *room = more;
    }
    (*list)[count++] = (struct process){.pid = pid, .parent = (pid_t)parent, .ours = parent == getpid()};
  }
  closedir(directory);
  return count;
}

// Sends a signal to all descendants that /proc shows now; their number.
static size_t signal_descendants(int number, struct process **list, size_t *room) {
  size_t count = list_processes(list, room), told = 0;
  struct process *all = *list;
  for (int found = 1; found;) {
    found = 0;
    for (size_t i = 0; i < count; i++)
      for (size_t j = 0; j < count && !all[i].ours; j++)
        if (all[j].ours && all[j].pid == all[i].parent) all[i].ours = found = 1;
  }
  for (size_t i = 0; i < count; i++)
    if (all[i].ours && kill(all[i].pid, number) == 0) told++;
  return told;
}

// Kills all descendants, in passes until none is left: what forks meanwhile is found in the next pass.
static void kill_descendants(void) {
  struct process *list = NULL;
  size_t room = 0;
  for (;;) {
    pid_t reaped;
    while ((reaped = waitpid(-1, NULL, WNOHANG)) > 0) {}
    if (reaped < 0 && errno == ECHILD) break;
    signal_descendants(SIGKILL, &list, &room);
    poll(NULL, 0, 1);
  }
  free(list);
}

// Stops or continues everything but this process. In a namespace the kernel reaches all at once; outside of one, what is forked while they
// are being stopped is found in another pass.
static void signal_all(int subreaper, int number) {
  if (!subreaper) {
    kill(-1, number);
    return;
  }
  struct process *list = NULL;
  size_t room = 0, before = 0;
  for (int pass = 0; pass < 16; pass++) {
    size_t told = signal_descendants(number, &list, &room);
    if (told == before) break;
    before = told;
  }
  free(list);
}

// Signals the program's group, or the program itself while it has not made its group yet (its signals are blocked then).
static void tell(pid_t child, int number) {
  if (kill(-child, number) < 0) kill(child, number);
}

// Listens on the loopback and hands the socket to whoever holds the other end of `lifeline`. 0, or -1 with errno.
static int hand_over(int lifeline, unsigned port) {
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (listener < 0 || bind(listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(listener, 128) < 0) return -1;
  union {
    struct cmsghdr header;
    char room[CMSG_SPACE(sizeof(int))];
  } control = {.header = {.cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS}};
  memcpy(CMSG_DATA(&control.header), &listener, sizeof listener);
  unsigned char text[2] = {(unsigned char)(port >> 8), (unsigned char)port};
  struct iovec part = {.iov_base = text, .iov_len = sizeof text};
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
  if (sendmsg(lifeline, &message, MSG_NOSIGNAL) != sizeof text) return -1;
  return close(listener);
}

static int fail(const char *what) {
  fprintf(stderr, "carrel-warden: %s: %s\n", what, strerror(errno));
  return 126;
}

static int usage(void) {
  fprintf(stderr, "usage: carrel-warden [--subreaper] [--listen PORT]... [--filter] [--shared] [--rules FD] [--no-network] [--port PORT]...\n"
                  "         [--processes N] [--file-mb N] LIFELINE -- PROGRAM [ARGUMENT...]\n"
                  "       carrel-warden --enter FD... -- PROGRAM [ARGUMENT...]\n"
                  "       carrel-warden --landlock\n");
  return 2;
}

struct options {
  int subreaper, filter, shared, rules, no_network;
  unsigned listen[MOST_PORTS], port[MOST_PORTS];
  size_t listens, ports;
  unsigned long processes, file_mb;
};

// A number from 0 to `most`; -1 when the text is none.
static long number(const char *text, long most) {
  char *end;
  errno = 0;
  long value = strtol(text, &end, 10);
  return errno || end == text || *end || value < 0 || value > most ? -1 : value;
}

// Reads the options; the place of the first argument after them, or -1.
static int read_options(int argc, char **argv, struct options *options) {
  int at = 1;
  for (; at < argc && argv[at][0] == '-'; at++) {
    const char *name = argv[at];
    if (strcmp(name, "--subreaper") == 0) options->subreaper = 1;
    else if (strcmp(name, "--filter") == 0) options->filter = 1;
    else if (strcmp(name, "--shared") == 0) options->shared = 1;
    else if (strcmp(name, "--no-network") == 0) options->no_network = 1;
    else {
      long value = at + 1 < argc ? number(argv[++at], 1L << 40) : -1;
      if (value < 0) return -1;
      int is_port = value >= 1 && value <= 65535;
      if (strcmp(name, "--listen") == 0 && is_port && options->listens < MOST_PORTS) options->listen[options->listens++] = (unsigned)value;
      else if (strcmp(name, "--port") == 0 && is_port && options->ports < MOST_PORTS) options->port[options->ports++] = (unsigned)value;
      else if (strcmp(name, "--rules") == 0 && value < 1 << 20) options->rules = (int)value;
      else if (strcmp(name, "--processes") == 0) options->processes = (unsigned long)value;
      else if (strcmp(name, "--file-mb") == 0) options->file_mb = (unsigned long)value;
      else return -1;
    }
  }
  return at;
}

// Goes into control groups and becomes the program.
static int enter_groups(int argc, char **argv) {
  int at = 2;
  for (; at < argc && strcmp(argv[at], "--") != 0; at++) {
    long fd = number(argv[at], 1 << 20);
    if (fd < 0) return usage();
    if (write((int)fd, "0", 1) != 1) return fail("entering a control group");
    close((int)fd);
  }
  if (argc - at < 2) return usage();
  execv(argv[at + 1], argv + at + 1);
  return fail(argv[at + 1]);
}

// The lower of a limit and what holds already: a limit cannot be raised.
static int limit(int resource, rlim_t value) {
  struct rlimit now;
  if (getrlimit(resource, &now) < 0) return -1;
  if (now.rlim_max != RLIM_INFINITY && now.rlim_max < value) value = now.rlim_max;
  return setrlimit(resource, &(struct rlimit){value, value});
}

// Puts the walls up around this process, which becomes the program. 0, or -1 when it was said what failed.
static int wall_in(const struct options *options) {
  int local_sockets = options->rules < 0;
  if (options->rules >= 0) {
    const char *what;
    int is_restricted = options->no_network || options->ports > 0;
    if (load_rules(options->rules, is_restricted, options->port, options->ports, &what) < 0) {
      fail(what);
      return -1;
    }
    close(options->rules);
    if (drop_capabilities() < 0) {
      fail("giving up capabilities");
      return -1;
    }
  } else if (options->filter && options->shared) {
    local_sockets = scope_sockets();
  }
  // Below version 4 Landlock holds no port: then there is no internet socket at all.
  int has_ports = options->ports > 0 && landlock_version() >= 4;
  enum network network = !options->no_network ? NETWORK_ANY : has_ports ? NETWORK_TCP : NETWORK_NONE;
  if (options->filter && load_filter(network, local_sockets) < 0) {
    fail("loading the system call filter");
    return -1;
  }
  return 0;
}

int main(int argc, char **argv) {
  if (argc == 2 && strcmp(argv[1], "--landlock") == 0) return printf("%d\n", landlock_version()) < 0;
  if (argc > 1 && strcmp(argv[1], "--enter") == 0) return enter_groups(argc, argv);
  struct options options = {.rules = -1};
  int at = read_options(argc, argv, &options);
  if (at < 0 || argc - at < 3 || strcmp(argv[at + 1], "--") != 0) return usage();
  int lifeline = (int)number(argv[at], 1 << 20), subreaper = options.subreaper;
  if (lifeline < 0 || fcntl(lifeline, F_SETFD, FD_CLOEXEC) < 0) return usage();
  if (options.rules >= 0 && fcntl(options.rules, F_SETFD, FD_CLOEXEC) < 0) return usage();
  char **program = argv + at + 2;

  // Nobody inside may look into this process or its descriptors, and nothing inside leaves a core.
  prctl(PR_SET_DUMPABLE, 0);
  if (limit(RLIMIT_CORE, 0) < 0) return fail("forbidding core files");
  if (options.processes && limit(RLIMIT_NPROC, options.processes) < 0) return fail("limiting the number of processes");
  if (options.file_mb && limit(RLIMIT_FSIZE, (rlim_t)options.file_mb << 20) < 0) return fail("limiting the size of files");
  if (subreaper && prctl(PR_SET_CHILD_SUBREAPER, 1) < 0) return fail("becoming the reaper");

  for (size_t i = 0; i < options.listens; i++)
    if (hand_over(lifeline, options.listen[i]) < 0) return fail("listening inside the sandbox");

  sigset_t all, before;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, &before);
  int signals = signalfd(-1, &all, SFD_CLOEXEC | SFD_NONBLOCK);
  if (signals < 0) return fail("watching signals");

  pid_t child = fork();
  if (child < 0) return fail("starting a process");
  if (child == 0) {
    setsid();
    // A terminal that is nobody's becomes this session's, so that jobs, signal keys and window changes work inside; one that is somebody's stays theirs.
    if (isatty(0)) ioctl(0, TIOCSCTTY, 0);
    if (wall_in(&options) < 0) _exit(126);
    sigprocmask(SIG_SETMASK, &before, NULL);
    execvp(program[0], program);
    int missing = errno == ENOENT;
    fail(program[0]);
    _exit(missing ? 127 : 126);
  }

  for (;;) {
    struct pollfd watched[2] = {{.fd = lifeline, .events = POLLIN}, {.fd = signals, .events = POLLIN}};
    if (poll(watched, 2, -1) < 0) continue;
    if (watched[0].revents) {
      unsigned char number = 0;
      if (read(lifeline, &number, 1) <= 0) {
        if (subreaper) kill_descendants();
        _exit(128 + SIGKILL);
      }
      if (number == FREEZE || number == THAW)
        signal_all(subreaper, number == FREEZE ? SIGSTOP : SIGCONT);
      else
        tell(child, number);
    }
    struct signalfd_siginfo found;
    while (read(signals, &found, sizeof found) == sizeof found)
      if (found.ssi_signo == SIGTERM || found.ssi_signo == SIGINT || found.ssi_signo == SIGHUP || found.ssi_signo == SIGQUIT)
        tell(child, (int)found.ssi_signo);
    int status;
    for (pid_t ended; (ended = waitpid(-1, &status, WNOHANG)) > 0;) {
      if (ended != child) continue;
      if (subreaper) kill_descendants();
      _exit(WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
    }
  }
}

// SwiftPM links every executable with the Swift run time's start-up object, which refers to these two functions of
// libswiftCore. There is no Swift in the warden, and with its own empty ones it stays a small static program that starts
// inside any sandbox.
void swift_addNewDSOImage(const void *image);
void swift_addNewDSOImage(const void *image) { (void)image; }
int _swift_backtrace_isThunkFunction(const char *name);
int _swift_backtrace_isThunkFunction(const char *name) { return name == NULL; }
