// Receives UDP datagrams many at a time, with who sent each and how many the kernel dropped: recvmmsg(2), whose macros for
// control messages Swift cannot call.
#pragma once

#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { FLOWCENSUS_DATAGRAM_BATCH = 64 };

// One datagram that was received.
struct flowcensus_datagram {
    uint32_t length;
    // Whether it was longer than there was room for.
    uint8_t is_cut;
    // 4 or 6.
    uint8_t version;
    // In network order; of version 4 the first four bytes.
    uint8_t address[16];
};

// Linux numbers that some headers hide (socket(7)).
enum {
    FLOWCENSUS_SO_RCVBUFFORCE = 33,
    FLOWCENSUS_SO_RXQ_OVFL = 40,
    FLOWCENSUS_SO_MEMINFO = 55,
};

// Opens a socket bound to an address (16 bytes, of version 4 the first four) and a port. Of version 6 the unspecified address
// takes datagrams of both versions. Returns the descriptor, or -1 with errno set; `step` is 0 to 2: socket, option, bind.
static inline int flowcensus_datagram_open(
    int version, const uint8_t *address, uint16_t port, int shares_port, int buffer, int *step) {
    *step = 0;
    int descriptor = socket(version == 6 ? AF_INET6 : AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (descriptor < 0) return -1;
    int yes = 1, no = 0;
    *step = 1;
    if (shares_port && setsockopt(descriptor, SOL_SOCKET, SO_REUSEPORT, &yes, sizeof yes) != 0) goto failed;
    if (version == 6 && setsockopt(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no) != 0) goto failed;
    // Without these drops are not known, or the buffer is smaller; both are looked at afterwards.
    (void)setsockopt(descriptor, SOL_SOCKET, FLOWCENSUS_SO_RXQ_OVFL, &yes, sizeof yes);
    if (setsockopt(descriptor, SOL_SOCKET, FLOWCENSUS_SO_RCVBUFFORCE, &buffer, sizeof buffer) != 0)
        (void)setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
    *step = 2;
    struct sockaddr_in6 name6;
    struct sockaddr_in name4;
    memset(&name6, 0, sizeof name6);
    memset(&name4, 0, sizeof name4);
    name6.sin6_family = AF_INET6;
    name6.sin6_port = htons(port);
    memcpy(&name6.sin6_addr, address, 16);
    name4.sin_family = AF_INET;
    name4.sin_port = htons(port);
    memcpy(&name4.sin_addr, address, 4);
    int status = version == 6 ? bind(descriptor, (struct sockaddr *)&name6, sizeof name6)
                              : bind(descriptor, (struct sockaddr *)&name4, sizeof name4);
    if (status == 0) return descriptor;
failed:;
    int reason = errno;
    close(descriptor);
    errno = reason;
    return -1;
}

// The bytes of the receive buffer as the kernel counts them, or -1.
static inline int flowcensus_datagram_buffer(int descriptor) {
    int bytes = 0;
    socklen_t length = sizeof bytes;
    return getsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &bytes, &length) == 0 ? bytes : -1;
}

// The port that a socket is bound to, or -1.
static inline int flowcensus_datagram_port(int descriptor) {
    struct sockaddr_in6 name;
    socklen_t length = sizeof name;
    if (getsockname(descriptor, (struct sockaddr *)&name, &length) != 0) return -1;
    // Both versions have the port in the same place.
    return ntohs(name.sin6_port);
}

// Waits until there is a datagram, for so many milliseconds at the most.
static inline void flowcensus_datagram_wait(int descriptor, int milliseconds) {
    struct pollfd entry = {.fd = descriptor, .events = POLLIN, .revents = 0};
    (void)poll(&entry, 1, milliseconds);
}

// Reads one number of what the kernel states of a socket's memory (from Linux 4.12 on); returns whether it does.
static inline int flowcensus_datagram_memory(int descriptor, unsigned place, uint32_t *value) {
    enum { NUMBERS = 9 };
    uint32_t numbers[NUMBERS];
    socklen_t length = sizeof numbers;
    if (getsockopt(descriptor, SOL_SOCKET, FLOWCENSUS_SO_MEMINFO, numbers, &length) != 0 || length != sizeof numbers) return 0;
    *value = numbers[place];
    return 1;
}

