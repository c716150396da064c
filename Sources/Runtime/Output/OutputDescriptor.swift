import Glibc

/// An open file, pipe or terminal that is written to by plain `write(2)`, so that what the system refuses is known by its
/// number.
package struct OutputDescriptor: Sendable {
    let number: CInt

    package static let standardOutput = OutputDescriptor(number: STDOUT_FILENO)
    package static let standardError = OutputDescriptor(number: STDERR_FILENO)

    /// What the system said, as a number of `errno`.
    package struct Refusal: Error {
        let number: CInt

        static var last: Refusal { Refusal(number: errno) }

        package var reason: String {
            switch number {
            case ENOSPC, EDQUOT: "no room is left on the device"
            case EFBIG: "it would grow longer than this process may make a file (see 'ulimit -f')"
            default: unsafe String(cString: strerror(number))
            }
        }
    }

    /// Makes a file of a name that nothing has; a link of that name is not followed.
    package static func create(_ path: String, for readers: OutputReaders) throws(Refusal) -> OutputDescriptor {
        let number = unsafe Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard number >= 0 else { throw .last }
        guard fchmod(number, readers.filePermissions) == 0 else {
            let refusal = Refusal.last
            close(number)
            throw refusal
        }
        return OutputDescriptor(number: number)
    }

    /// Opens a device or a pipe.
    static func open(special path: String) throws(Refusal) -> OutputDescriptor {
        let number = unsafe Glibc.open(path, O_WRONLY | O_NOCTTY | O_NOFOLLOW | O_CLOEXEC)
        guard number >= 0 else { throw .last }
        return OutputDescriptor(number: number)
    }

    /// Another number for what is open already.
    static func duplicate(_ number: CInt) throws(Refusal) -> OutputDescriptor {
        let number = fcntl(number, F_DUPFD_CLOEXEC, 0)
        guard number >= 0 else { throw .last }
        return OutputDescriptor(number: number)
    }

    /// Writes all of it.
    package func write(_ bytes: [UInt8]) throws(Refusal) {
        var rest = bytes[...]
        while !rest.isEmpty {
            // The buffer is the slice's own, lent for the call.
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(number, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                waitForRoom()
            } else if errno != EINTR {
                throw .last
            }
        }
    }

    /// Waits for the reader of a pipe that somebody else has made non-blocking.
    private func waitForRoom() {
        var request = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
        _ = unsafe poll(&request, 1, -1)
    }

    /// Has the device take what was written, and closes; files systems may refuse only then.
    package func finish() throws(Refusal) {
        // What cannot be synchronised, as a pipe, says so, and is not a failure.
        let refusal = fsync(number) == 0 || errno == EINVAL || errno == EROFS ? nil : Refusal.last
        guard close(number) == 0, refusal == nil else { throw refusal ?? .last }
    }

    package func abandon() {
        close(number)
    }
}
