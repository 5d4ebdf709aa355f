#define _GNU_SOURCE
#include "CVTerm.h"

#include "filter.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vterm.h>

// What nobody has taken yet of the terminal's answers: a program that asks and never reads gets no more.
enum { ANSWER_ROOM = 65536 };

struct cv_terminal {
  VTerm *vt;
  VTermScreen *screen;
  struct filter filter;
  int visible, alternate, changed, bells, mouse;
  void (*line)(const cv_cell *cells, int count, void *context);
  void *context;
  cv_cell *row;
  int row_room;
  size_t answered;
  uint8_t answers[ANSWER_ROOM];
  /// The beginning of a character whose rest has not come.
  uint8_t part[4];
  size_t parts;
};

static int on_property(VTermProp property, VTermValue *value, void *user) {
  cv_terminal *terminal = user;
  terminal->changed = 1;
  switch (property) {
    case VTERM_PROP_CURSORVISIBLE: terminal->visible = value->boolean; break;
    case VTERM_PROP_ALTSCREEN: terminal->alternate = value->boolean; break;
    case VTERM_PROP_MOUSE: terminal->mouse = value->number; break;
    default: break;
  }
  return 1;
}

static int on_damage(VTermRect rect, void *user) {
  (void)rect;
  ((cv_terminal *)user)->changed = 1;
  return 1;
}

static int on_cursor(VTermPos position, VTermPos before, int visible, void *user) {
  (void)position;
  (void)before;
  (void)visible;
  ((cv_terminal *)user)->changed = 1;
  return 1;
}

static int on_bell(void *user) {
  cv_terminal *terminal = user;
  if (terminal->bells < 1000) terminal->bells++;
  return 1;
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

static cv_cell cell_of(const VTermScreenCell *cell) {
  cv_cell result = {.width = 1};
  for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i]; i++) result.scalars[i] = cell->chars[i];
  result.width = cell->width;
  result.bold = cell->attrs.bold;
  result.italic = cell->attrs.italic;
  result.underline = cell->attrs.underline;
  result.reverse = cell->attrs.reverse;
  result.foreground = color_of(&cell->fg, VTERM_COLOR_IS_DEFAULT_FG(&cell->fg));
  result.background = color_of(&cell->bg, VTERM_COLOR_IS_DEFAULT_BG(&cell->bg));
  return result;
}

static int on_line(int columns, const VTermScreenCell *cells, void *user) {
  cv_terminal *terminal = user;
  if (!terminal->line) return 1;
  // Blank ends are most of most lines.
  while (columns > 0 && cells[columns - 1].chars[0] == 0 && VTERM_COLOR_IS_DEFAULT_BG(&cells[columns - 1].bg) && !cells[columns - 1].attrs.reverse)
    columns--;
  if (columns > terminal->row_room) {
    cv_cell *grown = realloc(terminal->row, (size_t)columns * sizeof *grown);
    if (!grown) return 1;
    terminal->row = grown;
    terminal->row_room = columns;
  }
  for (int i = 0; i < columns; i++) terminal->row[i] = cell_of(&cells[i]);
  terminal->line(terminal->row, columns, terminal->context);
  return 1;
}

static const VTermScreenCallbacks callbacks = {
  .damage = on_damage, .movecursor = on_cursor, .settermprop = on_property, .bell = on_bell, .sb_pushline = on_line};

static void on_output(const char *bytes, size_t count, void *user) {
  cv_terminal *terminal = user;
  // Whole or not at all: half a sequence would change the meaning of what follows.
  if (count > ANSWER_ROOM - terminal->answered) return;
  memcpy(terminal->answers + terminal->answered, bytes, count);
  terminal->answered += count;
}

cv_terminal *cv_new(int rows, int columns) {
  cv_terminal *terminal = calloc(1, sizeof *terminal);
  if (!terminal) return NULL;
  terminal->vt = vterm_new(rows, columns);
  if (!terminal->vt) {
    free(terminal);
    return NULL;
  }
  terminal->visible = 1;
  vterm_set_utf8(terminal->vt, 1);
  vterm_output_set_callback(terminal->vt, on_output, terminal);
  terminal->screen = vterm_obtain_screen(terminal->vt);
  vterm_screen_set_callbacks(terminal->screen, &callbacks, terminal);
  vterm_screen_set_damage_merge(terminal->screen, VTERM_DAMAGE_SCREEN);
  vterm_screen_enable_altscreen(terminal->screen, 1);
  vterm_screen_reset(terminal->screen, 1);
  // What is restored without having been saved would be black on black.
  vterm_input_write(terminal->vt, "\x1b" "7", 2);
  return terminal;
}

void cv_free(cv_terminal *terminal) {
  if (!terminal) return;
  vterm_free(terminal->vt);
  free(terminal->row);
  free(terminal);
}

