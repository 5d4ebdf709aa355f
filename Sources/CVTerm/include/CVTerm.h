#pragma once
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// A terminal in memory (libvterm), for tests and embedded screens.
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
/// Takes what the terminal answers, up to `room` bytes.
size_t cv_answers(cv_terminal *terminal, uint8_t *bytes, size_t room);
cv_cell cv_get(cv_terminal *terminal, int row, int column);
void cv_cursor(cv_terminal *terminal, int *row, int *column, int *visible);
/// Whether the alternate screen is shown.
int cv_alternate(const cv_terminal *terminal);

/// Starts a program as the leader of a new session on a new pseudo-terminal, with no other descriptors and no blocked signals. `environment` is complete.
/// Returns the process; -1 with errno. `master` does not block and is closed on exec.
pid_t cv_spawn_pty(const char *path, char *const arguments[], char *const environment[], int rows, int columns, int *master);
/// Tells the pty its size; the program gets SIGWINCH.
int cv_set_size(int master, int rows, int columns);
