/* The yardstick of live capture: libpcap's own loop over an interface, doing nothing with the packets, set up as
 * Flowcensus sets it up. Ends with SIGINT, and prints packets received, packets dropped, and its user CPU time in
 * microseconds since the first packet. */
#include <pcap/pcap.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

static volatile sig_atomic_t stopped;
static unsigned long packets;

static void stop(int signal) { (void)signal; stopped = 1; }

static void count(unsigned char *user, const struct pcap_pkthdr *header, const unsigned char *bytes) {
    (void)user, (void)header, (void)bytes;
    packets++;
}

static long user_microseconds(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_utime.tv_sec * 1000000 + usage.ru_utime.tv_usec;
}

int main(int argc, char **argv) {
    char error[PCAP_ERRBUF_SIZE];
    struct bpf_program everything;
    if (argc != 2) return 2;
    signal(SIGINT, stop);
    pcap_t *capture = pcap_create(argv[1], error);
    pcap_set_snaplen(capture, 256);
    pcap_set_promisc(capture, 1);
    pcap_set_timeout(capture, 100);
    pcap_set_buffer_size(capture, 64 << 20);
    pcap_set_tstamp_precision(capture, PCAP_TSTAMP_PRECISION_NANO);
    if (pcap_activate(capture) < 0 || pcap_compile(capture, &everything, "", 1, PCAP_NETMASK_UNKNOWN)
        || pcap_setfilter(capture, &everything) || pcap_setnonblock(capture, 1, error)) {
        fprintf(stderr, "%s: %s\n", argv[1], pcap_geterr(capture));
        return 1;
    }
    struct pollfd request = {pcap_fileno(capture), POLLIN, 0};
    long begin = user_microseconds();
    fprintf(stderr, "capturing\n");
    while (!stopped)
        if (pcap_dispatch(capture, 1024, count, NULL) == 0) poll(&request, 1, 100);
    while (pcap_dispatch(capture, 1024, count, NULL) > 0) {}
    struct pcap_stat statistics = {0};
    pcap_stats(capture, &statistics);
    printf("%lu %u %ld\n", packets, statistics.ps_drop, user_microseconds() - begin);
    pcap_close(capture);
    return 0;
}
