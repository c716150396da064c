// ISA-L's decompressor of deflate (RFC 1951), its state behind a handle: it holds arrays longer than Swift's tuples may be.
#pragma once

#include <isa-l/igzip_lib.h>
#include <stdlib.h>

struct flowcensus_inflate;

// What a step came to; below 0 the library's own number of what is wrong.
enum {
    FLOWCENSUS_INFLATE_GOING = 0,
    FLOWCENSUS_INFLATE_ENDED = 1,
};

// Makes a decompressor, or NULL where there is no memory.
static inline struct flowcensus_inflate *flowcensus_inflate_new(void) {
    return (struct flowcensus_inflate *)calloc(1, sizeof(struct inflate_state));
}

static inline void flowcensus_inflate_free(struct flowcensus_inflate *handle) {
    free(handle);
}

// Begins at a gzip member's data, behind the header; the trailer behind the data is read and compared.
static inline void flowcensus_inflate_begin(struct flowcensus_inflate *handle) {
    struct inflate_state *state = (struct inflate_state *)handle;
    isal_inflate_init(state);
    state->crc_flag = ISAL_GZIP_NO_HDR_VER;
}

// Unpacks as much as `count` bytes at `from` give and `room` bytes at `to` take, and sets how many of both were used.
static inline int flowcensus_inflate_step(
    struct flowcensus_inflate *handle, const uint8_t *from, uint32_t count, uint8_t *to, uint32_t room, uint32_t *used,
    uint32_t *produced) {
    struct inflate_state *state = (struct inflate_state *)handle;
    // The library never writes where it reads; its type only lacks const.
    state->next_in = (uint8_t *)from;
    state->avail_in = count;
    state->next_out = to;
    state->avail_out = room;
    int status = isal_inflate(state);
    *produced = room - state->avail_out;
    // On damage the library may have counted beyond the input's end.
    *used = status < 0 || state->avail_in > count ? count : count - state->avail_in;
    if (status < 0) return status;
    return state->block_state == ISAL_BLOCK_FINISH ? FLOWCENSUS_INFLATE_ENDED : FLOWCENSUS_INFLATE_GOING;
}
