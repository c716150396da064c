/* What an expert writes in C on libpcap for the main job, IPv4 only: match both ends against a list of addresses by a
 * hash table (prefixes by another for each length that occurs), and count distinct internal hosts by origin and hour in a
 * third. Prints packets, matches, and the number of (hour, origin, host) triples. */
#include <pcap/pcap.h>
#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Addresses or the first addresses of prefixes; 0 is none, and no list holds it. */
static struct set { uint32_t *members; size_t mask; } sets[33];
static int lengths[33], length_count;
static struct triple { uint64_t ends; uint32_t hour; uint32_t used; } *triples;
static size_t triple_count, triple_mask = (1u << 16) - 1;

static size_t mix(uint64_t key) { return (size_t)((key * 0x9E3779B97F4A7C15ull) >> 20); }

static int contains(const struct set *set, uint32_t address) {
    for (size_t i = mix(address) & set->mask; set->members[i]; i = (i + 1) & set->mask)
        if (set->members[i] == address) return 1;
    return 0;
}

static int is_listed(uint32_t address) {
    for (int i = 0; i < length_count; i++)
        if (contains(&sets[lengths[i]], address & (uint32_t)(~0ull << (32 - lengths[i])))) return 1;
    return 0;
}

static void insert(struct set *set, uint32_t address) {
    size_t i = mix(address) & set->mask;
    while (set->members[i] && set->members[i] != address) i = (i + 1) & set->mask;
    set->members[i] = address;
}

/* Reads a line as a prefix; returns its length, or -1 when it is none. */
static int read_prefix(char *line, uint32_t *address) {
    struct in_addr parsed;
    line[strcspn(line, "\r\n")] = 0;
    char *slash = strchr(line, '/');
    if (slash) *slash = 0;
    if (inet_pton(AF_INET, line, &parsed) != 1) return -1;
    *address = ntohl(parsed.s_addr);
    int length = slash ? atoi(slash + 1) : 32;
    return length >= 1 && length <= 32 ? length : -1;
}

static void load_list(const char *path) {
    FILE *file = fopen(path, "r");
    if (!file) { perror(path); exit(1); }
    char line[64];
    uint32_t address;
    size_t counts[33] = {0};
    while (fgets(line, sizeof line, file)) {
        int length = read_prefix(line, &address);
        if (length > 0) counts[length]++;
    }
    for (int length = 32; length > 0; length--) {
        if (!counts[length]) continue;
        lengths[length_count++] = length;
        size_t size = 1024;
        while (size < 4 * counts[length]) size *= 2;
        sets[length] = (struct set){calloc(size, sizeof(uint32_t)), size - 1};
    }
    rewind(file);
    while (fgets(line, sizeof line, file)) {
        int length = read_prefix(line, &address);
        if (length > 0) insert(&sets[length], address);
    }
    fclose(file);
}

static void add_triple(uint64_t ends, uint32_t hour) {
    if (2 * triple_count > triple_mask) {
        struct triple *old = triples;
        size_t old_mask = triple_mask;
        triple_mask = 2 * triple_mask + 1;
        triples = calloc(triple_mask + 1, sizeof *triples);
        triple_count = 0;
        for (size_t i = 0; i <= old_mask; i++)
            if (old[i].used) add_triple(old[i].ends, old[i].hour);
        free(old);
    }
    size_t i = mix(ends ^ ((uint64_t)hour << 7)) & triple_mask;
    for (; triples[i].used; i = (i + 1) & triple_mask)
        if (triples[i].ends == ends && triples[i].hour == hour) return;
    triples[i] = (struct triple){ends, hour, 1};
    triple_count++;
}

static int is_internal(uint32_t address) {
    return address >> 24 == 10 || address >> 20 == 0xAC1 || address >> 16 == 0xC0A8 || address >> 22 == 0x191
        || address >> 16 == 0xA9FE;
}

int main(int argc, char **argv) {
    char error[PCAP_ERRBUF_SIZE];
    if (argc != 3) return 2;
    load_list(argv[2]);
    triples = calloc(triple_mask + 1, sizeof *triples);
    pcap_t *capture = pcap_open_offline(argv[1], error);
    if (!capture) { fprintf(stderr, "%s\n", error); return 1; }
    struct pcap_pkthdr *header;
    const unsigned char *bytes;
    unsigned long packets = 0, matches = 0;
    while (pcap_next_ex(capture, &header, &bytes) == 1) {
        packets++;
        unsigned start = 14;
        if (header->caplen < 34) continue;
        if (bytes[12] == 0x81 && bytes[13] == 0x00) start = 18;
        if (bytes[start - 2] != 0x08 || bytes[start - 1] != 0x00 || header->caplen < start + 20) continue;
        if (bytes[start] >> 4 != 4) continue;
        uint32_t source, destination;
        memcpy(&source, bytes + start + 12, 4);
        memcpy(&destination, bytes + start + 16, 4);
        source = ntohl(source);
        destination = ntohl(destination);
        int outgoing = is_internal(source);
        if (outgoing == is_internal(destination)) continue;
        uint32_t host = outgoing ? source : destination, origin = outgoing ? destination : source;
        if (!is_listed(origin)) continue;
        matches++;
        add_triple((uint64_t)origin << 32 | host, (uint32_t)(header->ts.tv_sec / 3600));
    }
    printf("%lu %lu %zu\n", packets, matches, triple_count);
    pcap_close(capture);
    return 0;
}
