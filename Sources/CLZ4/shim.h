// LZ4 blocks, without frames.
#pragma once

#include <limits.h>
#include <lz4.h>

// Unpacks a block of `count` bytes into `room` bytes. Returns how many it has, or -1 where it is damaged or longer.
static inline long flowcensus_lz4_unpack(const unsigned char *from, size_t count, unsigned char *to, size_t room) {
    if (count > INT_MAX || room > INT_MAX) return -1;
    int length = LZ4_decompress_safe((const char *)from, (char *)to, (int)count, (int)room);
    return length > 0 ? length : -1;
}
