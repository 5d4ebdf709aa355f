// Pseudo-terminals.
#include "CSystem.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

int cs_pty_resize(int master, int rows, int columns) {
  struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
  return ioctl(master, TIOCSWINSZ, &size) < 0 ? -errno : 0;
}

int cs_pty_open(int ends[2], int rows, int columns) {
  char name[64];
  int problem = 0;
  ends[1] = -1;
  ends[0] = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
  if (ends[0] < 0) return errno;
  if (grantpt(ends[0]) != 0 || unlockpt(ends[0]) != 0) problem = errno;
  if (!problem) problem = ptsname_r(ends[0], name, sizeof name);
  if (!problem) problem = -cs_pty_resize(ends[0], rows, columns);
  if (!problem && (ends[1] = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC)) < 0) problem = errno;
  if (problem) {
    close(ends[0]);
    ends[0] = -1;
    return problem;
  }
  struct termios line;
  if (tcgetattr(ends[1], &line) == 0) {
    line.c_iflag |= IUTF8;
    tcsetattr(ends[1], TCSANOW, &line);
  }
  return 0;
}

pid_t cs_pty_spawn(const char *path, char *const argv[], char *const envp[], int rows, int columns, int *master) {
  int ends[2];
  int problem = cs_pty_open(ends, rows, columns);
  if (problem) return -problem;
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pid_t child = fork();
  if (child == 0) {
    struct sigaction plain = {.sa_handler = SIG_DFL};
    for (int number = 1; number < NSIG; number++) sigaction(number, &plain, NULL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    setsid();
    ioctl(ends[1], TIOCSCTTY, 0);
    for (int number = 0; number < 3; number++) dup2(ends[1], number);
    close_range(3, ~0U, 0);
    execve(path, argv, envp);
    _exit(127);
  }
  problem = errno;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  close(ends[1]);
  if (child < 0) {
    close(ends[0]);
    return -problem;
  }
  *master = ends[0];
  return child;
}
