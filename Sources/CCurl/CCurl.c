#include "CCurl.h"
#include <dlfcn.h>
#include <pthread.h>

// The library comes with thirty others, which cost every start more than all the rest of Carrel, and most starts ask nothing of a network.
// So it is loaded at the first use, and its functions are here by their own names. Where it cannot be loaded, nothing can be set up.

#define FUNCTIONS(X)                                                                                                          \
  X(global_init) X(free) X(slist_append) X(slist_free_all) X(easy_init) X(easy_cleanup) X(easy_pause) X(easy_strerror)         \
  X(easy_setopt) X(easy_getinfo) X(multi_init) X(multi_cleanup) X(multi_wakeup) X(multi_perform) X(multi_poll)                 \
  X(multi_add_handle) X(multi_remove_handle) X(multi_info_read) X(url) X(url_cleanup) X(url_get) X(url_set)

#undef curl_easy_setopt
#undef curl_easy_getinfo

#define MEMBER(name) __typeof__(&curl_##name) name;
static struct { FUNCTIONS(MEMBER) } library;
static int is_loaded;

static void load(void) {
  void *handle = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  if (handle == NULL) { return; }
  int missing = 0;
#define FIND(name) missing |= (*(void **)&library.name = dlsym(handle, "curl_" #name)) == NULL;
  FUNCTIONS(FIND)
  is_loaded = !missing;
}

static int loaded(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  return is_loaded;
}

CURLcode curl_global_init(long flags) { return loaded() ? library.global_init(flags) : CURLE_FAILED_INIT; }
CURLM *curl_multi_init(void) { return loaded() ? library.multi_init() : NULL; }
CURL *curl_easy_init(void) { return loaded() ? library.easy_init() : NULL; }
CURLU *curl_url(void) { return loaded() ? library.url() : NULL; }

// Who has one of the things above has the library too.
void curl_free(void *memory) { library.free(memory); }
struct curl_slist *curl_slist_append(struct curl_slist *list, const char *text) { return library.slist_append(list, text); }
void curl_easy_cleanup(CURL *handle) { library.easy_cleanup(handle); }
CURLcode curl_easy_pause(CURL *handle, int what) { return library.easy_pause(handle, what); }
const char *curl_easy_strerror(CURLcode code) { return library.easy_strerror(code); }
CURLMcode curl_multi_cleanup(CURLM *multi) { return library.multi_cleanup(multi); }
CURLMcode curl_multi_wakeup(CURLM *multi) { return library.multi_wakeup(multi); }
CURLMcode curl_multi_perform(CURLM *multi, int *running) { return library.multi_perform(multi, running); }
CURLMcode curl_multi_add_handle(CURLM *multi, CURL *handle) { return library.multi_add_handle(multi, handle); }
CURLMcode curl_multi_remove_handle(CURLM *multi, CURL *handle) { return library.multi_remove_handle(multi, handle); }
CURLMsg *curl_multi_info_read(CURLM *multi, int *left) { return library.multi_info_read(multi, left); }
void curl_url_cleanup(CURLU *url) { library.url_cleanup(url); }
CURLUcode ccurl_url_get(CURLU *url, CURLUPart part, char **text, unsigned int flags) { return library.url_get(url, part, text, flags); }
CURLUcode curl_url_set(CURLU *url, CURLUPart part, const char *text, unsigned int flags) { return library.url_set(url, part, text, flags); }

CURLMcode curl_multi_poll(CURLM *multi, struct curl_waitfd extra[], unsigned int count, int milliseconds, int *ready) {
  return library.multi_poll(multi, extra, count, milliseconds, ready);
}

void curl_slist_free_all(struct curl_slist *list) {
  if (list != NULL) { library.slist_free_all(list); }
}

CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value) { return library.easy_setopt(handle, option, value); }
CURLcode ccurl_set_text(CURL *handle, CURLoption option, const char *value) { return library.easy_setopt(handle, option, value); }
CURLcode ccurl_set_pointer(CURL *handle, CURLoption option, void *value) { return library.easy_setopt(handle, option, value); }

CURLcode ccurl_set_transfer(CURL *handle, CURLoption option, size_t (*callback)(char *, size_t, size_t, void *)) {
  return library.easy_setopt(handle, option, callback);
}

CURLcode ccurl_set_progress(CURL *handle, int (*callback)(void *, curl_off_t, curl_off_t, curl_off_t, curl_off_t)) {
  return library.easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, callback);
}

CURLcode ccurl_get_long(CURL *handle, CURLINFO info, long *value) { return library.easy_getinfo(handle, info, value); }