// The bytes that datagrams take which wait to be received, as the kernel counts them: never fewer, but some that were received may be
// among them. 0 where it does not state it.
static inline uint32_t flowcensus_datagram_waiting(int descriptor) {
    enum { RECEIVED = 0 };
    uint32_t bytes = 0;
    flowcensus_datagram_memory(descriptor, RECEIVED, &bytes);
    return bytes;
}

// Sets `dropped` to the kernel's count of all datagrams that found no room since the socket was opened, where it states it (from Linux 4.12
// on): what is received tells of those alone that were dropped before it came.
static inline void flowcensus_datagram_dropped(int descriptor, uint32_t *dropped) {
    enum { DROPS = 8 };
    flowcensus_datagram_memory(descriptor, DROPS, dropped);
}

// Takes what has arrived, up to `most` and FLOWCENSUS_DATAGRAM_BATCH datagrams, each into `stride` bytes of `buffer`. `dropped` is set to
// the kernel's count of all that found no room since the socket was opened, where the kernel states it. Returns how many, 0 for none, or
// -1 with errno set.
static inline int flowcensus_datagram_receive(
    int descriptor, uint8_t *buffer, uint32_t stride, uint32_t most, struct flowcensus_datagram *datagrams, uint32_t *dropped) {
    struct {
        struct msghdr header;
        unsigned length;
    } messages[FLOWCENSUS_DATAGRAM_BATCH];
    struct iovec parts[FLOWCENSUS_DATAGRAM_BATCH];
    struct sockaddr_in6 names[FLOWCENSUS_DATAGRAM_BATCH];
    union {
        struct cmsghdr header;
        uint8_t bytes[CMSG_SPACE(sizeof(uint32_t))];
    } controls[FLOWCENSUS_DATAGRAM_BATCH];
    for (int number = 0; number < FLOWCENSUS_DATAGRAM_BATCH; number++) {
        parts[number].iov_base = buffer + (size_t)number * stride;
        parts[number].iov_len = stride;
        memset(&messages[number].header, 0, sizeof messages[number].header);
        messages[number].header.msg_name = &names[number];
        messages[number].header.msg_namelen = sizeof names[number];
        messages[number].header.msg_iov = &parts[number];
        messages[number].header.msg_iovlen = 1;
        messages[number].header.msg_control = &controls[number];
        messages[number].header.msg_controllen = sizeof controls[number];
    }
    long count = syscall(SYS_recvmmsg, descriptor, messages, most < FLOWCENSUS_DATAGRAM_BATCH ? most : FLOWCENSUS_DATAGRAM_BATCH, MSG_DONTWAIT, NULL);
    if (count < 0) return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? 0 : -1;
    for (long number = 0; number < count; number++) {
        struct flowcensus_datagram *datagram = &datagrams[number];
        struct msghdr *header = &messages[number].header;
        datagram->length = messages[number].length < stride ? messages[number].length : stride;
        datagram->is_cut = (header->msg_flags & MSG_TRUNC) != 0;
        memset(datagram->address, 0, sizeof datagram->address);
        if (names[number].sin6_family == AF_INET6) {
            datagram->version = 6;
            memcpy(datagram->address, &names[number].sin6_addr, 16);
        } else {
            datagram->version = 4;
            memcpy(datagram->address, &((struct sockaddr_in *)&names[number])->sin_addr, 4);
        }
        for (struct cmsghdr *control = CMSG_FIRSTHDR(header); control; control = CMSG_NXTHDR(header, control))
            if (control->cmsg_level == SOL_SOCKET && control->cmsg_type == FLOWCENSUS_SO_RXQ_OVFL)
                memcpy(dropped, CMSG_DATA(control), sizeof *dropped);
    }
    return (int)count;
}
