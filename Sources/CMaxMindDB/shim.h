#include <maxminddb.h>

// What the library does not offer: a database from bytes in memory, and texts without variable numbers of arguments.
#include <linux/memfd.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/// Opens a database that is in memory, and puts it in `*database`, to be closed with `flowcensus_mmdb_close`; returns 0 or
/// an error of the library. The library maps files; this one has no name, so that nobody can cut it while it is mapped.
static inline int flowcensus_mmdb_open(const void *bytes, size_t length, MMDB_s **database) {
    int descriptor = (int)syscall(SYS_memfd_create, "country database", MFD_CLOEXEC);
    if (descriptor < 0) return MMDB_IO_ERROR;
    for (size_t written = 0; written < length;) {
        ssize_t count = write(descriptor, (const char *)bytes + written, length - written);
        if (count <= 0) return close(descriptor), MMDB_IO_ERROR;
        written += (size_t)count;
    }
    char path[32];
    snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
    MMDB_s *opened = (MMDB_s *)calloc(1, sizeof *opened);
    int status = opened ? MMDB_open(path, MMDB_MODE_MMAP, opened) : MMDB_OUT_OF_MEMORY_ERROR;
    close(descriptor);
    if (status != MMDB_SUCCESS) return free(opened), status;
    *database = opened;
    return MMDB_SUCCESS;
}

static inline void flowcensus_mmdb_close(MMDB_s *database) {
    MMDB_close(database);
    free(database);
}

/// Looks for the record of an address of 4 or 16 bytes, and puts its place into `*offset`; returns how many there are, 0 or 1,
/// or an error of the library, made negative.
static inline int flowcensus_mmdb_lookup(const MMDB_s *database, const uint8_t *address, size_t length, uint32_t *offset) {
    struct sockaddr_in v4 = {.sin_family = AF_INET};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
    memcpy(length == 4 ? (void *)&v4.sin_addr : (void *)&v6.sin6_addr, address, length == 4 ? 4 : 16);
    int status = MMDB_SUCCESS;
    MMDB_lookup_result_s result =
        MMDB_lookup_sockaddr(database, length == 4 ? (struct sockaddr *)&v4 : (struct sockaddr *)&v6, &status);
    // A file of IPv4 alone knows nothing of IPv6.
    if (status == MMDB_IPV6_LOOKUP_IN_IPV4_DATABASE_ERROR) return 0;
    if (status != MMDB_SUCCESS) return -status;
    *offset = result.entry.offset;
    return result.found_entry;
}

/// Puts the places of the records to which a node of the tree leads, up to two, into `offsets`; returns how many there are.
static inline int flowcensus_mmdb_records(const MMDB_s *database, uint32_t number, uint32_t *offsets) {
    MMDB_search_node_s node;
    int count = 0;
    if (MMDB_read_node(database, number, &node) != MMDB_SUCCESS) return 0;
    if (node.left_record_type == MMDB_RECORD_TYPE_DATA) offsets[count++] = node.left_record_entry.offset;
    if (node.right_record_type == MMDB_RECORD_TYPE_DATA) offsets[count++] = node.right_record_entry.offset;
    return count;
}

/// Puts the text at a path of one or two map keys, of at most `capacity` bytes, into `text`; returns its length, or 0 if there
/// is none.
static inline size_t flowcensus_mmdb_text(
    const MMDB_s *database, uint32_t offset, const char *outer, const char *inner, char *text, size_t capacity
) {
    const char *const path[] = {outer, inner, NULL};
    MMDB_entry_s entry = {database, offset};
    MMDB_entry_data_s data;
    if (MMDB_aget_value(&entry, &data, path) != MMDB_SUCCESS || !data.has_data) return 0;
    if (data.type != MMDB_DATA_TYPE_UTF8_STRING || data.data_size > capacity) return 0;
    memcpy(text, data.utf8_string, data.data_size);
    return data.data_size;
}
