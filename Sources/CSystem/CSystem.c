#include "CSystem.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <pthread.h>
#include <pwd.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef P_PIDFD
#define P_PIDFD 3
#endif

static int is_child_number(const struct cs_descriptor *descriptors, size_t count, int number) {
  for (size_t i = 0; i < count; i++)
    if (descriptors[i].child == number) return 1;
  return 0;
}

int cs_spawn(const char *path, char *const argv[], char *const envp[], const char *directory,
             const struct cs_descriptor *descriptors, size_t count, pid_t *pid) {
  int highest = 2;
  for (size_t i = 0; i < count; i++)
    if (descriptors[i].child > highest) highest = descriptors[i].child;

  // Sources move above all numbers of the child first, so that no dup2 overwrites one that is still needed.
  int *sources = malloc(sizeof(int) * (count ? count : 1));
  if (!sources) return ENOMEM;
  size_t moved = 0;
  int error = 0;
  for (; moved < count; moved++) {
    sources[moved] = fcntl(descriptors[moved].ours, F_DUPFD_CLOEXEC, highest + 1);
    if (sources[moved] < 0) {
      error = errno;
      break;
    }
  }

  if (!error) {
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_t actions;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawn_file_actions_init(&actions);
    for (size_t i = 0; i < count && !error; i++)
      error = posix_spawn_file_actions_adddup2(&actions, sources[i], descriptors[i].child);
    for (int number = 0; number <= highest && !error; number++)
      if (!is_child_number(descriptors, count, number)) error = posix_spawn_file_actions_addclose(&actions, number);
    if (!error) error = posix_spawn_file_actions_addclosefrom_np(&actions, highest + 1);
    if (!error && directory) error = posix_spawn_file_actions_addchdir_np(&actions, directory);
    if (!error) error = posix_spawn(pid, path, &actions, &attributes, argv, envp);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
  }

  for (size_t i = 0; i < moved; i++) close(sources[i]);
  free(sources);
  return error;
}

int cs_pidfd_open(pid_t pid) {
  int fd = (int)syscall(SYS_pidfd_open, pid, 0);
  return fd < 0 ? -errno : fd;
}

int cs_pidfd_signal(int pidfd, int number) { return syscall(SYS_pidfd_send_signal, pidfd, number, NULL, 0) < 0 ? -errno : 0; }

static int wait_pidfd(int pidfd, int options, siginfo_t *found) {
  memset(found, 0, sizeof *found);
  int result;
  do result = waitid((idtype_t)P_PIDFD, (id_t)pidfd, found, options | WEXITED | WNOHANG);
  while (result < 0 && errno == EINTR);
  return result < 0 ? -errno : found->si_pid != 0;
}

int cs_pidfd_reap(int pidfd, int *value, int *signalled) {
  siginfo_t found;
  int result = wait_pidfd(pidfd, 0, &found);
  if (result != 1) return result;
  *value = found.si_status;
  *signalled = found.si_code != CLD_EXITED;
  return 1;
}

int cs_pidfd_ended(int pidfd) {
  siginfo_t found;
  return wait_pidfd(pidfd, WNOWAIT, &found);
}

int cs_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC) < 0 ? -errno : 0; }

int cs_set_nonblocking(int fd) {
  int flags = fcntl(fd, F_GETFL);
  return flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0 ? -errno : 0;
}

void cs_pipe_size(int fd, int bytes) { (void)fcntl(fd, F_SETPIPE_SZ, bytes); }

int cs_available(int fd) {
  int count = 0;
  return ioctl(fd, FIONREAD, &count) < 0 ? 0 : count;
}

int cs_duplicate(int fd, int least) {
  int copy = fcntl(fd, F_DUPFD_CLOEXEC, least);
  return copy < 0 ? -errno : copy;
}

int cs_memory_file(const char *name, const void *bytes, size_t count) {
  int fd = memfd_create(name, MFD_CLOEXEC);
  if (fd < 0) return -errno;
  size_t done = 0;
  while (done < count) {
    ssize_t written = write(fd, (const char *)bytes + done, count - done);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      int error = errno;
      close(fd);
      return -error;
    }
    done += (size_t)written;
  }
  lseek(fd, 0, SEEK_SET);
  return fd;
}

int cs_epoll_create(void) {
  int fd = epoll_create1(EPOLL_CLOEXEC);
  return fd < 0 ? -errno : fd;
}

