// libcurl's functions under their own names, of which each finds the library's when it is called: the library is opened by the first.
// Linked in, it and the thirty libraries that it needs cost every command a third of its start, and few commands fetch anything.
#include "include/shim.h"

#include <dlfcn.h>
#include <stdarg.h>

#undef curl_easy_setopt
#undef curl_easy_getinfo

// NULL where the library is not there, or lacks the function.
static void *find(const char *name) {
    static void *library;
    void *opened = __atomic_load_n(&library, __ATOMIC_ACQUIRE);
    if (!opened) {
        opened = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
        if (!opened) return NULL;
        __atomic_store_n(&library, opened, __ATOMIC_RELEASE);
    }
    return dlsym(opened, name);
}

#define ON_DEMAND(Result, name, parameters, arguments, otherwise)   \
    Result name parameters {                                        \
        Result(*function) parameters = (Result(*) parameters)find(#name); \
        return function ? function arguments : (otherwise);         \
    }

#define ON_DEMAND_WITHOUT_RESULT(name, parameters, arguments)   \
    void name parameters {                                      \
        void(*function) parameters = (void(*) parameters)find(#name); \
        if (function) function arguments;                       \
    }

#if LIBCURL_VERSION_NUM >= 0x080000
#define CURLU_READ const CURLU
#else
#define CURLU_READ CURLU
#endif

ON_DEMAND(CURLcode, curl_global_init, (long flags), (flags), CURLE_FAILED_INIT)
ON_DEMAND(CURL *, curl_easy_init, (void), (), NULL)
ON_DEMAND(CURLcode, curl_easy_perform, (CURL * handle), (handle), CURLE_FAILED_INIT)
ON_DEMAND(CURLcode, curl_easy_recv, (CURL * handle, void *bytes, size_t size, size_t *count), (handle, bytes, size, count), CURLE_FAILED_INIT)
ON_DEMAND(CURLcode, curl_easy_send, (CURL * handle, const void *bytes, size_t size, size_t *count), (handle, bytes, size, count), CURLE_FAILED_INIT)
ON_DEMAND(const char *, curl_easy_strerror, (CURLcode status), (status), "libcurl is not there")
ON_DEMAND(struct curl_slist *, curl_slist_append, (struct curl_slist * list, const char *text), (list, text), NULL)
ON_DEMAND(CURLU *, curl_url, (void), (), NULL)
ON_DEMAND(CURLUcode, curl_url_get, (CURLU_READ *url, CURLUPart part, char **text, unsigned flags), (url, part, text, flags), CURLUE_OUT_OF_MEMORY)
ON_DEMAND(CURLUcode, curl_url_set, (CURLU * url, CURLUPart part, const char *text, unsigned flags), (url, part, text, flags), CURLUE_OUT_OF_MEMORY)
ON_DEMAND_WITHOUT_RESULT(curl_easy_cleanup, (CURL * handle), (handle))
ON_DEMAND_WITHOUT_RESULT(curl_easy_reset, (CURL * handle), (handle))
ON_DEMAND_WITHOUT_RESULT(curl_slist_free_all, (struct curl_slist * list), (list))
ON_DEMAND_WITHOUT_RESULT(curl_url_cleanup, (CURLU * url), (url))
ON_DEMAND_WITHOUT_RESULT(curl_free, (void *text), (text))

// Every option and every answer is one word: a number, a pointer, or a function's address (libcurl's own headers say of which kind).
CURLcode curl_easy_setopt(CURL *handle, CURLoption option, ...) {
    CURLcode (*function)(CURL *, CURLoption, ...) = (CURLcode(*)(CURL *, CURLoption, ...))find("curl_easy_setopt");
    va_list arguments;
    va_start(arguments, option);
    void *value = va_arg(arguments, void *);
    va_end(arguments);
    return function ? function(handle, option, value) : CURLE_FAILED_INIT;
}

CURLcode curl_easy_getinfo(CURL *handle, CURLINFO info, ...) {
    CURLcode (*function)(CURL *, CURLINFO, ...) = (CURLcode(*)(CURL *, CURLINFO, ...))find("curl_easy_getinfo");
    va_list arguments;
    va_start(arguments, info);
    void *value = va_arg(arguments, void *);
    va_end(arguments);
    return function ? function(handle, info, value) : CURLE_FAILED_INIT;
}

_Static_assert(sizeof(long) == sizeof(void *) && sizeof(curl_off_t) == sizeof(void *), "an option is one word");
