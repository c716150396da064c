import Glibc

/// What holds for every descriptor here: no call waits, and no program that is started inherits it.
enum DescriptorFlags {
    static func set(_ descriptor: CInt) {
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }
}
