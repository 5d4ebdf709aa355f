#include "filter.h"

#include <stdio.h>
#include <string.h>

typedef void passing(const uint8_t *bytes, size_t count, void *context);

enum { NUMBERS = 15, LARGEST = 9999 };

static void collect(struct filter *filter, uint8_t byte) {
  if (filter->count < FILTER_ROOM)
    filter->collected[filter->count++] = byte;
  else
    filter->fits = 0;
}

static void begin(struct filter *filter, int state) {
  filter->state = state;
  filter->escaped = 0;
  filter->fits = 1;
  filter->count = 0;
}

// `ESC`, at most one intermediate, a final byte. Lines of double width and height would move what stands beside them.
static void pass_escape(struct filter *filter, passing *pass, void *context) {
  if (!filter->fits || filter->count > 2 || (filter->count == 2 && filter->collected[0] == '#' && filter->collected[1] != '8')) return;
  uint8_t whole[4] = {0x1B};
  memcpy(whole + 1, filter->collected, filter->count);
  pass(whole, filter->count + 1, context);
}

// REP, which libvterm lets write beyond the row: the character again, as text.
static void repeat(const struct filter *filter, const char *sequence, size_t length, passing *pass, void *context) {
  unsigned times = 0;
  for (size_t at = 2; at + 1 < length && sequence[at] >= '0' && sequence[at] <= '9'; at++) times = times * 10 + (unsigned)(sequence[at] - '0');
  if (!filter->last) return;
  uint8_t row[256];
  memset(row, filter->last, sizeof row);
  for (times = times ? times : 1; times > 0;) {
    size_t part = times < sizeof row ? times : sizeof row;
    pass(row, part, context);
    times -= (unsigned)part;
  }
}

// `ESC [`, a leader, numbers, an intermediate, a final byte. Window operations and printing are nobody's business here.
static void pass_control(struct filter *filter, passing *pass, void *context) {
  const uint8_t *at = filter->collected, *end = at + filter->count - 1;
  uint8_t final = *end;
  if (!filter->fits || final == 't' || final == 'i') return;
  char whole[256];
  size_t length = 0, separators = 0;
  whole[length++] = 0x1B;
  whole[length++] = '[';
  int isPrivate = at < end && *at == '?';
  if (at < end && *at >= 0x3C && *at <= 0x3F) whole[length++] = (char)*at++;
  // Of several modes at once libvterm sees the first.
  int isMode = isPrivate && (final == 'h' || final == 'l');
  while (at < end && *at >= 0x30 && *at <= 0x3B) {
    if (isMode && *at == ';') {
      at++;
      whole[length] = (char)final;
      pass((const uint8_t *)whole, length + 1, context);
      length = 3;
      continue;
    }
    if (*at == ';' || *at == ':') {
      if (++separators >= NUMBERS) return;
      whole[length++] = (char)*at++;
      continue;
    }
    unsigned number = 0;
    for (; at < end && *at >= '0' && *at <= '9'; at++) number = number > LARGEST ? number : number * 10 + (*at - '0');
    length += (size_t)snprintf(whole + length, 8, "%u", number > LARGEST ? LARGEST : number);
  }
  if (at < end && *at >= 0x20 && *at <= 0x2F) whole[length++] = (char)*at++;
  if (at != end) return;
  whole[length++] = (char)final;
  if (final == 'b') {
    repeat(filter, whole, length, pass, context);
    return;
  }
  pass((const uint8_t *)whole, length, context);
}

// Only titles (0 and 2), which libvterm need not see.
static void keep_title(struct filter *filter) {
  if (filter->count < 2 || filter->collected[1] != ';' || (filter->collected[0] != '0' && filter->collected[0] != '2')) return;
  size_t count = filter->count - 2;
  if (count >= sizeof filter->title) count = sizeof filter->title - 1;
  memcpy(filter->title, filter->collected + 2, count);
  filter->title[count] = 0;
  filter->titled = 1;
}

static void take_escape(struct filter *filter, uint8_t byte, passing *pass, void *context) {
  if (byte >= 0x20 && byte <= 0x2F) {
    collect(filter, byte);
    return;
  }
  if (byte < 0x20) {
    pass(&byte, 1, context);
    return;
  }
  int isFirst = filter->count == 0;
  if (isFirst && byte == '[') {
    begin(filter, CONTROL);
  } else if (isFirst && byte == ']') {
    begin(filter, TITLE);
  } else if (isFirst && (byte == 'P' || byte == 'X' || byte == '^' || byte == '_')) {
    begin(filter, STRING);
  } else {
    if (byte >= 0x30 && byte < 0x7F) {
      collect(filter, byte);
      pass_escape(filter, pass, context);
    }
    filter->state = GROUND;
  }
}

static void take_control(struct filter *filter, uint8_t byte, passing *pass, void *context) {
  if (byte < 0x20) {
    pass(&byte, 1, context);
  } else if (byte < 0x40) {
    collect(filter, byte);
  } else {
    if (byte < 0x7F) {
      collect(filter, byte);
      pass_control(filter, pass, context);
    }
    filter->state = GROUND;
  }
}

static void take_string(struct filter *filter, uint8_t byte) {
  if (byte == 0x07 && filter->state == TITLE) {
    keep_title(filter);
    filter->state = GROUND;
  } else if (filter->state == TITLE && byte >= 0x20) {
    collect(filter, byte);
  }
}

void filter_take(struct filter *filter, const uint8_t *bytes, size_t count, passing *pass, void *context) {
  size_t start = 0;
  for (size_t at = 0; at < count; at++) {
    uint8_t byte = bytes[at];
    if (filter->state == GROUND && byte != 0x1B) {
      filter->last = byte >= 0x20 && byte < 0x7F ? byte : 0;
      continue;
    }
    if (filter->state == GROUND && at > start) pass(bytes + start, at - start, context);
    start = at + 1;
    if (byte == 0x18 || byte == 0x1A) {
      filter->state = GROUND;
    } else if (byte == 0x1B) {
      // Ends a string, properly if a backslash follows, and begins anew in all other states.
      int wasTitle = filter->state == TITLE && !filter->escaped;
      if (wasTitle || filter->state == STRING) {
        filter->escaped = 1;
      } else {
        begin(filter, ESCAPE);
      }
    } else if (filter->escaped && (filter->state == TITLE || filter->state == STRING)) {
      filter->escaped = 0;
      if (byte == '\\') {
        if (filter->state == TITLE) keep_title(filter);
        filter->state = GROUND;
      } else {
        begin(filter, ESCAPE);
        take_escape(filter, byte, pass, context);
      }
    } else if (filter->state == ESCAPE) {
      take_escape(filter, byte, pass, context);
    } else if (filter->state == CONTROL) {
      take_control(filter, byte, pass, context);
    } else {
      take_string(filter, byte);
    }
  }
  if (filter->state == GROUND && count > start) pass(bytes + start, count - start, context);
}
