#pragma once
#include <stddef.h>
#include <stdint.h>

// What stands between a program's bytes and libvterm, whose releases before 0.2 trust the program: more than sixteen numbers in a control sequence write beyond its array. Sequences reach it whole, with
// few and small numbers; strings reach it as titles only.

enum { FILTER_ROOM = 512 };

struct filter {
  enum { GROUND, ESCAPE, CONTROL, TITLE, STRING } state;
  // Inside a string: ESC came, which ends it.
  int escaped;
  // What was collected fitted.
  int fits;
  // The window's title, and whether it was set since somebody looked.
  char title[256];
  int titled;
  // The character that a repetition repeats; 0: none.
  uint8_t last;
  size_t count;
  uint8_t collected[FILTER_ROOM];
};

// Takes bytes, cut anywhere, and passes on what may be.
void filter_take(struct filter *filter, const uint8_t *bytes, size_t count, void (*pass)(const uint8_t *bytes, size_t count, void *context), void *context);
