#include "CSimdJSON.h"

#include <cstring>
#include <new>
#include <simdjson.h>
#include <string>

struct carrel_json {
  simdjson::dom::document document;
};

namespace {

using simdjson::error_code;

int kind(error_code error) {
  switch (error) {
  case simdjson::SUCCESS: return CARREL_JSON_OK;
  case simdjson::EMPTY: return CARREL_JSON_EMPTY;
  case simdjson::UTF8_ERROR: return CARREL_JSON_UTF8;
  case simdjson::DEPTH_ERROR: return CARREL_JSON_DEPTH;
  case simdjson::NUMBER_ERROR:
  case simdjson::NUMBER_OUT_OF_RANGE: return CARREL_JSON_NUMBER;
  case simdjson::STRING_ERROR: return CARREL_JSON_STRING;
  case simdjson::CAPACITY:
  case simdjson::MEMALLOC: return CARREL_JSON_MEMORY;
  default: return CARREL_JSON_SYNTAX;
  }
}

error_code parse(const uint8_t *bytes, size_t length, size_t depth, simdjson::dom::document &document) {
  simdjson::dom::parser parser;
  error_code error = parser.allocate(length < 64 ? 64 : length, depth);
  if (error) return error;
  return parser.parse_into_document(document, bytes, length).error();
}

int hex4(const uint8_t *at) {
  int value = 0;
  for (int index = 0; index < 4; index++) {
    uint8_t c = at[index];
    int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

// What programs in JavaScript print and simdjson refuses: an integer beyond 64 bits gets an exponent, so that it is read as a
// double; an escape of half a surrogate pair (text cut in the middle) becomes U+FFFD.
std::string repaired(const uint8_t *bytes, size_t length) {
  std::string out;
  out.reserve(length + 64);
  bool inside = false;
  size_t at = 0;
  while (at < length) {
    uint8_t c = bytes[at];
    if (inside) {
      if (c == '\\' && at + 1 < length) {
        int unit = bytes[at + 1] == 'u' && at + 6 <= length ? hex4(bytes + at + 2) : -1;
        if (unit >= 0xd800 && unit < 0xdc00) {
          int second = at + 12 <= length && bytes[at + 6] == '\\' && bytes[at + 7] == 'u' ? hex4(bytes + at + 8) : -1;
          if (second >= 0xdc00 && second < 0xe000) {
            out.append(reinterpret_cast<const char *>(bytes + at), 12);
            at += 12;
          } else {
            out.append("\\ufffd");
            at += 6;
          }
        } else if (unit >= 0xdc00 && unit < 0xe000) {
          out.append("\\ufffd");
          at += 6;
        } else {
          out.append(reinterpret_cast<const char *>(bytes + at), 2);
          at += 2;
        }
        continue;
      }
      if (c == '"') inside = false;
      out.push_back(static_cast<char>(c));
      at++;
    } else if (c == '-' || (c >= '0' && c <= '9')) {
      size_t end = at + 1;
      while (end < length && bytes[end] >= '0' && bytes[end] <= '9') end++;
      bool integer = end >= length || (bytes[end] != '.' && bytes[end] != 'e' && bytes[end] != 'E');
      while (end < length && (bytes[end] == '.' || bytes[end] == '+' || bytes[end] == '-' || bytes[end] == 'e' || bytes[end] == 'E' ||
                              (bytes[end] >= '0' && bytes[end] <= '9')))
        end++;
      out.append(reinterpret_cast<const char *>(bytes + at), end - at);
      if (integer && end - at > 18) out.append("e0");
      at = end;
    } else {
      if (c == '"') inside = true;
      out.push_back(static_cast<char>(c));
      at++;
    }
  }
  return out;
}

} // namespace

carrel_json *carrel_json_parse(const uint8_t *bytes, size_t length, size_t depth, int *error) {
  carrel_json *result = new (std::nothrow) carrel_json;
  if (!result) {
    *error = CARREL_JSON_MEMORY;
    return nullptr;
  }
  error_code code = simdjson::EMPTY;
  if (length > 0) code = parse(bytes, length, depth, result->document);
  if (code == simdjson::NUMBER_ERROR || code == simdjson::STRING_ERROR) {
    std::string text = repaired(bytes, length);
    code = parse(reinterpret_cast<const uint8_t *>(text.data()), text.size(), depth, result->document);
  }
  *error = kind(code);
  if (code) {
    delete result;
    return nullptr;
  }
  return result;
}

const uint64_t *carrel_json_tape(const carrel_json *document) { return document->document.tape.get(); }

const uint8_t *carrel_json_strings(const carrel_json *document) { return document->document.string_buf.get(); }

void carrel_json_free(carrel_json *document) { delete document; }
