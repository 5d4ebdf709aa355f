#include "CSQLite.h"

#include <sys/vfs.h>

int csqlite_bind_text(sqlite3_stmt *statement, int index, const void *text, uint64_t length) {
  if (text == 0 || length == 0) return sqlite3_bind_text64(statement, index, "", 0, SQLITE_STATIC, SQLITE_UTF8);
  return sqlite3_bind_text64(statement, index, text, length, SQLITE_TRANSIENT, SQLITE_UTF8);
}

int csqlite_file_system(const char *path, uint32_t *magic) {
  struct statfs status;
  if (statfs(path, &status) != 0) return -1;
  *magic = (uint32_t)status.f_type;
  return 0;
}
