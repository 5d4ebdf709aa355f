#pragma once
#include <stddef.h>
#include <stdint.h>
#include <termios.h>

/// One cell for `cn_put_row`: a base scalar with up to four marks, attributes (CN_BOLD …) and a colour pair.
typedef struct {
  uint32_t scalar;
  uint32_t marks[4];
  uint32_t attributes;
  int32_t pair;
} cn_cell;

enum { CN_BOLD = 1, CN_DIM = 2, CN_ITALIC = 4, CN_UNDERLINE = 8, CN_REVERSE = 16 };

// The screen: ncursesw. One at a time, one thread.

/// Starts ncurses on a terminal, in full screen, and from then on catches what it writes in memory. -1: the terminal's entry was not found; -2: no memory
/// or descriptors; -3: it cannot position the cursor.
int cn_start(int terminal, const char *name);
/// Ends it and frees everything; `cn_take` has what is left to write.
void cn_stop(void);
/// Colours of the terminal; 0 when it has none. Starts colour when `wanted`.
int cn_colors(int wanted);
/// The pair of two colours (-1: default), made when needed; 0 when there are no more.
int cn_pair(int foreground, int background);
/// Forgets all pairs.
void cn_reset_pairs(void);
/// Draws a row from its first column; cells of wide characters come once.
void cn_put_row(int row, const cn_cell *cells, int count);
/// Shows the cursor there, or hides it.
void cn_cursor(int row, int column, int visible);
/// Tells ncurses that these rows, between these columns, were moved up by `lines` (down when negative) on the terminal.
void cn_shift(int row, int column, int height, int width, int lines);
/// Where the terminal's cursor stands after the last frame.
void cn_cursor_position(int *row, int *column);
/// Makes the bytes of the frame.
void cn_update(void);
/// Makes the bytes that lead back to the shell; the next update leads to the screen again.
void cn_leave(void);
/// The next update paints everything.
void cn_repaint(void);
/// A new size.
void cn_resize(int rows, int columns);
/// The bytes made since the last call; valid until the next call of anything here.
const uint8_t *cn_take(size_t *count);
/// A string capability of the terminal; null when it has none. `cn_number` of a numeric one, -1.
const char *cn_string(const char *name);
/// `setaf` for this colour, for looking at.
const char *cn_set_foreground(int color);

// The locale.

/// Takes the environment's character set; UTF-8 all the same when `force`. Whether it is UTF-8 then.
int cn_locale(int force);

// The line.

/// Opens a second description of the same terminal that does not block; -1 with errno.
int cn_reopen(int terminal);
/// /dev/tty; -1 with errno.
int cn_open_tty(void);
/// Rows and columns; 0 when the terminal does not tell.
void cn_size(int terminal, int *rows, int *columns);
/// The settings of a full-screen program made of the shell's.
struct termios cn_raw(const struct termios *shell);
int cn_isatty(int descriptor);
/// write(2), read(2), repeated after signals; -1 with errno.
long cn_write(int descriptor, const void *bytes, size_t count);
long cn_read(int descriptor, void *bytes, size_t count);
int cn_errno(void);
/// poll(2) for one descriptor; 1 ready, 0 not.
int cn_poll_in(int descriptor, int milliseconds);
int cn_poll_out(int descriptor, int milliseconds);
/// An epoll descriptor over terminal and wake descriptor; and whether it also waits until the terminal takes output.
int cn_watch(int terminal, int wake);
void cn_watch_output(int watch, int terminal, int on);
void cn_unwatch(int watch, int terminal);
int cn_close(int descriptor);
/// Stops the process group as Ctrl-Z would; returns when it is continued.
void cn_stop_group(void);

// Signals: the terminal is put right on every way out.

/// Takes the signals. `terminal` must stay open. Crashes, QUIT, TSTP, CONT and WINCH always; HUP, TERM and INT when `termination`. Returns the descriptor that
/// becomes readable after WINCH and CONT; -1 with errno.
int cn_guard_start(int terminal, int termination);
/// Gives the signals back.
void cn_guard_stop(void);
/// While the terminal is ours: the bytes that put it right, both settings of the line. Copied.
void cn_guard_arm(const uint8_t *reset, size_t count, const struct termios *shell, const struct termios *raw);
void cn_guard_disarm(void);
/// What came since the last call: a new size; the program was continued; the terminal had been put right before it stopped.
enum { CN_RESIZED = 1, CN_CONTINUED = 2, CN_WAS_RIGHT = 4 };
int cn_guard_take(void);
/// Makes the descriptor readable.
void cn_guard_wake(void);
