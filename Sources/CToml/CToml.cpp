#include "CToml.h"

#include <sstream>
#include <string>
#include <vector>
#include <toml++/toml.h>

namespace {

struct entry {
  int32_t parent;
  int32_t kind;
  std::string key;
  uint32_t key_line = 0, key_column = 0;
  std::string text;
  int64_t integer = 0;
  double number = 0;
  uint32_t line = 0, column = 0;
};

}  // namespace

struct ctoml_document {
  std::vector<entry> entries;
  bool failed = false;
  std::string message;
  uint32_t line = 0, column = 0;
};

namespace {

void add(ctoml_document &document, const toml::node &node, int32_t parent, const toml::key *key) {
  entry made{};
  made.parent = parent;
  made.line = node.source().begin.line;
  made.column = node.source().begin.column;
  if (key) {
    made.key = std::string(key->str());
    made.key_line = key->source().begin.line;
    made.key_column = key->source().begin.column;
  }
  const auto position = static_cast<int32_t>(document.entries.size());
  if (const auto *table = node.as_table()) {
    made.kind = CTOML_TABLE;
    document.entries.push_back(std::move(made));
    for (auto &&[name, value] : *table) add(document, value, position, &name);
    return;
  }
  if (const auto *array = node.as_array()) {
    made.kind = CTOML_ARRAY;
    document.entries.push_back(std::move(made));
    for (auto &&value : *array) add(document, value, position, nullptr);
    return;
  }
  std::ostringstream text;
  if (const auto *value = node.as_string()) {
    made.kind = CTOML_STRING;
    made.text = value->get();
  } else if (const auto *value = node.as_integer()) {
    made.kind = CTOML_INTEGER;
    made.integer = value->get();
  } else if (const auto *value = node.as_floating_point()) {
    made.kind = CTOML_DOUBLE;
    made.number = value->get();
  } else if (const auto *value = node.as_boolean()) {
    made.kind = CTOML_BOOLEAN;
    made.integer = value->get() ? 1 : 0;
  } else {
    made.kind = CTOML_DATE;
    if (const auto *value = node.as_date()) text << value->get();
    if (const auto *value = node.as_time()) text << value->get();
    if (const auto *value = node.as_date_time()) text << value->get();
    made.text = text.str();
  }
  document.entries.push_back(std::move(made));
}

}  // namespace

ctoml_document *ctoml_parse(const char *text, size_t length) {
  auto *document = new ctoml_document;
  try {
    const auto table = toml::parse(std::string_view(text, length));
    add(*document, table, -1, nullptr);
  } catch (const toml::parse_error &error) {
    document->failed = true;
    document->message = std::string(error.description());
    document->line = error.source().begin.line;
    document->column = error.source().begin.column;
  } catch (const std::exception &error) {
    document->failed = true;
    document->message = error.what();
  }
  return document;
}

const char *ctoml_error(const ctoml_document *document, size_t *length, uint32_t *line, uint32_t *column) {
  if (!document->failed) return nullptr;
  *length = document->message.size();
  *line = document->line;
  *column = document->column;
  return document->message.data();
}

size_t ctoml_count(const ctoml_document *document) { return document->entries.size(); }

ctoml_value ctoml_get(const ctoml_document *document, size_t position) {
  const auto &found = document->entries.at(position);
  ctoml_value value{};
  value.parent = found.parent;
  value.kind = found.kind;
  value.key = found.key.data();
  value.key_length = found.key.size();
  value.key_line = found.key_line;
  value.key_column = found.key_column;
  value.text = found.text.data();
  value.text_length = found.text.size();
  value.integer = found.integer;
  value.number = found.number;
  value.line = found.line;
  value.column = found.column;
  return value;
}

void ctoml_free(ctoml_document *document) { delete document; }
