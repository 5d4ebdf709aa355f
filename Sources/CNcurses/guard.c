// Puts the terminal right on every way out: crashes, termination, stop and continue. Everything in a handler is async-signal-safe.
#include "CNcurses.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { RESET_LIMIT = 1024 };

static struct {
  int terminal;
  int wake;
  pid_t owner;
  int termination;
  uint8_t reset[RESET_LIMIT];
  size_t reset_count;
  struct termios shell, raw;
  void *stack;
  stack_t stack_before;
} guard = {.terminal = -1, .wake = -1};

static atomic_int armed;
static atomic_int happened;
static const int crashes[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGQUIT, SIGSYS};
static const int ends[] = {SIGHUP, SIGTERM, SIGINT};
static struct sigaction before[NSIG];

static void put_right(void) {
  size_t done = 0;
  for (int tries = 0; done < guard.reset_count && tries < 50; tries++) {
    ssize_t got = write(guard.terminal, guard.reset + done, guard.reset_count - done);
    if (got > 0) {
      done += (size_t)got;
    } else if (errno == EAGAIN) {
      struct pollfd one = {.fd = guard.terminal, .events = POLLOUT};
      poll(&one, 1, 10);
    } else if (errno != EINTR) {
      break;
    }
  }
  tcsetattr(guard.terminal, TCSANOW, &guard.shell);
}

static void on_end(int signal, siginfo_t *cause, void *context) {
  (void)context;
  int saved = errno;
  if (getpid() == guard.owner && atomic_exchange(&armed, 0)) put_right();
  sigaction(signal, &before[signal], NULL);
  // A fault happens again when this returns, with its own cause, for whoever had the signal before; all else must be sent again.
  int fault = cause && cause->si_code > 0 && (signal == SIGSEGV || signal == SIGBUS || signal == SIGFPE || signal == SIGILL);
  if (!fault) raise(signal);
  errno = saved;
}

static void wake(int what) {
  atomic_fetch_or(&happened, what);
  uint64_t one = 1;
  ssize_t ignored = write(guard.wake, &one, sizeof one);
  (void)ignored;
}

static void on_change(int signal) {
  int saved = errno;
  if (getpid() == guard.owner) wake(signal == SIGWINCH ? CN_RESIZED : CN_CONTINUED);
  errno = saved;
}

static void on_stop(int signal) {
  int saved = errno;
  int was = getpid() == guard.owner && atomic_exchange(&armed, 0);
  if (was) put_right();
  struct sigaction plain = {.sa_handler = SIG_DFL}, own;
  sigaction(signal, &plain, &own);
  sigset_t only, mask;
  sigemptyset(&only);
  sigaddset(&only, signal);
  raise(signal);
  pthread_sigmask(SIG_UNBLOCK, &only, &mask);
  // Stopped here, until it is continued.
  pthread_sigmask(SIG_SETMASK, &mask, NULL);
  sigaction(signal, &own, NULL);
  if (was) {
    tcsetattr(guard.terminal, TCSANOW, &guard.raw);
    atomic_store(&armed, 1);
    wake(CN_CONTINUED | CN_WAS_RIGHT);
  }
  errno = saved;
}

int cn_guard_start(int terminal, int termination) {
  guard.terminal = terminal;
  guard.owner = getpid();
  guard.termination = termination;
  guard.wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (guard.wake < 0) return -1;
  size_t size = 64 * 1024;
  guard.stack = malloc(size);
  if (guard.stack) {
    stack_t own = {.ss_sp = guard.stack, .ss_size = size};
    sigaltstack(NULL, &guard.stack_before);
    if (guard.stack_before.ss_flags & SS_DISABLE) sigaltstack(&own, NULL);
  }
  struct sigaction end = {.sa_sigaction = on_end, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  sigemptyset(&end.sa_mask);
  for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++) sigaction(crashes[i], &end, &before[crashes[i]]);
  if (termination)
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
      sigaction(ends[i], NULL, &before[ends[i]]);
      if (before[ends[i]].sa_handler != SIG_IGN) sigaction(ends[i], &end, NULL);
    }
  struct sigaction change = {.sa_handler = on_change, .sa_flags = SA_RESTART};
  sigaction(SIGWINCH, &change, &before[SIGWINCH]);
  sigaction(SIGCONT, &change, &before[SIGCONT]);
  struct sigaction stop = {.sa_handler = on_stop, .sa_flags = SA_RESTART};
  sigaction(SIGTSTP, &stop, &before[SIGTSTP]);
  return guard.wake;
}

void cn_guard_stop(void) {
  if (guard.wake < 0) return;
  cn_guard_disarm();
  for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++) sigaction(crashes[i], &before[crashes[i]], NULL);
  if (guard.termination)
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) sigaction(ends[i], &before[ends[i]], NULL);
  sigaction(SIGWINCH, &before[SIGWINCH], NULL);
  sigaction(SIGCONT, &before[SIGCONT], NULL);
  sigaction(SIGTSTP, &before[SIGTSTP], NULL);
  close(guard.wake);
  guard.wake = -1;
  if (guard.stack && (guard.stack_before.ss_flags & SS_DISABLE)) sigaltstack(&guard.stack_before, NULL);
  free(guard.stack);
  guard.stack = NULL;
}

void cn_guard_arm(const uint8_t *reset, size_t count, const struct termios *shell, const struct termios *raw) {
  atomic_store(&armed, 0);
  guard.reset_count = count < RESET_LIMIT ? count : RESET_LIMIT;
  memcpy(guard.reset, reset, guard.reset_count);
  guard.shell = *shell;
  guard.raw = *raw;
  atomic_store(&armed, 1);
}

void cn_guard_disarm(void) { atomic_store(&armed, 0); }

int cn_guard_take(void) {
  uint64_t count;
  ssize_t ignored = read(guard.wake, &count, sizeof count);
  (void)ignored;
  return atomic_exchange(&happened, 0);
}

void cn_guard_wake(void) { wake(0); }
