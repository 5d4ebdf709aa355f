#pragma once
#include <curl/curl.h>

// curl_easy_setopt and curl_easy_getinfo are variadic, which Swift cannot call: one function a type.
CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value);
CURLcode ccurl_set_text(CURL *handle, CURLoption option, const char *value);
CURLcode ccurl_set_pointer(CURL *handle, CURLoption option, void *value);
// Takes the callbacks of bodies, headers and uploads, which have one signature.
CURLcode ccurl_set_transfer(CURL *handle, CURLoption option, size_t (*callback)(char *, size_t, size_t, void *));
CURLcode ccurl_set_progress(CURL *handle, int (*callback)(void *, curl_off_t, curl_off_t, curl_off_t, curl_off_t));
CURLcode ccurl_get_long(CURL *handle, CURLINFO info, long *value);
// curl_url_get, whose first parameter is const in newer headers only.
CURLUcode ccurl_url_get(CURLU *url, CURLUPart part, char **text, unsigned int flags);
