// The floor of `make bench`: the least that a program on ncursesw costs which shows a list beside a text. It reads a file of items, one a line; j and k
// move, Tab goes to the text and back, q ends. It does nothing else: no service, no colours of a theme, no width of its own for any character.
#define NCURSES_WIDECHAR 1
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <ncursesw/curses.h>

enum { TEXT_LINES = 400 };

static char **items;
static int count, cursor, top, text_top, in_text;

static int load(const char *path) {
  int file = open(path, O_RDONLY);
  struct stat about;
  if (file < 0 || fstat(file, &about) != 0) return -1;
  char *bytes = malloc((size_t)about.st_size + 1);
  if (!bytes || read(file, bytes, (size_t)about.st_size) != about.st_size) return -1;
  close(file);
  bytes[about.st_size] = 0;
  for (char *at = bytes; *at; at++) count += *at == '\n';
  items = calloc((size_t)count + 1, sizeof *items);
  if (!items) return -1;
  int next = 0;
  for (char *at = bytes; *at && next < count; at++) {
    items[next++] = at;
    at = strchr(at, '\n');
    *at = 0;
  }
  return 0;
}

static void frame(int column, int width, const char *title, const char *note) {
  mvaddch(0, column, ACS_ULCORNER);
  hline(ACS_HLINE, width - 2);
  mvaddch(0, column + width - 1, ACS_URCORNER);
  mvvline(1, column, ACS_VLINE, LINES - 2);
  mvvline(1, column + width - 1, ACS_VLINE, LINES - 2);
  mvaddch(LINES - 1, column, ACS_LLCORNER);
  hline(ACS_HLINE, width - 2);
  mvaddch(LINES - 1, column + width - 1, ACS_LRCORNER);
  mvaddstr(0, column + 2, title);
  mvaddstr(0, column + width - 2 - (int)strlen(note), note);
}

static void draw(void) {
  erase();
  int list = COLS / 4, height = LINES - 2;
  if (height < 1 || list < 12) return;
  if (cursor < top) top = cursor;
  if (cursor >= top + height) top = cursor - height + 1;
  char note[64], line[512];
  snprintf(note, sizeof note, "%d of %d", cursor + 1, count);
  frame(0, list, " Items ", note);
  for (int row = 0; row < height && top + row < count; row++) {
    if (top + row == cursor) attron(A_REVERSE);
    mvaddnstr(row + 1, 1, items[top + row], list - 2);
    if (top + row == cursor) {
      for (int x = getcurx(stdscr); x < list - 1; x++) addch(' ');
      attroff(A_REVERSE);
    }
  }
  snprintf(note, sizeof note, "%d of %d", text_top + 1, TEXT_LINES);
  frame(list, COLS - list, " Text ", note);
  for (int row = 0; row < height && text_top + row < TEXT_LINES; row++) {
    int number = text_top + row;
    attron(COLOR_PAIR(1));
    snprintf(line, sizeof line, "%5d ", number + 1);
    mvaddstr(row + 1, list + 1, line);
    attroff(COLOR_PAIR(1));
    snprintf(line, sizeof line, "what stands on line %d about item %d is as long as lines of text often are", number + 1, cursor + 1);
    addnstr(line, COLS - list - 9);
  }
}

int main(int argc, char **argv) {
  if (argc < 2 || load(argv[1]) != 0 || count == 0) {
    fprintf(stderr, "usage: carrel-floor ITEMS\n");
    return 2;
  }
  setlocale(LC_CTYPE, "");
  initscr();
  // ncurses 6.4 writes line by line until it has been left once.
  endwin();
  refresh();
  start_color();
  use_default_colors();
  init_pair(1, COLOR_CYAN, -1);
  cbreak();
  noecho();
  nonl();
  curs_set(0);
  typeahead(-1);
  keypad(stdscr, TRUE);
  set_escdelay(25);
  draw();
  for (;;) {
    int key = getch();
    if (key == 'q' || key == ERR) break;
    int step = key == 'j' ? 1 : key == 'k' ? -1 : 0;
    if (key == '\t') in_text = !in_text;
    if (in_text) {
      text_top += step;
      if (text_top < 0) text_top = 0;
      if (text_top >= TEXT_LINES) text_top = TEXT_LINES - 1;
    } else if (step && cursor + step >= 0 && cursor + step < count) {
      cursor += step;
      text_top = 0;
    }
    draw();
  }
  endwin();
  return 0;
}
