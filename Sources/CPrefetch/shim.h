// Asks for a cache line that is to be read soon. Never faults, whatever the address.
static inline __attribute__((always_inline)) void prefetch_line(const void *address) { __builtin_prefetch(address, 0, 3); }
