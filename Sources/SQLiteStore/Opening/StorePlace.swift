import Glibc

/// Which file a path names, whatever else comes to have that name later.
struct StorePlace: Hashable, Sendable {
    private let device: dev_t
    private let number: ino_t

    /// `nil` where there is no file of that name.
    init?(_ path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        (device, number) = (status.st_dev, status.st_ino)
    }

    /// Makes an empty file that its owner alone may read, where there is none; SQLite gives the files beside it the same
    /// permissions. What stands in the way of that is left to SQLite to say.
    static func makePrivate(_ path: String) {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        if descriptor >= 0 { close(descriptor) }
    }
}
