#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What a value is.
enum {
  CTOML_STRING, CTOML_INTEGER, CTOML_DOUBLE, CTOML_BOOLEAN, CTOML_DATE, CTOML_ARRAY, CTOML_TABLE,
};

/// One value of a document. `parent` is the position of its table or array in the list, -1 for the document itself, which is the first; parents come before
/// their children. Lines and columns count from 1, 0 when the parser does not know. Strings are not terminated and live as long as the document.
typedef struct {
  int32_t parent;
  int32_t kind;
  const char *key;
  size_t key_length;
  uint32_t key_line, key_column;
  const char *text;
  size_t text_length;
  int64_t integer;
  double number;
  uint32_t line, column;
} ctoml_value;

typedef struct ctoml_document ctoml_document;

/// Reads TOML 1.0; never returns null. Free it with `ctoml_free`.
ctoml_document *ctoml_parse(const char *text, size_t length);
/// Why reading failed, or null; not terminated.
const char *ctoml_error(const ctoml_document *document, size_t *length, uint32_t *line, uint32_t *column);
/// The number of values.
size_t ctoml_count(const ctoml_document *document);
/// One of them.
ctoml_value ctoml_get(const ctoml_document *document, size_t position);
void ctoml_free(ctoml_document *document);

#ifdef __cplusplus
}
#endif
