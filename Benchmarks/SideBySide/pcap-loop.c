/* The yardstick L: libpcap's own loop over a capture, doing nothing with it. Prints how many packets there were. */
#include <pcap/pcap.h>
#include <stdio.h>

int main(int argc, char **argv) {
    char error[PCAP_ERRBUF_SIZE];
    if (argc != 2) return 2;
    pcap_t *capture = pcap_open_offline(argv[1], error);
    if (!capture) {
        fprintf(stderr, "%s\n", error);
        return 1;
    }
    struct pcap_pkthdr *header;
    const unsigned char *bytes;
    unsigned long packets = 0;
    while (pcap_next_ex(capture, &header, &bytes) == 1) packets++;
    printf("%lu\n", packets);
    pcap_close(capture);
    return 0;
}
