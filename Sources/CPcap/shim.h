#include <pcap/pcap.h>

// What live capture needs of Linux beside libpcap, and Swift does not import: structures of <linux/if_packet.h>, and
// functions with a variable number of arguments.
#include <errno.h>
#include <linux/capability.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/// Whether an interface is up: 1 or 0, or -1 where there is none of that name.
static inline int flowcensus_interface_is_up(const char *name) {
    struct ifreq request;
    memset(&request, 0, sizeof request);
    strncpy(request.ifr_name, name, sizeof request.ifr_name - 1);
    int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -1;
    int status = ioctl(descriptor, SIOCGIFFLAGS, &request);
    close(descriptor);
    return status < 0 ? -1 : (request.ifr_flags & IFF_UP) != 0;
}

/// Takes every capability from what the calling thread could ever gain by executing a file, if it may: some containers'
/// root may not, and gains nothing all the same once new privileges are given up.
static inline int flowcensus_clear_bounding_set(void) {
    for (int capability = 0; prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; capability++)
        if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) < 0) return errno == EPERM ? 0 : -1;
    return 0;
}

/// Takes every capability from the calling thread.
static inline int flowcensus_clear_capabilities(void) {
    if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) < 0) return -1;
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct none[2] = {{0, 0, 0}, {0, 0, 0}};
    return (int)syscall(SYS_capset, &header, none);
}

/// Takes from the calling thread, and from all that it starts, the way to privileges by executing a file that has them.
static inline int flowcensus_set_no_new_privileges(void) { return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); }
