import ByteInput
import CPcap
import Glibc

/// Gives up whatever privileges the process has, for good.
package enum PrivilegeDrop {
    /// Whether the process is root's.
    package static var isRoot: Bool { geteuid() == 0 }

    /// Becomes another user, if one is given, without groups but that user's first, without capabilities, and without a
    /// way back; then looks whether it is so, for every thread.
    ///
    /// To be called once, before threads are started: capabilities are each thread's own.
    package static func drop(to account: UserAccount?) throws(CaptureError) {
        do throws(CaptureError.Problem) {
            guard account == nil || isRoot else { throw .live(.onlyRootSwitchesUser) }
            // Clearing capabilities comes last: root's are what lets us become somebody else.
            try check(flowcensus_set_no_new_privileges(), "give up new privileges")
            if isRoot { try check(flowcensus_clear_bounding_set(), "give up future capabilities") }
            if let account { try become(account) }
            try check(flowcensus_clear_capabilities(), "give up capabilities")
            if let left = ThreadPrivileges.left(user: account?.user) { throw .live(.privilegesLeft(left)) }
        } catch {
            throw CaptureError(input: account.map { "--user \($0.name)" } ?? "privileges", problem: error)
        }
    }

    private static func become(_ account: UserAccount) throws(CaptureError.Problem) {
        var group = account.group
        try check(unsafe setgroups(1, &group), "leave groups")
        try check(setgid(account.group), "change group")
        try check(setuid(account.user), "change user")
    }

    private static func check(_ status: CInt, _ operation: String) throws(CaptureError.Problem) {
        guard status == 0 else { throw .system(operation: operation, reason: lastSystemError()) }
    }
}
