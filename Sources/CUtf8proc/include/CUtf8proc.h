#pragma once
#include <stdint.h>

/// Columns that ncurses will give this scalar: what this machine's wcwidth(3) says in a UTF-8 locale, whatever the process's locale is.
/// 0, 1 or 2; -1 for controls and for scalars that the C library does not know.
int cu_columns(uint32_t scalar);

/// Columns by utf8proc's (newer) tables, for scalars that the C library does not know: 0, 1 or 2.
int cu_columns_newer(uint32_t scalar);

/// The Unicode general category.
enum { CU_UNASSIGNED, CU_MARK, CU_FORMAT, CU_CONTROL, CU_SEPARATOR, CU_OTHER };
int cu_category(uint32_t scalar);
