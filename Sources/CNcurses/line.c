// The terminal's line: descriptors, settings, waiting.
#include "CNcurses.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <unistd.h>

int cn_open_tty(void) { return open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY); }

int cn_reopen(int terminal) {
  char path[32];
  snprintf(path, sizeof path, "/proc/self/fd/%d", terminal);
  return open(path, O_RDWR | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
}

void cn_size(int terminal, int *rows, int *columns) {
  struct winsize size = {0};
  if (ioctl(terminal, TIOCGWINSZ, &size) != 0) size = (struct winsize){0};
  *rows = size.ws_row;
  *columns = size.ws_col;
}

struct termios cn_raw(const struct termios *shell) {
  struct termios raw = *shell;
  raw.c_iflag &= (tcflag_t) ~(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON);
  raw.c_oflag &= (tcflag_t)~OPOST;
  raw.c_lflag &= (tcflag_t) ~(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
  raw.c_cflag &= (tcflag_t) ~(CSIZE | PARENB);
  raw.c_cflag |= CS8;
  raw.c_cc[VMIN] = 1;
  raw.c_cc[VTIME] = 0;
  return raw;
}

int cn_isatty(int descriptor) { return isatty(descriptor); }

long cn_write(int descriptor, const void *bytes, size_t count) {
  long done;
  do done = write(descriptor, bytes, count);
  while (done < 0 && errno == EINTR);
  return done;
}

long cn_read(int descriptor, void *bytes, size_t count) {
  long done;
  do done = read(descriptor, bytes, count);
  while (done < 0 && errno == EINTR);
  return done;
}

int cn_errno(void) { return errno; }

static int wait_for(int descriptor, short events, int milliseconds) {
  struct pollfd one = {.fd = descriptor, .events = events};
  return poll(&one, 1, milliseconds) > 0;
}

int cn_poll_in(int descriptor, int milliseconds) { return wait_for(descriptor, POLLIN, milliseconds); }
int cn_poll_out(int descriptor, int milliseconds) { return wait_for(descriptor, POLLOUT, milliseconds); }

int cn_watch(int terminal, int wake) {
  int watch = epoll_create1(EPOLL_CLOEXEC);
  if (watch < 0) return -1;
  struct epoll_event event = {.events = EPOLLIN, .data.fd = terminal};
  if (epoll_ctl(watch, EPOLL_CTL_ADD, terminal, &event) != 0) {
    close(watch);
    return -1;
  }
  event.data.fd = wake;
  if (wake >= 0) epoll_ctl(watch, EPOLL_CTL_ADD, wake, &event);
  return watch;
}

void cn_watch_output(int watch, int terminal, int on) {
  struct epoll_event event = {.events = EPOLLIN | (on ? EPOLLOUT : 0), .data.fd = terminal};
  epoll_ctl(watch, EPOLL_CTL_MOD, terminal, &event);
}

void cn_unwatch(int watch, int terminal) { epoll_ctl(watch, EPOLL_CTL_DEL, terminal, NULL); }

int cn_close(int descriptor) { return close(descriptor); }

void cn_stop_group(void) {
  struct sigaction plain = {.sa_handler = SIG_DFL}, before;
  sigaction(SIGTSTP, &plain, &before);
  sigset_t only, mask;
  sigemptyset(&only);
  sigaddset(&only, SIGTSTP);
  pthread_sigmask(SIG_UNBLOCK, &only, &mask);
  kill(0, SIGTSTP);
  pthread_sigmask(SIG_SETMASK, &mask, NULL);
  sigaction(SIGTSTP, &before, NULL);
}
