#pragma once
#include <curl/curl.h>

/* libcurl's option setters take a variable argument, which Swift cannot pass: one wrapper a type. */

static inline CURLcode smug_curl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode smug_curl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode smug_curl_set_pointer(CURL *handle, CURLoption option, const void *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode smug_curl_set_write_function(CURL *handle, CURLoption option,
                                                    curl_write_callback function) {
    return curl_easy_setopt(handle, option, function);
}

static inline CURLcode smug_curl_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode smug_curl_get_size(CURL *handle, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode smug_curl_get_pointer(CURL *handle, CURLINFO info, void **value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLMcode smug_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

static inline CURLMcode smug_curl_multi_set_pointer(CURLM *multi, CURLMoption option, void *value) {
    return curl_multi_setopt(multi, option, value);
}

static inline CURLMcode smug_curl_multi_set_socket_function(CURLM *multi,
                                                            curl_socket_callback function) {
    return curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, function);
}

static inline CURLMcode smug_curl_multi_set_timer_function(CURLM *multi,
                                                           curl_multi_timer_callback function) {
    return curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, function);
}

/* The result of a finished transfer: a union, which Swift imports without names for its cases. */
static inline CURLcode smug_curl_message_result(const CURLMsg *message) {
    return message->data.result;
}
