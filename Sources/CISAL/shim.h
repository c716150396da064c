// ISA-L's decompressor of deflate (RFC 1951), its state behind a handle: it holds arrays longer than Swift's tuples may be.
#pragma once

#include <isa-l/igzip_lib.h>
#include <stdlib.h>
#include <string.h>

struct flowcensus_inflate {
    struct inflate_state state;
    // Below 0 once the data was found damaged.
    int status;
};

// What a step came to; below 0 the library's own number of what is wrong.
enum {
    FLOWCENSUS_INFLATE_GOING = 0,
    FLOWCENSUS_INFLATE_ENDED = 1,
};

// Makes a decompressor, or NULL where there is no memory.
static inline void *flowcensus_inflate_new(void) {
    return calloc(1, sizeof(struct flowcensus_inflate));
}

static inline void flowcensus_inflate_free(void *handle) {
    free(handle);
}

// Begins at a gzip member's data, behind the header; the trailer behind the data is read and compared.
static inline void flowcensus_inflate_begin(void *handle) {
    struct flowcensus_inflate *inflate = (struct flowcensus_inflate *)handle;
    isal_inflate_init(&inflate->state);
    inflate->state.crc_flag = ISAL_GZIP_NO_HDR_VER;
    inflate->status = 0;
}

// Takes what was unpacked before the damage and found no room, which the library keeps to itself.
static inline int flowcensus_inflate_rest(struct flowcensus_inflate *inflate, uint8_t *to, uint32_t room, uint32_t *produced) {
    struct inflate_state *state = &inflate->state;
    int32_t rest = state->tmp_out_valid - state->tmp_out_processed;
    if (rest <= 0 || state->tmp_out_processed < 0 || state->tmp_out_valid > (int32_t)sizeof state->tmp_out_buffer)
        return inflate->status;
    uint32_t count = (uint32_t)rest < room ? (uint32_t)rest : room;
    memcpy(to, state->tmp_out_buffer + state->tmp_out_processed, count);
    state->tmp_out_processed += (int32_t)count;
    *produced += count;
    return count < (uint32_t)rest ? FLOWCENSUS_INFLATE_GOING : inflate->status;
}

// Unpacks as much as `count` bytes at `from` give and `room` bytes at `to` take, and sets how many of both were used.
static inline int flowcensus_inflate_step(
    void *handle, const uint8_t *from, uint32_t count, uint8_t *to, uint32_t room, uint32_t *used, uint32_t *produced) {
    struct flowcensus_inflate *inflate = (struct flowcensus_inflate *)handle;
    struct inflate_state *state = &inflate->state;
    *used = 0;
    *produced = 0;
    if (inflate->status < 0) return flowcensus_inflate_rest(inflate, to, room, produced);
    // The library never writes where it reads; its type only lacks const.
    state->next_in = (uint8_t *)from;
    state->avail_in = count;
    state->next_out = to;
    state->avail_out = room;
    inflate->status = isal_inflate(state);
    *produced = room - state->avail_out;
    // On damage the library may have counted beyond the input's end.
    *used = inflate->status < 0 || state->avail_in > count ? count : count - state->avail_in;
    if (inflate->status < 0) return flowcensus_inflate_rest(inflate, to + *produced, room - *produced, produced);
    return state->block_state == ISAL_BLOCK_FINISH ? FLOWCENSUS_INFLATE_ENDED : FLOWCENSUS_INFLATE_GOING;
}