int cs_epoll_control(int epoll, int how, int fd, uint32_t events, uint64_t token) {
  struct epoll_event event = {.events = events, .data.u64 = token};
  return epoll_ctl(epoll, how == 1 ? EPOLL_CTL_ADD : how == 2 ? EPOLL_CTL_MOD : EPOLL_CTL_DEL, fd, &event) < 0 ? -errno : 0;
}

int cs_epoll_wait(int epoll, uint64_t *tokens, uint32_t *events, int count) {
  struct epoll_event found[64];
  if (count > 64) count = 64;
  int result = epoll_wait(epoll, found, count, -1);
  if (result < 0) return -errno;
  for (int i = 0; i < result; i++) {
    tokens[i] = found[i].data.u64;
    events[i] = found[i].events;
  }
  return result;
}

uint32_t cs_epoll_in(void) { return EPOLLIN; }
uint32_t cs_epoll_out(void) { return EPOLLOUT; }
uint32_t cs_epoll_gone(void) { return EPOLLHUP | EPOLLERR; }
uint32_t cs_epoll_oneshot(void) { return EPOLLONESHOT; }

static int unix_address(const char *path, struct sockaddr_un *address) {
  memset(address, 0, sizeof *address);
  address->sun_family = AF_UNIX;
  if (!*path) return ENOENT;
  if (strlen(path) >= sizeof address->sun_path) return ENAMETOOLONG;
  strcpy(address->sun_path, path);
  return 0;
}

size_t cs_unix_path_limit(void) { return sizeof(((struct sockaddr_un *)0)->sun_path) - 1; }

int cs_unix_listen(const char *path, int backlog) {
  struct sockaddr_un address;
  int error = unix_address(path, &address);
  if (error) return -error;
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return -errno;
  // The mode of the socket's own inode is the mode of the file that bind makes: private from its first moment on,
  // without touching the umask of the whole process.
  if (fchmod(fd, 0600) < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) < 0 || listen(fd, backlog) < 0) {
    error = errno;
    close(fd);
    return -error;
  }
  return fd;
}

int cs_unix_connect(const char *path) {
  struct sockaddr_un address;
  int error = unix_address(path, &address);
  if (error) return -error;
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return -errno;
  // A full queue of the listener is waited for, though not for ever.
  struct timeval patience = {.tv_sec = 5};
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0 || cs_set_nonblocking(fd) < 0) {
    error = errno;
    close(fd);
    return -error;
  }
  return fd;
}

int cs_accept(int fd) {
  int connection = accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
  return connection < 0 ? -errno : connection;
}

int cs_socket_pair(int ends[2]) {
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0) return -errno;
  return cs_set_nonblocking(ends[0]);
}

void cs_shutdown(int fd) { shutdown(fd, SHUT_RDWR); }

int cs_receive_descriptor(int fd, void *bytes, size_t count) {
  union {
    struct cmsghdr header;
    char room[CMSG_SPACE(sizeof(int))];
  } control;
  struct iovec part = {.iov_base = bytes, .iov_len = count};
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
  ssize_t size = recvmsg(fd, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
  if (size < 0) return errno == EINTR ? -EAGAIN : -errno;
  if (size == 0) return -EPIPE;
  struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  if (!header || header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS || header->cmsg_len != CMSG_LEN(sizeof(int))) return -EPROTO;
  int received;
  memcpy(&received, CMSG_DATA(header), sizeof received);
  if ((size_t)size == count && !(message.msg_flags & MSG_CTRUNC)) return received;
  close(received);
  return -EPROTO;
}

int cs_send_descriptor(int fd, int descriptor, const void *bytes, size_t count) {
  union {
    struct cmsghdr header;
    char room[CMSG_SPACE(sizeof(int))];
  } control;
  memset(&control, 0, sizeof control);
  struct iovec part = {.iov_base = (void *)(uintptr_t)bytes, .iov_len = count};
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
  struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof(int));
  memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
  ssize_t sent = sendmsg(fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
  if (sent < 0) return -errno;
  return (size_t)sent == count ? 0 : -EPIPE;
}

int cs_peer(int fd, uid_t *uid, pid_t *pid) {
  struct ucred peer;
  socklen_t size = sizeof peer;
  if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) < 0) return -errno;
  *uid = peer.uid;
  *pid = peer.pid;
  return 0;
}

ssize_t cs_send(int fd, const void *bytes, size_t count) {
  ssize_t sent = send(fd, bytes, count, MSG_NOSIGNAL | MSG_DONTWAIT);
  return sent < 0 ? -errno : sent;
}

void cs_shutdown_writing(int fd) { (void)shutdown(fd, SHUT_WR); }

