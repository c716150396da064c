// LZO1X blocks.
#pragma once

#include <limits.h>
#include <lzo/lzo1x.h>

// Unpacks a block of `count` bytes into `room` bytes. Returns how many it has, or -1 where it is damaged or longer.
static inline long flowcensus_lzo_unpack(const unsigned char *from, size_t count, unsigned char *to, size_t room) {
    lzo_uint length = room;
    return lzo1x_decompress_safe(from, count, to, &length, 0) == LZO_E_OK ? (long)length : -1;
}
