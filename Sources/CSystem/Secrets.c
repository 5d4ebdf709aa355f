// Memory for secrets, and the search for them in what leaves the program.

#include "CSystem.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

void *cs_secret_allocate(size_t count) {
  if (count == 0) count = 1;
  void *bytes = mmap(NULL, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (bytes == MAP_FAILED) return NULL;
  // Both are better than nothing, and neither is always to be had.
  (void)mlock(bytes, count);
  (void)madvise(bytes, count, MADV_DONTDUMP);
  return bytes;
}

void cs_secret_free(void *bytes, size_t count) {
  if (count == 0) count = 1;
  explicit_bzero(bytes, count);
  munmap(bytes, count);
}

void cs_wipe(void *bytes, size_t count) { explicit_bzero(bytes, count); }

int cs_keep_memory_private(void) {
  struct rlimit none = {0, 0};
  if (setrlimit(RLIMIT_CORE, &none) != 0) return -errno;
  return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 ? 0 : -errno;
}

// The first bytes of each pattern that the leaps are computed from, and the bytes that are looked at together.
enum { WINDOW = 8, BLOCK = 3, TABLE = 1 << 16 };

struct node {
  uint32_t child;
  uint32_t sibling;
  uint8_t byte;
  uint8_t ends;
};

struct cs_patterns {
  uint8_t leap[TABLE];
  // The node of each first byte; 0: none.
  uint32_t first[256];
  size_t count;
  size_t room;
  size_t longest;
  struct node nodes[];
};

static inline uint32_t block(const uint8_t *bytes) {
  uint32_t value = (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16;
  return value * 2654435761u >> 16;
}

struct cs_patterns *cs_patterns_make(size_t bytes) {
  // Node 0 stands for none.
  if (bytes >= UINT32_MAX) return NULL;
  struct cs_patterns *patterns = malloc(sizeof *patterns + (bytes + 1) * sizeof(struct node));
  if (!patterns) return NULL;
  memset(patterns->leap, WINDOW - BLOCK + 1, sizeof patterns->leap);
  memset(patterns->first, 0, sizeof patterns->first);
  patterns->count = 1;
  patterns->room = bytes + 1;
  patterns->longest = 0;
  return patterns;
}

size_t cs_patterns_least(void) { return WINDOW; }

void cs_patterns_add(struct cs_patterns *patterns, const uint8_t *bytes, size_t count) {
  if (count < WINDOW || patterns->room - patterns->count < count) return;
  uint32_t *link = &patterns->first[bytes[0]];
  struct node *node = NULL;
  for (size_t i = 0; i < count; i++) {
    while (*link && patterns->nodes[*link].byte != bytes[i]) link = &patterns->nodes[*link].sibling;
    if (!*link) {
      uint32_t fresh = (uint32_t)patterns->count++;
      patterns->nodes[fresh] = (struct node){0, 0, bytes[i], 0};
      *link = fresh;
    }
    node = &patterns->nodes[*link];
    link = &node->child;
  }
  node->ends = 1;
  if (count > patterns->longest) patterns->longest = count;
  for (size_t i = 0; i + BLOCK <= WINDOW; i++) {
    uint8_t *leap = &patterns->leap[block(bytes + i)];
    uint8_t distance = (uint8_t)(WINDOW - BLOCK - i);
    if (distance < *leap) *leap = distance;
  }
}

size_t cs_patterns_size(const struct cs_patterns *patterns) {
  return sizeof *patterns + patterns->room * sizeof(struct node);
}

void cs_patterns_free(struct cs_patterns *patterns) {
  explicit_bzero(patterns, cs_patterns_size(patterns));
  free(patterns);
}

// Walks along the trie from a place: the length of the longest pattern there. `open`: whether the text ended while a longer one was still possible.
static size_t walk(const struct cs_patterns *patterns, const uint8_t *text, size_t from, size_t end, int *open) {
  size_t longest = 0;
  uint32_t index = patterns->first[text[from]];
  size_t i = from;
  *open = 0;
  while (index) {
    const struct node *node = &patterns->nodes[index];
    i++;
    if (node->ends) longest = i - from;
    if (i == end) {
      *open = node->child != 0;
      break;
    }
    for (index = node->child; index && patterns->nodes[index].byte != text[i];) index = patterns->nodes[index].sibling;
  }
  return longest;
}

size_t cs_patterns_next(const struct cs_patterns *patterns, const uint8_t *text, size_t from, size_t end, size_t *length) {
  *length = 0;
  if (end < WINDOW || from > end - WINDOW) return end;
  // Where the last block of the window begins.
  size_t last = from + WINDOW - BLOCK;
  size_t stop = end - BLOCK;
  while (last <= stop) {
    size_t leap = patterns->leap[block(text + last)];
    if (leap) {
      last += leap;
      continue;
    }
    int open;
    size_t place = last - (WINDOW - BLOCK);
    *length = walk(patterns, text, place, end, &open);
    if (*length) return place;
    last++;
  }
  return end;
}

size_t cs_patterns_open(const struct cs_patterns *patterns, const uint8_t *text, size_t from, size_t end) {
  if (patterns->longest && end - from >= patterns->longest) from = end - patterns->longest + 1;
  for (size_t i = from; i < end; i++) {
    int open;
    walk(patterns, text, i, end, &open);
    if (open) return i;
  }
  return end;
}

// The length of ESC at a place, as the byte or as JSON spells it, also cut off by the text's end; 0: there is none.
static size_t escape_length(const uint8_t *text, size_t count, size_t at) {
  if (text[at] == 0x1b) return 1;
  size_t left = count - at < 6 ? count - at : 6;
  if (text[at] != '\\' || memcmp(text + at, "\\u001b", left < 5 ? left : 5) != 0) return 0;
  return left < 6 || (text[at + 5] | 0x20) == 'b' ? left : 0;
}

// The next ESC at a place or later; `count` when there is none.
static size_t next_escape(const uint8_t *text, size_t count, size_t from) {
  const uint8_t *plain = memchr(text + from, 0x1b, count - from);
  size_t limit = plain ? (size_t)(plain - text) : count;
  while (from < limit) {
    const uint8_t *spelt = memchr(text + from, '\\', limit - from);
    if (!spelt) break;
    from = (size_t)(spelt - text);
    if (escape_length(text, count, from)) return from;
    from++;
  }
  return limit;
}

int cs_has_escape(const uint8_t *text, size_t count) { return next_escape(text, count, 0) < count; }

// The longest text inside an operating system command or the like that is passed over.
enum { STRING_LIMIT = 4096 };

// Where the sequence ends whose ESC ends at `at` (ECMA-48, 5.4 and 8.3).
static size_t sequence_end(const uint8_t *text, size_t count, size_t at) {
  if (at >= count) return count;
  uint8_t kind = text[at];
  if (kind == '[') {
    for (at++; at < count && text[at] >= 0x20 && text[at] <= 0x3f;) at++;
    return at < count && text[at] >= 0x40 && text[at] <= 0x7e ? at + 1 : at;
  }
  if (kind == ']' || kind == 'P' || kind == 'X' || kind == '^' || kind == '_') {
    size_t limit = count - at > STRING_LIMIT ? at + STRING_LIMIT : count;
    for (size_t i = at + 1; i < limit; i++) {
      if (text[i] == 0x07) return i + 1;
      if (text[i] == '\\' && limit - i >= 6 && memcmp(text + i, "\\u0007", 6) == 0) return i + 6;
      size_t escape = escape_length(text, count, i);
      if (!escape) continue;
      // ESC \, whose backslash JSON doubles; any other ESC begins something new.
      size_t after = i + escape;
      if (after < count && text[after] == '\\') return after + (escape > 1 && after + 1 < count && text[after + 1] == '\\' ? 2 : 1);
      return i;
    }
    return limit == count ? count : at + 1;
  }
  while (at < count && text[at] >= 0x20 && text[at] <= 0x2f) at++;
  return at < count && text[at] >= 0x30 && text[at] <= 0x7e ? at + 1 : at;
}

size_t cs_without_escapes(const uint8_t *text, size_t count, uint8_t *copy, uint32_t *places) {
  size_t kept = 0;
  size_t from = 0;
  while (from < count) {
    size_t escape = next_escape(text, count, from);
    memcpy(copy + kept, text + from, escape - from);
    for (size_t i = from; i < escape; i++) places[kept++] = (uint32_t)i;
    if (escape == count) break;
    from = sequence_end(text, count, escape + escape_length(text, count, escape));
  }
  return kept;
}
