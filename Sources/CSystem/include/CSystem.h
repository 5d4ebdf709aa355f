#pragma once

// The few system calls that Swift cannot make or that need _GNU_SOURCE. Every function that can fail returns -errno
// (or a positive errno where said); none of them sets a global, none blocks unless said.

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "CSystemTree.h"

// One descriptor of a child: its number there and the one of ours that it is made from.
struct cs_descriptor {
  int child;
  int ours;
};

// Starts a program in a session of its own: empty signal mask, all signals at their default, only the given
// descriptors open. `directory` may be NULL. Returns 0 and the pid, or the positive errno of what failed (also of exec).
int cs_spawn(const char *path, char *const argv[], char *const envp[], const char *directory,
             const struct cs_descriptor *descriptors, size_t count, pid_t *pid);

// A pseudo-terminal of this size in cells; [0] is the master, which does not wait, [1] the program's side. Both CLOEXEC; it is nobody's controlling terminal. The
// line is as a new terminal's, with UTF-8. Returns 0 or a positive errno.
int cs_pty_open(int ends[2], int rows, int columns);
// Tells a pseudo-terminal its size; the program in front gets SIGWINCH. Returns 0 or -errno.
int cs_pty_resize(int master, int rows, int columns);
// Starts a program as the leader of a new session on a new pseudo-terminal, its controlling terminal, with no other descriptors and no blocked signals. `envp` is
// complete. Returns the process, or -errno.
pid_t cs_pty_spawn(const char *path, char *const argv[], char *const envp[], int rows, int columns, int *master);

// A pidfd with CLOEXEC.
int cs_pidfd_open(pid_t pid);
// Sends a signal through a pidfd.
int cs_pidfd_signal(int pidfd, int number);
// Reaps the child of a pidfd if it has ended: 1 and its status (`signalled`: 1 when a signal ended it), 0 when it runs.
int cs_pidfd_reap(int pidfd, int *value, int *signalled);
// 1 when the child of a pidfd has ended and is not reaped yet, 0 when it runs.
int cs_pidfd_ended(int pidfd);

// A pipe, both ends CLOEXEC; [0] reads, [1] writes.
int cs_pipe(int ends[2]);
int cs_set_nonblocking(int fd);
// Asks for a larger pipe buffer; the kernel may refuse, which does no harm.
void cs_pipe_size(int fd, int bytes);
// Bytes that can be read at once; 0 when unknown.
int cs_available(int fd);
// A duplicate with CLOEXEC, numbered `least` or higher.
int cs_duplicate(int fd, int least);
// An anonymous file in memory with CLOEXEC that holds these bytes, positioned at its start.
int cs_memory_file(const char *name, const void *bytes, size_t count);

int cs_epoll_create(void);
// `how`: 1 add, 2 change, 3 delete.
int cs_epoll_control(int epoll, int how, int fd, uint32_t events, uint64_t token);
// Waits without limit; fills up to `count` tokens and event masks.
int cs_epoll_wait(int epoll, uint64_t *tokens, uint32_t *events, int count);
uint32_t cs_epoll_in(void);
uint32_t cs_epoll_out(void);
uint32_t cs_epoll_gone(void);
uint32_t cs_epoll_oneshot(void);

// A listening stream socket of mode 0600 at a path: non-blocking, CLOEXEC.
int cs_unix_listen(const char *path, int backlog);
// A connected stream socket: non-blocking, CLOEXEC. Blocks at most 5 s, only while the listener's queue is full.
int cs_unix_connect(const char *path);
// The longest path that a Unix socket address takes, in bytes.
size_t cs_unix_path_limit(void);
int cs_accept(int fd);
int cs_peer(int fd, uid_t *uid, pid_t *pid);
// send(2) with MSG_NOSIGNAL and MSG_DONTWAIT.
ssize_t cs_send(int fd, const void *bytes, size_t count);
void cs_shutdown_writing(int fd);
// A connected pair of stream sockets, both CLOEXEC; [0] does not wait.
int cs_socket_pair(int ends[2]);
// Ends both directions of a socket, for all who hold it.
void cs_shutdown(int fd);
// The next descriptor that a peer sent over a Unix socket with `count` bytes beside it (SCM_RIGHTS): CLOEXEC. -EAGAIN: not yet; -EPIPE: the peer is gone; -EPROTO:
// bytes without a descriptor.
int cs_receive_descriptor(int fd, void *bytes, size_t count);
// Sends a descriptor with `count` bytes beside it over a Unix socket, without waiting: 0 or -errno.
int cs_send_descriptor(int fd, int descriptor, const void *bytes, size_t count);

