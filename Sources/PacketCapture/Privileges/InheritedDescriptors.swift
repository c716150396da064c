import CPcap
import Glibc

/// Files, sockets and pipes that were open when the program began, because whoever started it left them so.
package enum InheritedDescriptors {
    /// Closes them all but the first three and those that some argument names, as `/dev/fd/63` does in place of a file.
    ///
    /// They may be root's, and would outlive the privileges that opened them. What this program opens itself is marked to
    /// be closed when another one is run (`FD_CLOEXEC`); what was inherited cannot be. To be called before libraries open
    /// files without that mark.
    ///
    /// Unnamed sockets stay: they lead to no file, and by one of them whoever began the program may watch when it ends.
    package static func close(keeping arguments: [String]) {
        let kept = Set(arguments.compactMap(number))
        for number in open where number > STDERR_FILENO && !kept.contains(number) {
            let flags = fcntl(number, F_GETFD)
            if flags >= 0, flags & FD_CLOEXEC == 0, !isUnnamedSocket(number) { Glibc.close(number) }
        }
    }

    /// Whether it is one end of a pair of sockets (socketpair(2)), whose address is its family alone (unix(7)).
    private static func isUnnamedSocket(_ number: CInt) -> Bool {
        var (address, length) = (sockaddr(), socklen_t(MemoryLayout<sockaddr>.size))
        guard unsafe getsockname(number, &address, &length) == 0 else { return false }
        return address.sa_family == sa_family_t(AF_UNIX) && Int(length) == MemoryLayout<sa_family_t>.size
    }

    /// The descriptor that an argument names at its end, behind a list's format if there is one.
    static func number(_ argument: String) -> CInt? {
        for folder in ["/dev/fd/", "/proc/self/fd/"] {
            guard let last = argument.split(separator: ":").last, last.hasPrefix(folder) else { continue }
            return CInt(last.dropFirst(folder.count))
        }
        return nil
    }

    /// The numbers of what is open (proc(5), `/proc/self/fd`).
    private static var open: [CInt] {
        guard let folder = unsafe opendir("/proc/self/fd") else { return [] }
        defer { unsafe closedir(folder) }
        var numbers: [CInt] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if let number = CInt(name) { numbers.append(number) }
        }
        return numbers
    }
}
