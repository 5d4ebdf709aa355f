#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1
#include "CNcurses.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <wchar.h>
#include <ncursesw/curses.h>
#include <ncursesw/term.h>

static struct {
  SCREEN *screen;
  FILE *out, *in;
  /// What ncurses writes lands here: it has the number that ncurses thinks is the terminal.
  int memory;
  uint8_t *taken;
  size_t room;
  cchar_t *row;
  int row_room;
  int cursor;
} state = {.memory = -1};

static void release(void) {
  if (state.out) fclose(state.out);
  if (state.in) fclose(state.in);
  if (state.memory >= 0) close(state.memory);
  free(state.row);
  free(state.taken);
  memset(&state, 0, sizeof state);
  state.memory = -1;
}

int cn_start(int terminal, const char *name) {
  // They would freeze the size for ever.
  unsetenv("LINES");
  unsetenv("COLUMNS");
  state.out = fdopen(dup(terminal), "w");
  state.in = fdopen(dup(terminal), "r");
  state.memory = memfd_create("frame", MFD_CLOEXEC);
  if (!state.out || !state.in || state.memory < 0) {
    release();
    return -2;
  }
  // ncurses takes signals that nobody has; they are the guard's or the program's.
  static const int signals[] = {SIGINT, SIGTERM, SIGWINCH, SIGTSTP};
  struct sigaction before[4];
  for (int i = 0; i < 4; i++) sigaction(signals[i], NULL, &before[i]);
  state.screen = newterm(name, state.out, state.in);
  for (int i = 0; i < 4; i++) sigaction(signals[i], &before[i], NULL);
  if (!state.screen) {
    release();
    return -1;
  }
  char *cup = tigetstr("cup");
  if (!cup || cup == (char *)-1) {
    endwin();
    delscreen(state.screen);
    release();
    return -3;
  }
  fflush(state.out);
  dup2(state.memory, fileno(state.out));
  typeahead(-1);
  noecho();
  nonl();
  state.cursor = -1;
  scrollok(stdscr, FALSE);
  leaveok(stdscr, FALSE);
  return 0;
}

void cn_stop(void) {
  if (!state.screen) return;
  if (!isendwin()) endwin();
  delscreen(state.screen);
  release();
}

int cn_colors(int wanted) {
  if (!wanted || !has_colors()) return 0;
  if (start_color() != OK) return 0;
  use_default_colors();
  return COLORS;
}

int cn_pair(int foreground, int background) {
  if (foreground < 0 && background < 0) return 0;
  int pair = alloc_pair(foreground, background);
  return pair > 0 ? pair : 0;
}

void cn_reset_pairs(void) { reset_color_pairs(); }

static attr_t attributes_of(uint32_t bits) {
  attr_t attributes = A_NORMAL;
  if (bits & CN_BOLD) attributes |= A_BOLD;
  if (bits & CN_DIM) attributes |= A_DIM;
  if (bits & CN_ITALIC) attributes |= A_ITALIC;
  if (bits & CN_UNDERLINE) attributes |= A_UNDERLINE;
  if (bits & CN_REVERSE) attributes |= A_REVERSE;
  return attributes;
}

void cn_put_row(int row, const cn_cell *cells, int count) {
  if (count > state.row_room) {
    cchar_t *grown = realloc(state.row, (size_t)count * sizeof *grown);
    if (!grown) return;
    state.row = grown;
    state.row_room = count;
  }
  for (int i = 0; i < count; i++) {
    int plain = cells[i].pair;
    if (!cells[i].marks[0] && cells[i].scalar >= 0x20) {
      // What setcchar does, which takes a third of a frame's time.
      cchar_t *cell = &state.row[i];
      memset(cell, 0, sizeof *cell);
      cell->attr = attributes_of(cells[i].attributes) | (attr_t)COLOR_PAIR(plain > 255 ? 255 : plain);
      cell->chars[0] = (wchar_t)cells[i].scalar;
      cell->ext_color = plain;
      continue;
    }
    wchar_t text[6] = {(wchar_t)cells[i].scalar};
    for (int m = 0; m < 4 && cells[i].marks[m]; m++) text[m + 1] = (wchar_t)cells[i].marks[m];
    int pair = plain;
    if (setcchar(&state.row[i], text, attributes_of(cells[i].attributes), 0, &pair) != OK) {
      text[0] = L'?';
      text[1] = 0;
      setcchar(&state.row[i], text, attributes_of(cells[i].attributes), 0, &pair);
    }
  }
  mvwadd_wchnstr(stdscr, row, 0, state.row, count);
}

void cn_cursor(int row, int column, int visible) {
  if (visible) wmove(stdscr, row, column);
  if (visible != state.cursor) {
    curs_set(visible);
    state.cursor = visible;
  }
}

void cn_shift(int row, int column, int height, int width, int count) {
  WINDOW *part = subwin(curscr, height, width, row, column);
  if (!part) {
    clearok(curscr, TRUE);
    return;
  }
  scrollok(part, TRUE);
  wscrl(part, count);
  delwin(part);
  wtouchln(newscr, row, height, 1);
}

void cn_cursor_position(int *row, int *column) {
  *row = getcury(newscr);
  *column = getcurx(newscr);
}

void cn_update(void) {
  wnoutrefresh(stdscr);
  doupdate();
}

void cn_leave(void) {
  endwin();
  state.cursor = -1;
}

void cn_repaint(void) { clearok(curscr, TRUE); }

void cn_resize(int height, int width) { resizeterm(height, width); }

const uint8_t *cn_take(size_t *count) {
  *count = 0;
  if (state.memory < 0) return NULL;
  fflush(state.out);
  off_t length = lseek(state.memory, 0, SEEK_END);
  if (length <= 0) return NULL;
  if ((size_t)length > state.room) {
    uint8_t *grown = realloc(state.taken, (size_t)length);
    if (!grown) return NULL;
    state.taken = grown;
    state.room = (size_t)length;
  }
  ssize_t got = pread(state.memory, state.taken, (size_t)length, 0);
  lseek(state.memory, 0, SEEK_SET);
  if (ftruncate(state.memory, 0) != 0 || got < 0) return NULL;
  *count = (size_t)got;
  return state.taken;
}

const char *cn_string(const char *name) {
  char *found = tigetstr(name);
  return found == (char *)-1 ? NULL : found;
}

const char *cn_set_foreground(int color) {
  char *format = tigetstr("setaf");
  if (!format || format == (char *)-1) return NULL;
  return tiparm(format, color);
}

static int is_utf8(void) {
  const char *set = nl_langinfo(CODESET);
  return strcmp(set, "UTF-8") == 0 || strcmp(set, "utf8") == 0;
}

int cn_locale(int force) {
  setlocale(LC_CTYPE, "");
  if (!is_utf8() && force) setlocale(LC_CTYPE, "C.UTF-8");
  return is_utf8();
}
