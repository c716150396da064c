// bzip2 in one piece.
#pragma once

#include <limits.h>
#include <bzlib.h>

// Unpacks a block of `count` bytes into `room` bytes. Returns how many it has, or -1 where it is damaged or longer.
static inline long flowcensus_bzip2_unpack(const unsigned char *from, size_t count, unsigned char *to, size_t room) {
    if (count > UINT_MAX || room > UINT_MAX) return -1;
    unsigned length = (unsigned)room;
    // The library takes what it reads as mutable, and does not change it.
    int status = BZ2_bzBuffToBuffDecompress((char *)to, &length, (char *)from, (unsigned)count, 0, 0);
    return status == BZ_OK ? (long)length : -1;
}