static void place_cursor(cv_terminal *terminal, const char *before, const char *after) {
  VTermPos position;
  char text[64];
  vterm_state_get_cursorpos(vterm_obtain_state(terminal->vt), &position);
  int row = position.row < 0 ? 0 : position.row, column = position.col < 0 ? 0 : position.col;
  int length = snprintf(text, sizeof text, "%s\x1b[%d;%dH%s", before, row + 1, column + 1, after);
  vterm_input_write(terminal->vt, text, (size_t)length);
}

void cv_resize(cv_terminal *terminal, int rows, int columns) {
  // libvterm keeps margins that no longer fit, a cursor that went out at the top, and a saved one that lies outside: margins are let go, as xterm does, and the cursors
  // are brought in.
  place_cursor(terminal, "\x18\x1b[r\x1b[?69l", "");
  vterm_set_size(terminal->vt, rows, columns);
  place_cursor(terminal, "", "\x1b" "7");
  terminal->changed = 1;
}

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

static void pass(const uint8_t *bytes, size_t count, void *context) {
  cv_terminal *terminal = context;
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

void cv_feed(cv_terminal *terminal, const uint8_t *bytes, size_t count) {
  filter_take(&terminal->filter, bytes, count, pass, terminal);
  if (terminal->filter.titled) terminal->changed = 1;
  terminal->filter.titled = 0;
}

size_t cv_answers(cv_terminal *terminal, uint8_t *bytes, size_t room) {
  size_t count = terminal->answered < room ? terminal->answered : room;
  memcpy(bytes, terminal->answers, count);
  memmove(terminal->answers, terminal->answers + count, terminal->answered - count);
  terminal->answered -= count;
  return count;
}

cv_cell cv_get(cv_terminal *terminal, int row, int column) {
  VTermScreenCell cell;
  cv_cell blank = {.width = 1};
  VTermPos position = {.row = row, .col = column};
  if (!vterm_screen_get_cell(terminal->screen, position, &cell)) return blank;
  return cell_of(&cell);
}

void cv_cursor(cv_terminal *terminal, int *row, int *column, int *visible) {
  VTermPos position;
  vterm_state_get_cursorpos(vterm_obtain_state(terminal->vt), &position);
  *row = position.row;
  *column = position.col;
  *visible = terminal->visible;
}

int cv_alternate(const cv_terminal *terminal) { return terminal->alternate; }

int cv_changed(cv_terminal *terminal) {
  vterm_screen_flush_damage(terminal->screen);
  int changed = terminal->changed;
  terminal->changed = 0;
  return changed;
}

int cv_bells(cv_terminal *terminal) {
  int bells = terminal->bells;
  terminal->bells = 0;
  return bells;
}

int cv_mouse_mode(const cv_terminal *terminal) { return terminal->mouse; }
const char *cv_title(const cv_terminal *terminal) { return terminal->filter.title; }

void cv_on_line(cv_terminal *terminal, void (*line)(const cv_cell *cells, int count, void *context), void *context) {
  terminal->line = line;
  terminal->context = context;
}

static VTermModifier modifiers_of(int bits) {
  VTermModifier result = VTERM_MOD_NONE;
  if (bits & CV_SHIFT) result |= VTERM_MOD_SHIFT;
  if (bits & CV_ALT) result |= VTERM_MOD_ALT;
  if (bits & CV_CONTROL) result |= VTERM_MOD_CTRL;
  return result;
}

void cv_key(cv_terminal *terminal, int key, int modifiers) {
  static const VTermKey keys[] = {
    [CV_UP] = VTERM_KEY_UP,         [CV_DOWN] = VTERM_KEY_DOWN, [CV_LEFT] = VTERM_KEY_LEFT,         [CV_RIGHT] = VTERM_KEY_RIGHT,
    [CV_HOME] = VTERM_KEY_HOME,     [CV_END] = VTERM_KEY_END,   [CV_PAGE_UP] = VTERM_KEY_PAGEUP,    [CV_PAGE_DOWN] = VTERM_KEY_PAGEDOWN,
    [CV_INSERT] = VTERM_KEY_INS,    [CV_DELETE] = VTERM_KEY_DEL,
  };
  if (key < 0 || key > CV_FUNCTION + 12 || key == CV_FUNCTION) return;
  VTermKey found = key > CV_FUNCTION ? (VTermKey)VTERM_KEY_FUNCTION(key - CV_FUNCTION) : keys[key];
  vterm_keyboard_key(terminal->vt, found, modifiers_of(modifiers));
}

void cv_paste(cv_terminal *terminal, int begins) {
  if (begins)
    vterm_keyboard_start_paste(terminal->vt);
  else
    vterm_keyboard_end_paste(terminal->vt);
}

void cv_mouse(cv_terminal *terminal, int row, int column, int button, int pressed, int modifiers) {
  vterm_mouse_move(terminal->vt, row, column, modifiers_of(modifiers));
  if (button) vterm_mouse_button(terminal->vt, button, pressed != 0, modifiers_of(modifiers));
}
