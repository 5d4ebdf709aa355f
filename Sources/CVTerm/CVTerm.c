#define _GNU_SOURCE
#include "CVTerm.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <vterm.h>

struct cv_terminal {
  VTerm *vt;
  VTermScreen *screen;
  int visible, alternate;
  /// The beginning of a character whose rest has not come.
  uint8_t part[4];
  size_t parts;
};

static int on_property(VTermProp property, VTermValue *value, void *user) {
  cv_terminal *terminal = user;
  if (property == VTERM_PROP_CURSORVISIBLE) terminal->visible = value->boolean;
  if (property == VTERM_PROP_ALTSCREEN) terminal->alternate = value->boolean;
  return 1;
}

static const VTermScreenCallbacks callbacks = {.settermprop = on_property};

cv_terminal *cv_new(int rows, int columns) {
  cv_terminal *terminal = calloc(1, sizeof *terminal);
  if (!terminal) return NULL;
  terminal->vt = vterm_new(rows, columns);
  terminal->visible = 1;
  vterm_set_utf8(terminal->vt, 1);
  terminal->screen = vterm_obtain_screen(terminal->vt);
  vterm_screen_set_callbacks(terminal->screen, &callbacks, terminal);
  vterm_screen_enable_altscreen(terminal->screen, 1);
  vterm_screen_reset(terminal->screen, 1);
  return terminal;
}

void cv_free(cv_terminal *terminal) {
  if (!terminal) return;
  vterm_free(terminal->vt);
  free(terminal);
}

void cv_resize(cv_terminal *terminal, int rows, int columns) { vterm_set_size(terminal->vt, rows, columns); }

// How many bytes at the end are the beginning of a character that is not complete.
static size_t unfinished(const uint8_t *bytes, size_t count) {
  for (size_t back = 1; back <= 3 && back <= count; back++) {
    uint8_t byte = bytes[count - back];
    if ((byte & 0xC0) == 0x80) continue;
    size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
}

void cv_feed(cv_terminal *terminal, const uint8_t *bytes, size_t count) {
  // libvterm forgets the first half of a character when the second comes by itself after ASCII.
  while (terminal->parts > 0 && count > 0) {
    terminal->part[terminal->parts++] = *bytes++;
    count--;
    if (terminal->parts == 4 || unfinished(terminal->part, terminal->parts) == 0) {
      vterm_input_write(terminal->vt, (const char *)terminal->part, terminal->parts);
      terminal->parts = 0;
    }
  }
  size_t held = unfinished(bytes, count);
  if (count > held) vterm_input_write(terminal->vt, (const char *)bytes, count - held);
  if (held > 0) {
    memcpy(terminal->part, bytes + count - held, held);
    terminal->parts = held;
  }
}

size_t cv_answers(cv_terminal *terminal, uint8_t *bytes, size_t room) {
  return vterm_output_read(terminal->vt, (char *)bytes, room);
}

static cv_color color_of(const VTermColor *color, int isDefault) {
  cv_color result = {0};
  if (isDefault) return result;
  if (VTERM_COLOR_IS_INDEXED(color)) {
    result.kind = CV_INDEXED;
    result.index = color->indexed.idx;
  } else {
    result.kind = CV_RGB;
    result.red = color->rgb.red;
    result.green = color->rgb.green;
    result.blue = color->rgb.blue;
  }
  return result;
}

cv_cell cv_get(cv_terminal *terminal, int row, int column) {
  VTermScreenCell cell;
  cv_cell result = {.width = 1};
  VTermPos position = {.row = row, .col = column};
  if (!vterm_screen_get_cell(terminal->screen, position, &cell)) return result;
  for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++) result.scalars[i] = cell.chars[i];
  result.width = cell.width;
  result.bold = cell.attrs.bold;
  result.italic = cell.attrs.italic;
  result.underline = cell.attrs.underline;
  result.reverse = cell.attrs.reverse;
  result.foreground = color_of(&cell.fg, VTERM_COLOR_IS_DEFAULT_FG(&cell.fg));
  result.background = color_of(&cell.bg, VTERM_COLOR_IS_DEFAULT_BG(&cell.bg));
  return result;
}

void cv_cursor(cv_terminal *terminal, int *row, int *column, int *visible) {
  VTermPos position;
  vterm_state_get_cursorpos(vterm_obtain_state(terminal->vt), &position);
  *row = position.row;
  *column = position.col;
  *visible = terminal->visible;
}

int cv_alternate(const cv_terminal *terminal) { return terminal->alternate; }

int cv_set_size(int master, int rows, int columns) {
  struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
  return ioctl(master, TIOCSWINSZ, &size);
}

pid_t cv_spawn_pty(const char *path, char *const arguments[], char *const environment[], int rows, int columns, int *master) {
  char name[64];
  int own = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
  if (own < 0) return -1;
  if (grantpt(own) != 0 || unlockpt(own) != 0 || ptsname_r(own, name, sizeof name) != 0 || cv_set_size(own, rows, columns) != 0) {
    close(own);
    return -1;
  }
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pid_t child = fork();
  if (child == 0) {
    struct sigaction plain = {.sa_handler = SIG_DFL};
    for (int signal = 1; signal < NSIG; signal++) sigaction(signal, &plain, NULL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    setsid();
    int terminal = open(name, O_RDWR);
    if (terminal < 0) _exit(127);
    ioctl(terminal, TIOCSCTTY, 0);
    dup2(terminal, 0);
    dup2(terminal, 1);
    dup2(terminal, 2);
    close_range(3, ~0U, 0);
    execve(path, arguments, environment);
    _exit(127);
  }
  int problem = errno;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  if (child < 0) {
    close(own);
    errno = problem;
    return -1;
  }
  *master = own;
  return child;
}
