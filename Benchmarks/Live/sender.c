/* Sends the frames of a capture into an interface, over and over, as fast as it goes or at a rate.
 *
 *     sender INTERFACE CAPTURE PACKETS [PACKETS-A-SECOND]
 *
 * Prints how many packets the kernel took. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum { BATCH = 64 };

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static struct iovec *frames;
static size_t frame_count;

static void load(const char *path) {
    char error[PCAP_ERRBUF_SIZE];
    pcap_t *capture = pcap_open_offline(path, error);
    if (!capture) { fprintf(stderr, "%s\n", error); exit(1); }
    struct pcap_pkthdr *header;
    const unsigned char *bytes;
    size_t room = 0;
    while (pcap_next_ex(capture, &header, &bytes) == 1) {
        if (frame_count == room) frames = realloc(frames, (room = room ? 2 * room : 1024) * sizeof *frames);
        frames[frame_count].iov_len = header->caplen;
        frames[frame_count].iov_base = memcpy(malloc(header->caplen), bytes, header->caplen);
        frame_count++;
    }
    pcap_close(capture);
}

static int open_socket(const char *interface) {
    struct sockaddr_ll address = {.sll_family = AF_PACKET, .sll_ifindex = (int)if_nametoindex(interface)};
    int descriptor = socket(AF_PACKET, SOCK_RAW, 0);
    int one = 1;
    if (descriptor < 0 || !address.sll_ifindex || bind(descriptor, (struct sockaddr *)&address, sizeof address)) {
        perror(interface);
        exit(1);
    }
    setsockopt(descriptor, SOL_PACKET, PACKET_QDISC_BYPASS, &one, sizeof one);
    return descriptor;
}

int main(int argc, char **argv) {
    if (argc < 4) return 2;
    load(argv[2]);
    if (!frame_count) return 1;
    int descriptor = open_socket(argv[1]);
    unsigned long wanted = strtoul(argv[3], NULL, 10), sent = 0;
    double rate = argc > 4 ? atof(argv[4]) : 0, begin = now();
    while (sent < wanted) {
        struct mmsghdr messages[BATCH] = {0};
        unsigned count = wanted - sent < BATCH ? (unsigned)(wanted - sent) : BATCH;
        for (unsigned i = 0; i < count; i++) {
            messages[i].msg_hdr.msg_iov = &frames[(sent + i) % frame_count];
            messages[i].msg_hdr.msg_iovlen = 1;
        }
        int done = sendmmsg(descriptor, messages, count, 0);
        if (done < 0 && errno != ENOBUFS && errno != EAGAIN) { perror("send"); return 1; }
        if (done > 0) sent += (unsigned long)done;
        double ahead = rate > 0 ? sent / rate - (now() - begin) : 0;
        if (ahead > 0.001) {
            struct timespec pause = {(time_t)ahead, (long)((ahead - (time_t)ahead) * 1e9)};
            nanosleep(&pause, NULL);
        }
    }
    printf("%lu\n", sent);
    return 0;
}
