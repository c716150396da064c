import Glibc

/// What the system says of a file: stat(2).
package struct FileStatus {
    private let status: stat

    /// Looks at the file of a path, behind links; `nil` where the system does not tell.
    package init?(path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        self.status = status
    }

    init?(descriptor: CInt) {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { return nil }
        self.status = status
    }

    package var isFolder: Bool { status.st_mode & S_IFMT == S_IFDIR }

    /// The size in bytes of a regular file; `nil` for anything else.
    package var size: UInt64? { status.st_mode & S_IFMT == S_IFREG ? UInt64(exactly: status.st_size) : nil }

    package var identity: FileIdentity { FileIdentity(device: UInt64(status.st_dev), number: UInt64(status.st_ino)) }
}