static void signal_set(sigset_t *set, const int *numbers, size_t count) {
  sigemptyset(set);
  for (size_t i = 0; i < count; i++) sigaddset(set, numbers[i]);
}

int cs_block_signals(const int *numbers, size_t count) {
  sigset_t set;
  signal_set(&set, numbers, count);
  return -pthread_sigmask(SIG_BLOCK, &set, NULL);
}

int cs_signalfd(const int *numbers, size_t count) {
  sigset_t set;
  signal_set(&set, numbers, count);
  int fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
  return fd < 0 ? -errno : fd;
}

int cs_signalfd_next(int fd) {
  struct signalfd_siginfo found;
  ssize_t size = read(fd, &found, sizeof found);
  if (size < 0) return -errno;
  return size == sizeof found ? (int)found.ssi_signo : -EIO;
}

void cs_ignore_sigpipe(void) {
  struct sigaction present;
  if (sigaction(SIGPIPE, NULL, &present) == 0 && present.sa_handler == SIG_DFL) signal(SIGPIPE, SIG_IGN);
}

void cs_thread_name(const char *name) { (void)prctl(PR_SET_NAME, name, 0, 0, 0); }

int cs_thread_start(void *(*body)(void *), void *argument) {
  sigset_t blocked, before;
  sigfillset(&blocked);
  const int crashes[] = {SIGSEGV, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE};
  for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++) sigdelset(&blocked, crashes[i]);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&attributes, 2 * 1024 * 1024);
  pthread_sigmask(SIG_SETMASK, &blocked, &before);
  pthread_t thread;
  int error = pthread_create(&thread, &attributes, body, argument);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  pthread_attr_destroy(&attributes);
  return error;
}

int cs_temporary_file(char *template) {
  int fd = mkostemp(template, O_CLOEXEC);
  return fd < 0 ? -errno : fd;
}

static int walk_beneath(int directory, const char *path, int flags, unsigned mode) {
  if (*path == '/') return -EXDEV;
  char part[256];
  int at = directory;
  while (1) {
    while (*path == '/') path++;
    size_t length = strcspn(path, "/");
    if (length >= sizeof part) length = sizeof part - 1;
    memcpy(part, path, length);
    part[length] = 0;
    path += strcspn(path, "/");
    int is_last = path[strspn(path, "/")] == 0;
    int how = is_last ? flags : O_PATH | O_DIRECTORY;
    int next = strcmp(part, "..") == 0 ? -1 : openat(at, length ? part : ".", how | O_NOFOLLOW | O_CLOEXEC, mode);
    int error = strcmp(part, "..") == 0 ? EXDEV : errno;
    if (at != directory) close(at);
    if (next < 0) return -error;
    if (is_last) return next;
    at = next;
  }
}

int cs_open_beneath(int directory, const char *path, int flags, unsigned mode) {
  struct open_how how = {
      .flags = (uint64_t)(unsigned)(flags | O_CLOEXEC),
      .mode = flags & O_CREAT ? mode : 0,
      .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS,
  };
  // EAGAIN: something was renamed while the kernel looked at a `..`.
  for (int tries = 0; tries < 16; tries++) {
    int fd = (int)syscall(SYS_openat2, directory, path, &how, sizeof how);
    if (fd >= 0) return fd;
    if (errno == ENOSYS || errno == EPERM) return walk_beneath(directory, path, flags, mode);
    if (errno != EAGAIN && errno != EINTR) return -errno;
  }
  return -EAGAIN;
}

int cs_naming_flag(void) { return O_PATH; }

int cs_lock(int fd) { return flock(fd, LOCK_EX | LOCK_NB) < 0 ? -errno : 0; }

void cs_unlock(int fd) { (void)flock(fd, LOCK_UN); }

void cs_error_text(int number, char *buffer, size_t count) {
  const char *text = strerror_r(number, buffer, count);
  if (text != buffer) {
    strncpy(buffer, text, count - 1);
    buffer[count - 1] = 0;
  }
}

int cs_user(uid_t uid, char *name, size_t name_count, char *home, size_t home_count) {
  struct passwd entry, *found = NULL;
  char buffer[16384];
  int error = getpwuid_r(uid, &entry, buffer, sizeof buffer, &found);
  if (error || !found) return error ? -error : -ENOENT;
  if (strlen(entry.pw_name) >= name_count || strlen(entry.pw_dir) >= home_count) return -ENAMETOOLONG;
  strcpy(name, entry.pw_name);
  strcpy(home, entry.pw_dir);
  return 0;
}
