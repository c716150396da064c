/* Sends datagrams of NetFlow v5, 30 records each, over loopback at an even rate: sender PORT RATE SECONDS
 *
 * Sequence numbers count records from 0. One record in a hundred is of a listed address, 16.0.0.1. Prints how many datagrams were sent. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { RECORDS = 30, LENGTH = 24 + 48 * RECORDS, BATCH = 32 };

static uint8_t datagrams[BATCH][LENGTH];

static void put32(uint8_t *at, uint32_t value) {
    value = htonl(value);
    memcpy(at, &value, 4);
}

static void put16(uint8_t *at, uint16_t value) {
    value = htons(value);
    memcpy(at, &value, 2);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static void prepare(void) {
    uint32_t record_number = 0;
    for (int batch = 0; batch < BATCH; batch++) {
        uint8_t *bytes = datagrams[batch];
        put16(bytes, 5);
        put16(bytes + 2, RECORDS);
        put32(bytes + 4, 1000000);
        put32(bytes + 8, (uint32_t)time(NULL));
        for (int number = 0; number < RECORDS; number++, record_number++) {
            uint8_t *record = bytes + 24 + 48 * number;
            put32(record, 0x0A000000 + (record_number * 2654435761u >> 15));
            put32(record + 4, record_number % 100 == 0 ? 0x10000001 : 0x40000000 + record_number * 40503);
            put32(record + 16, 10);
            put32(record + 20, 4000);
            put32(record + 24, 998000);
            put32(record + 28, 999000);
            put16(record + 32, (uint16_t)(1024 + record_number));
            put16(record + 34, 443);
            record[37] = 0x1B;
            record[38] = 6;
        }
    }
}

int main(int count, char **arguments) {
    if (count != 4) return 2;
    int rate = atoi(arguments[2]);
    double seconds = atof(arguments[3]);
    int descriptor = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(arguments[1]))};
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (descriptor < 0 || connect(descriptor, (struct sockaddr *)&name, sizeof name) != 0) return 1;
    prepare();
    struct mmsghdr messages[BATCH];
    struct iovec parts[BATCH];
    memset(messages, 0, sizeof messages);
    for (int batch = 0; batch < BATCH; batch++) {
        parts[batch] = (struct iovec){datagrams[batch], LENGTH};
        messages[batch].msg_hdr.msg_iov = &parts[batch];
        messages[batch].msg_hdr.msg_iovlen = 1;
    }
    long sent = 0;
    double begin = now();
    while (now() - begin < seconds) {
        long due = (long)((now() - begin) * rate);
        if (due - sent < BATCH) {
            usleep(200);
            continue;
        }
        for (int batch = 0; batch < BATCH; batch++) put32(datagrams[batch] + 16, (uint32_t)((sent + batch) * RECORDS));
        int done = sendmmsg(descriptor, messages, BATCH, 0);
        if (done > 0) sent += done;
    }
    printf("%ld\n", sent);
    return 0;
}
