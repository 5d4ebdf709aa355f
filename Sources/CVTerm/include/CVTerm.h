#pragma once
#include <stddef.h>
#include <stdint.h>

/// A terminal in memory (libvterm): what a program's bytes would show. One owner, one thread at a time. Bytes of any kind may be fed; what the terminal does not
/// know is dropped, strings longer than libvterm's own buffer are cut, and nothing that is kept grows without bound.
typedef struct cv_terminal cv_terminal;

/// A colour: the default, a number of the table, or red, green, blue.
enum { CV_DEFAULT, CV_INDEXED, CV_RGB };
typedef struct {
  uint8_t kind, index, red, green, blue;
} cv_color;

/// A cell: up to six code points, 0 where unused; width 2 for wide ones.
typedef struct {
  uint32_t scalars[6];
  int width;
  int bold, italic, underline, reverse;
  cv_color foreground, background;
} cv_cell;

cv_terminal *cv_new(int rows, int columns);
void cv_free(cv_terminal *terminal);
void cv_resize(cv_terminal *terminal, int rows, int columns);
/// Takes bytes that a program wrote.
void cv_feed(cv_terminal *terminal, const uint8_t *bytes, size_t count);
/// Takes what the terminal answers and what keys became, up to `room` bytes. What nobody takes is kept up to a bound, then dropped.
size_t cv_answers(cv_terminal *terminal, uint8_t *bytes, size_t room);
cv_cell cv_get(cv_terminal *terminal, int row, int column);
void cv_cursor(cv_terminal *terminal, int *row, int *column, int *visible);
/// Whether the alternate screen is shown.
int cv_alternate(const cv_terminal *terminal);

/// Whether anything on the screen changed since the last call.
int cv_changed(cv_terminal *terminal);
/// How often the bell was rung since the last call.
int cv_bells(cv_terminal *terminal);
/// What the program wants to hear of the mouse: 0 nothing, 1 clicks, 2 drags, 3 every motion.
int cv_mouse_mode(const cv_terminal *terminal);
/// The window's title as the program set it, raw, at most 255 bytes and a zero; valid until the next feed.
const char *cv_title(const cv_terminal *terminal);
/// Calls `line` with each row that leaves the screen at its top, while bytes are fed; without the blank cells at its end, so that `count` may be 0 and `cells` null.
void cv_on_line(cv_terminal *terminal, void (*line)(const cv_cell *cells, int count, void *context), void *context);

/// Modifiers of keys and of the mouse.
enum { CV_SHIFT = 1, CV_ALT = 2, CV_CONTROL = 4 };
enum { CV_UP, CV_DOWN, CV_LEFT, CV_RIGHT, CV_HOME, CV_END, CV_PAGE_UP, CV_PAGE_DOWN, CV_INSERT, CV_DELETE, CV_FUNCTION };
/// Types a key as the program asked for (application cursor keys); CV_FUNCTION + 1 is F1. The bytes come with `cv_answers`.
void cv_key(cv_terminal *terminal, int key, int modifiers);
/// Begins or ends a paste, for programs that asked to be told.
void cv_paste(cv_terminal *terminal, int begins);
/// Moves the pointer, and presses or releases a button there (0: neither; 1–3 buttons, 4 and 5 the wheel).
void cv_mouse(cv_terminal *terminal, int row, int column, int button, int pressed, int modifiers);