// TCP. Addresses are 4 or 16 bytes in network order. All sockets: non-blocking, CLOEXEC; errors are negative errnos.
// A listening socket; port 0 lets the system choose one.
int cs_tcp_listen(const uint8_t *bytes, size_t count, uint16_t port, int backlog);
// The port that a socket is bound to.
int cs_tcp_port(int fd);
// A socket that is being connected: `cs_tcp_connected` says how it went once it can be written.
int cs_tcp_connect(const uint8_t *bytes, size_t count, uint16_t port);
// 1: connected; 0: not yet.
int cs_tcp_connected(int fd);
// No delay for small segments, and dead peers are noticed.
void cs_tcp_prepare(int fd);
// recv(2) without waiting; 0 at the end.
ssize_t cs_receive(int fd, void *bytes, size_t count);
// getaddrinfo(3), which may block for long: up to `most` entries of 17 bytes, the first of which is 4 or 16, the length of the address after it. Returns their
// number, or a negative code for `cs_resolve_error`.
int cs_resolve(const char *name, uint8_t *bytes, int most, int *system_error);
void cs_resolve_error(int code, char *buffer, size_t count);
// The one standard spelling of an address, as inet_pton(3) takes it: 4, 16, or 0 when it is none. `bytes` has room for 16.
int cs_address_parse(const char *text, uint8_t *bytes);
// An address as text; `size` at least 46.
void cs_address_text(const uint8_t *bytes, size_t count, char *buffer, size_t size);

// Blocks these signals in the calling thread and in all that it starts later.
int cs_block_signals(const int *numbers, size_t count);
// A signalfd for these signals: non-blocking, CLOEXEC.
int cs_signalfd(const int *numbers, size_t count);
// The next signal of a signalfd.
int cs_signalfd_next(int fd);
// Lets writes to a closed pipe fail instead of ending the process, unless somebody has set a handler.
void cs_ignore_sigpipe(void);

// Starts a detached thread with all signals blocked that a crash does not raise. Returns 0 or a positive errno.
int cs_thread_start(void *(*body)(void *), void *argument);
// From now on Swift's tasks run on so many threads of this program's own, which sleep while there is nothing to do, instead of on libdispatch's. To be called
// once, before the first task. Returns 0, or a positive errno; then everything is as it was.
int cs_task_pool_start(int threads);
// Calls `fire` once after so many nanoseconds, on a thread of its own on which nothing may block. It cannot be taken back.
void cs_timer_add(int64_t nanoseconds, void (*fire)(void *), void *context);
// Names the calling thread; 15 bytes are kept.
void cs_thread_name(const char *name);

// A new file whose name fills the template's XXXXXX; mode 0600, CLOEXEC.
int cs_temporary_file(char *template_path);

// Opens a path below a directory. Neither `..`, nor a symbolic link, nor an absolute path leads out of it (openat2(2), RESOLVE_BENEATH): -EXDEV.
// Where the kernel has no such call, symbolic links are refused altogether (-ELOOP). CLOEXEC; `mode` is for O_CREAT.
int cs_open_beneath(int directory, const char *path, int flags, unsigned mode);
// The flag of open(2) for a descriptor that only names a file.
int cs_naming_flag(void);

// 0 when the lock is ours.
int cs_lock(int fd);
void cs_unlock(int fd);
// The text of an errno, thread-safe.
void cs_error_text(int number, char *buffer, size_t count);
// The names and home of a uid; 0 when it is known.
int cs_user(uid_t uid, char *name, size_t name_count, char *home, size_t home_count);

// Memory for a secret: pages of its own that are not swapped out (where the limit on locked memory allows it) and in no core dump. NULL when there is none.
void *cs_secret_allocate(size_t count);
// Wipes such memory and gives it back.
void cs_secret_free(void *bytes, size_t count);
// Overwrites memory; the compiler does not leave it out.
void cs_wipe(void *bytes, size_t count);
// From now on this process and its children leave no core dump, and no other process of the same user can read this one's memory or environment. Returns 0
// or -errno.
int cs_keep_memory_private(void);

// The patterns that a text is searched for: a trie, and before it a table that says how far the search may leap (Wu and Manber, "A fast algorithm for
// multi-pattern searching", 1994). Patterns are added before it is used; then it is only read.
struct cs_patterns;
// Room for patterns of so many bytes together; NULL when there is no memory.
struct cs_patterns *cs_patterns_make(size_t bytes);
// The shortest pattern that is taken, in bytes.
size_t cs_patterns_least(void);
// Adds one that is at least that long; beyond the room nothing is added.
void cs_patterns_add(struct cs_patterns *patterns, const uint8_t *bytes, size_t count);
// Wipes and frees.
void cs_patterns_free(struct cs_patterns *patterns);
// Bytes of memory that it takes.
size_t cs_patterns_size(const struct cs_patterns *patterns);
// Where the next pattern begins, at `from` or later, and how long the longest one there is; `end` when there is none.
size_t cs_patterns_next(const struct cs_patterns *patterns, const uint8_t *text, size_t from, size_t end, size_t *length);
// The first place, at `from` or later, from which the text up to its end is the beginning of a longer pattern; `end` when there is none.
size_t cs_patterns_open(const struct cs_patterns *patterns, const uint8_t *text, size_t from, size_t end);

// Whether there is a terminal's escape sequence in a text, also one whose ESC is spelt as in JSON (\u001b).
int cs_has_escape(const uint8_t *text, size_t count);
// Copies a text without escape sequences; `places[i]` is where byte i of the copy stood. Returns the length of the copy.
size_t cs_without_escapes(const uint8_t *text, size_t count, uint8_t *copy, uint32_t *places);
