// libcurl, opened when it is first needed: it brings thirty libraries along, which cost the interface and every short command a quarter of their start
// and a megabyte each. The functions below have its names and pass everything on; without the library they say that it failed, as its own do.
#define CURL_DISABLE_TYPECHECK 1
#include "CCurl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdarg.h>

#undef curl_easy_setopt
#undef curl_easy_getinfo

#define HIDDEN __attribute__((visibility("hidden")))

static struct {
  CURLcode (*global_init)(long);
  CURL *(*easy_init)(void);
  CURLcode (*easy_setopt)(CURL *, CURLoption, ...);
  CURLcode (*easy_getinfo)(CURL *, CURLINFO, ...);
  CURLcode (*easy_pause)(CURL *, int);
  const char *(*easy_strerror)(CURLcode);
  void (*easy_cleanup)(CURL *);
  void (*release)(void *);
  CURLM *(*multi_init)(void);
  CURLMcode (*multi_add_handle)(CURLM *, CURL *);
  CURLMcode (*multi_remove_handle)(CURLM *, CURL *);
  CURLMcode (*multi_perform)(CURLM *, int *);
  CURLMcode (*multi_poll)(CURLM *, struct curl_waitfd *, unsigned int, int, int *);
  CURLMcode (*multi_wakeup)(CURLM *);
  CURLMsg *(*multi_info_read)(CURLM *, int *);
  CURLMcode (*multi_cleanup)(CURLM *);
  struct curl_slist *(*slist_append)(struct curl_slist *, const char *);
  void (*slist_free_all)(struct curl_slist *);
  CURLU *(*url)(void);
  void (*url_cleanup)(CURLU *);
  CURLUcode (*url_get)(CURLU *, CURLUPart, char **, unsigned int);
  CURLUcode (*url_set)(CURLU *, CURLUPart, const char *, unsigned int);
} real;

static int isThere;

static void load(void) {
  void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  if (!library) return;
  struct {
    void **place;
    const char *name;
  } wanted[] = {
    {(void **)&real.global_init, "curl_global_init"}, {(void **)&real.easy_init, "curl_easy_init"},
    {(void **)&real.easy_setopt, "curl_easy_setopt"}, {(void **)&real.easy_getinfo, "curl_easy_getinfo"},
    {(void **)&real.easy_pause, "curl_easy_pause"}, {(void **)&real.easy_strerror, "curl_easy_strerror"},
    {(void **)&real.easy_cleanup, "curl_easy_cleanup"}, {(void **)&real.release, "curl_free"},
    {(void **)&real.multi_init, "curl_multi_init"}, {(void **)&real.multi_add_handle, "curl_multi_add_handle"},
    {(void **)&real.multi_remove_handle, "curl_multi_remove_handle"}, {(void **)&real.multi_perform, "curl_multi_perform"},
    {(void **)&real.multi_poll, "curl_multi_poll"}, {(void **)&real.multi_wakeup, "curl_multi_wakeup"},
    {(void **)&real.multi_info_read, "curl_multi_info_read"}, {(void **)&real.multi_cleanup, "curl_multi_cleanup"},
    {(void **)&real.slist_append, "curl_slist_append"}, {(void **)&real.slist_free_all, "curl_slist_free_all"},
    {(void **)&real.url, "curl_url"}, {(void **)&real.url_cleanup, "curl_url_cleanup"},
    {(void **)&real.url_get, "curl_url_get"}, {(void **)&real.url_set, "curl_url_set"},
  };
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
    *wanted[i].place = dlsym(library, wanted[i].name);
    if (!*wanted[i].place) return;
  }
  isThere = 1;
}

static int ready(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  return isThere;
}

HIDDEN CURLcode curl_global_init(long flags) { return ready() ? real.global_init(flags) : CURLE_FAILED_INIT; }
HIDDEN CURL *curl_easy_init(void) { return ready() ? real.easy_init() : NULL; }

// Every option's value is a long, an offset or a pointer: one register each.
HIDDEN CURLcode curl_easy_setopt(CURL *handle, CURLoption option, ...) {
  va_list list;
  va_start(list, option);
  void *value = va_arg(list, void *);
  va_end(list);
  return ready() ? real.easy_setopt(handle, option, value) : CURLE_FAILED_INIT;
}

HIDDEN CURLcode curl_easy_getinfo(CURL *handle, CURLINFO info, ...) {
  va_list list;
  va_start(list, info);
  void *value = va_arg(list, void *);
  va_end(list);
  return ready() ? real.easy_getinfo(handle, info, value) : CURLE_FAILED_INIT;
}

HIDDEN CURLcode curl_easy_pause(CURL *handle, int mask) { return ready() ? real.easy_pause(handle, mask) : CURLE_FAILED_INIT; }
HIDDEN const char *curl_easy_strerror(CURLcode code) {
  return ready() ? real.easy_strerror(code) : "libcurl.so.4 cannot be loaded; install libcurl4";
}
HIDDEN void curl_easy_cleanup(CURL *handle) {
  if (ready()) real.easy_cleanup(handle);
}
HIDDEN void curl_free(void *memory) {
  if (ready()) real.release(memory);
}
HIDDEN CURLM *curl_multi_init(void) { return ready() ? real.multi_init() : NULL; }
HIDDEN CURLMcode curl_multi_add_handle(CURLM *multi, CURL *handle) {
  return ready() ? real.multi_add_handle(multi, handle) : CURLM_BAD_HANDLE;
}
HIDDEN CURLMcode curl_multi_remove_handle(CURLM *multi, CURL *handle) {
  return ready() ? real.multi_remove_handle(multi, handle) : CURLM_BAD_HANDLE;
}
HIDDEN CURLMcode curl_multi_perform(CURLM *multi, int *running) { return ready() ? real.multi_perform(multi, running) : CURLM_BAD_HANDLE; }
HIDDEN CURLMcode curl_multi_poll(CURLM *multi, struct curl_waitfd *extra, unsigned int count, int timeout, int *ready_count) {
  return ready() ? real.multi_poll(multi, extra, count, timeout, ready_count) : CURLM_BAD_HANDLE;
}
HIDDEN CURLMcode curl_multi_wakeup(CURLM *multi) { return ready() ? real.multi_wakeup(multi) : CURLM_BAD_HANDLE; }
HIDDEN CURLMsg *curl_multi_info_read(CURLM *multi, int *left) { return ready() ? real.multi_info_read(multi, left) : NULL; }
HIDDEN CURLMcode curl_multi_cleanup(CURLM *multi) { return ready() ? real.multi_cleanup(multi) : CURLM_BAD_HANDLE; }
HIDDEN struct curl_slist *curl_slist_append(struct curl_slist *list, const char *text) {
  return ready() ? real.slist_append(list, text) : NULL;
}
HIDDEN void curl_slist_free_all(struct curl_slist *list) {
  if (ready()) real.slist_free_all(list);
}
HIDDEN CURLU *curl_url(void) { return ready() ? real.url() : NULL; }
HIDDEN void curl_url_cleanup(CURLU *url) {
  if (ready()) real.url_cleanup(url);
}
HIDDEN CURLUcode curl_url_get(CURLU *url, CURLUPart part, char **text, unsigned int flags) {
  return ready() ? real.url_get(url, part, text, flags) : CURLUE_BAD_HANDLE;
}
HIDDEN CURLUcode curl_url_set(CURLU *url, CURLUPart part, const char *text, unsigned int flags) {
  return ready() ? real.url_set(url, part, text, flags) : CURLUE_BAD_HANDLE;
}
