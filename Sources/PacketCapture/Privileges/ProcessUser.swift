import Glibc

/// Whose process this is.
package enum ProcessUser {
    /// The user's name, or number where it has none.
    package static var name: String {
        guard let entry = unsafe getpwuid(geteuid())?.pointee else { return "\(geteuid())" }
        return unsafe String(cString: entry.pw_name)
    }
}
