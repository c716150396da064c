import Glibc

/// Who may read a file that is written here.
package enum OutputReaders: Sendable {
    /// Its owner alone: who talked to whom is personal data.
    case owner
    /// Whoever the process's mask lets: lists, and traffic that nobody had.
    case asUsual

    /// The mask that the process was started with. From its first use on every file that is made, by a library too, is its
    /// owner's alone unless something else is said of it.
    private static let maskAtStart = umask(0o077)

    /// Has everything be private from now on. To be called before the first file is made.
    package static func beginPrivate() {
        _ = maskAtStart
    }

    /// The permissions of a file.
    var filePermissions: mode_t {
        switch self {
        case .owner: 0o600
        case .asUsual: 0o666 & ~Self.maskAtStart
        }
    }

    /// The permissions of a folder.
    var folderPermissions: mode_t {
        switch self {
        case .owner: 0o700
        case .asUsual: 0o777 & ~Self.maskAtStart
        }
    }
}
