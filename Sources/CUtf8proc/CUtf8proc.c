#define _GNU_SOURCE
#include "CUtf8proc.h"

#include <locale.h>
#include <pthread.h>
#include <utf8proc.h>
#include <wchar.h>

static locale_t utf8;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void make_locale(void) {
  utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
  if (utf8 == (locale_t)0) utf8 = newlocale(LC_CTYPE_MASK, "en_US.UTF-8", (locale_t)0);
}

int cu_columns(uint32_t scalar) {
  pthread_once(&once, make_locale);
  if (utf8 == (locale_t)0) return utf8proc_charwidth((utf8proc_int32_t)scalar);
  locale_t before = uselocale(utf8);
  int columns = wcwidth((wchar_t)scalar);
  uselocale(before);
  return columns;
}

int cu_columns_newer(uint32_t scalar) { return utf8proc_charwidth((utf8proc_int32_t)scalar); }

int cu_category(uint32_t scalar) {
  switch (utf8proc_category((utf8proc_int32_t)scalar)) {
    case UTF8PROC_CATEGORY_CN: return CU_UNASSIGNED;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME: return CU_MARK;
    case UTF8PROC_CATEGORY_CF: return CU_FORMAT;
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CS: return CU_CONTROL;
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP: return CU_SEPARATOR;
    default: return CU_OTHER;
  }
}
