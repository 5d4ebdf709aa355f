#pragma once
#include <sqlite3.h>
#include <stdint.h>

// Binds text by copying it. A null or empty text is stored as an empty text, never as NULL.
// SQLITE_TRANSIENT is a cast macro, which Swift cannot import.
int csqlite_bind_text(sqlite3_stmt *statement, int index, const void *text, uint64_t length);

// The statfs(2) f_type of the file system that a path lies on. 0, or -1 with errno. Swift's Glibc has no <sys/vfs.h>.
int csqlite_file_system(const char *path, uint32_t *magic);
