import Glibc

/// A user of the system, as its database has it.
package struct UserAccount: Equatable, Sendable {
    package let name: String
    let user: uid_t
    let group: gid_t

    /// Finds a user by name. Root is refused: without capabilities it still owns root's files.
    package init(named name: String) throws(CaptureError) {
        // Called before any thread is started, as getpwnam requires.
        guard let entry = unsafe getpwnam(name)?.pointee else {
            throw CaptureError(input: "--user \(name)", problem: .live(.noSuchUser))
        }
        self.name = name
        unsafe (user, group) = (entry.pw_uid, entry.pw_gid)
        guard user != 0 else { throw CaptureError(input: "--user \(name)", problem: .live(.userIsRoot)) }
    }

    /// Whom to become when nobody is named: the user behind sudo if there is one who is not root, else `nobody`.
    ///
    /// - Parameter environment: sudo states the user's name as `SUDO_USER`, and beside it `SUDO_UID`.
    package static func fallback(environment: [String: String]) throws(CaptureError) -> Self {
        guard let name = environment["SUDO_USER"], !name.isEmpty else { return try Self(named: "nobody") }
        do {
            return try Self(named: name)
        } catch {
            guard error.problem == .live(.userIsRoot) else { throw error }
            return try Self(named: "nobody")
        }
    }
}
