/* Forges exporters over loopback: flooder PORT COUNT RATE
 *
 * Each of COUNT datagrams of IPFIX comes from another address of 127/8, under another observation domain, and has a template of its
 * own and a record of it. Before them, and after every 10,000th, the one real exporter, 127.0.0.1, sends a datagram of one record,
 * whose template it sent only in the first. Prints how many records that one sent. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static uint8_t datagram[512];

static size_t put(size_t at, uint32_t value, int length) {
    for (int index = 0; index < length; index++) datagram[at + (size_t)index] = (uint8_t)(value >> (8 * (length - 1 - index)));
    return at + (size_t)length;
}

/* Source, destination, packets, bytes, begin and end in seconds. */
static const uint16_t fields[][2] = {{8, 4}, {12, 4}, {2, 4}, {1, 4}, {150, 4}, {151, 4}};
enum { FIELDS = sizeof fields / sizeof fields[0] };

static size_t message(uint32_t domain, uint32_t sequence, uint16_t template_id, int has_template) {
    uint32_t now = (uint32_t)time(NULL);
    size_t at = 16;
    if (has_template) {
        at = put(at, 2, 2);
        at = put(at, 4 + 4 + 4 * FIELDS, 2);
        at = put(at, template_id, 2);
        at = put(at, FIELDS, 2);
        for (int field = 0; field < FIELDS; field++) {
            at = put(at, fields[field][0], 2);
            at = put(at, fields[field][1], 2);
        }
    }
    at = put(at, template_id, 2);
    at = put(at, 4 + 4 * FIELDS, 2);
    at = put(at, 0x0A000001, 4);
    at = put(at, 0x10000001, 4);
    at = put(at, 3, 4);
    at = put(at, 300, 4);
    at = put(at, now - 2, 4);
    at = put(at, now - 1, 4);
    put(0, 10, 2);
    put(2, (uint32_t)at, 2);
    put(4, now, 4);
    put(8, sequence, 4);
    put(12, domain, 4);
    return at;
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static int send_from(int descriptor, const struct sockaddr_in *to, uint32_t source, size_t length) {
    union {
        char bytes[CMSG_SPACE(sizeof(struct in_pktinfo))];
        struct cmsghdr align;
    } control;
    memset(&control, 0, sizeof control);
    struct iovec part = {datagram, length};
    struct msghdr header = {.msg_name = (void *)to, .msg_namelen = sizeof *to, .msg_iov = &part, .msg_iovlen = 1,
                            .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
    struct cmsghdr *item = CMSG_FIRSTHDR(&header);
    item->cmsg_level = IPPROTO_IP;
    item->cmsg_type = IP_PKTINFO;
    item->cmsg_len = CMSG_LEN(sizeof(struct in_pktinfo));
    struct in_pktinfo info = {.ipi_spec_dst = {htonl(source)}};
    memcpy(CMSG_DATA(item), &info, sizeof info);
    return sendmsg(descriptor, &header, 0) < 0 ? -1 : 0;
}

int main(int count, char **arguments) {
    if (count != 4) return 2;
    long wanted = atol(arguments[2]);
    double rate = atof(arguments[3]);
    int descriptor = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(arguments[1]))};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (descriptor < 0) return 1;
    uint32_t own = 0;
    double begin = now();
    for (long number = 0; number < wanted; number++) {
        if (number % 10000 == 0) {
            if (send_from(descriptor, &to, INADDR_LOOPBACK, message(7, own, 256, own == 0)) != 0) return 1;
            own++;
        }
        uint32_t source = 0x7F010000 + (uint32_t)number;
        if (send_from(descriptor, &to, source, message((uint32_t)number, 0, (uint16_t)(256 + number % 60000), 1)) != 0) return 1;
        if (number % 64 != 0) continue;
        double ahead = begin + (double)number / rate - now();
        if (ahead > 0.001) usleep((useconds_t)(ahead * 1e6));
    }
    sleep(1);
    if (send_from(descriptor, &to, INADDR_LOOPBACK, message(7, own, 256, 0)) != 0) return 1;
    printf("%u\n", own + 1);
    return 0;
}
