// JSON bytes to simdjson's DOM tape (simdjson doc/tape.md), readable from Swift.
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// A parsed document; freed with carrel_json_free.
typedef struct carrel_json carrel_json;

enum {
  CARREL_JSON_OK = 0,
  CARREL_JSON_EMPTY,
  CARREL_JSON_UTF8,
  CARREL_JSON_DEPTH,
  CARREL_JSON_NUMBER,
  CARREL_JSON_STRING,
  CARREL_JSON_MEMORY,
  CARREL_JSON_SYNTAX
};

// Parses `length` bytes. Integers outside of 64 bits become doubles, lone surrogate escapes become U+FFFD. Returns NULL
// with *error set when the bytes are not one JSON document or nest deeper than `depth`.
carrel_json *carrel_json_parse(const uint8_t *bytes, size_t length, size_t depth, int *error);
// The tape: entry 0 is the root marker, the root's value is at 1.
const uint64_t *carrel_json_tape(const carrel_json *document);
// The strings: at a string's payload a native 32-bit length, then the bytes.
const uint8_t *carrel_json_strings(const carrel_json *document);
void carrel_json_free(carrel_json *document);

#ifdef __cplusplus
}
#endif
