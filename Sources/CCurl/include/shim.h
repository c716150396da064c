// libcurl sets its options by functions with a variable number of arguments, which Swift cannot call: here is one function
// for each kind of argument (curl_easy_setopt(3), curl_easy_getinfo(3)).
#pragma once

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

// Prepares the library; it may be called again, and from several threads at once.
static inline CURLcode flowcensus_curl_prepare(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }

static inline CURLcode flowcensus_curl_set_number(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode flowcensus_curl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

// The library copies the text, but for CURLOPT_POSTFIELDS and CURLOPT_ERRORBUFFER.
static inline CURLcode flowcensus_curl_set_text(CURL *handle, CURLoption option, const char *text) {
    return curl_easy_setopt(handle, option, text);
}

static inline CURLcode flowcensus_curl_set_buffer(CURL *handle, CURLoption option, void *buffer) {
    return curl_easy_setopt(handle, option, buffer);
}

static inline CURLcode flowcensus_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *list) {
    return curl_easy_setopt(handle, option, list);
}

// Takes bytes of a body, or one line of a header; another count than that of the bytes ends the transfer.
typedef size_t (*flowcensus_curl_taker)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode flowcensus_curl_set_takers(
    CURL *handle, flowcensus_curl_taker body, flowcensus_curl_taker header, void *context) {
    CURLcode status = curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, body);
    if (status == CURLE_OK) status = curl_easy_setopt(handle, CURLOPT_WRITEDATA, context);
    if (status == CURLE_OK) status = curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, header);
    if (status == CURLE_OK) status = curl_easy_setopt(handle, CURLOPT_HEADERDATA, context);
    return status;
}

// The library does not copy the body of a POST.
static inline CURLcode flowcensus_curl_set_body(CURL *handle, const void *body) {
    return curl_easy_setopt(handle, CURLOPT_POSTFIELDS, body);
}

// Fills a buffer with what comes next of the body of a POST, whose length is set; 0 is its end.
static inline CURLcode flowcensus_curl_set_giver(CURL *handle, flowcensus_curl_taker giver, void *context) {
    CURLcode status = curl_easy_setopt(handle, CURLOPT_POST, 1L);
    if (status == CURLE_OK) status = curl_easy_setopt(handle, CURLOPT_READFUNCTION, giver);
    if (status == CURLE_OK) status = curl_easy_setopt(handle, CURLOPT_READDATA, context);
    return status;
}

// Is called every now and then with the bytes that came; anything but 0 ends the transfer.
typedef int (*flowcensus_curl_watcher)(
    void *context, curl_off_t whole, curl_off_t received, curl_off_t whole_sent, curl_off_t sent);

static inline CURLcode flowcensus_curl_set_watcher(CURL *handle, flowcensus_curl_watcher watcher, void *context) {
    CURLcode status = curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, watcher);
    if (status == CURLE_OK) status = curl_easy_setopt(handle, CURLOPT_XFERINFODATA, context);
    if (status == CURLE_OK) status = curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
    return status;
}

// 0 where the library does not know.
static inline curl_off_t flowcensus_curl_size(CURL *handle, CURLINFO info) {
    curl_off_t value = 0;
    return curl_easy_getinfo(handle, info, &value) == CURLE_OK ? value : 0;
}

static inline long flowcensus_curl_number(CURL *handle, CURLINFO info) {
    long value = 0;
    return curl_easy_getinfo(handle, info, &value) == CURLE_OK ? value : 0;
}

// NULL where there is none; the text is the library's, until the next transfer.
static inline const char *flowcensus_curl_text(CURL *handle, CURLINFO info) {
    char *value = NULL;
    return curl_easy_getinfo(handle, info, &value) == CURLE_OK ? value : NULL;
}

// The socket of a connection that was made without a transfer; CURL_SOCKET_BAD where there is none.
static inline curl_socket_t flowcensus_curl_socket(CURL *handle) {
    curl_socket_t socket = CURL_SOCKET_BAD;
    return curl_easy_getinfo(handle, CURLINFO_ACTIVESOCKET, &socket) == CURLE_OK ? socket : CURL_SOCKET_BAD;
}
