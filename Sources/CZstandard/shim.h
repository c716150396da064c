// Zstandard: streams by the library's own names, and frames in one piece.
#pragma once

#include <zstd.h>
#include <zstd_errors.h>

// Unpacks a block of `count` bytes into `room` bytes. Returns how many it has, or -1 where it is damaged or longer.
static inline long flowcensus_zstandard_unpack(const unsigned char *from, size_t count, unsigned char *to, size_t room) {
    size_t length = ZSTD_decompress(to, room, from, count);
    return ZSTD_isError(length) ? -1 : (long)length;
}
