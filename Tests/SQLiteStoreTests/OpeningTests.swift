import Glibc
import Testing

@testable import SQLiteStore

@Suite("Locks as the kernel lists them")
struct LockHoldersTests {
    private let table = """
        1: POSIX  ADVISORY  WRITE 3568 fd:00:2531452 120 120
        2: FLOCK  ADVISORY  WRITE 3517 00:14:1063 0 EOF
        3: POSIX  ADVISORY  READ  3548 fd:00:2531452 124 124
        3: -> POSIX  ADVISORY  WRITE 3999 fd:00:2531452 120 120
        4: POSIX  ADVISORY  WRITE 12 fd:00:253145 0 EOF
        5: POSIX  ADVISORY  WRITE 0 fd:00:2531452 121 121
        6: POSIX  ADVISORY  WRITE 99 fd:00:2531453 0 EOF
        nonsense
        """

    @Test("name who holds one for writing on a file, and nobody who waits, reads, or cannot be seen")
    func holders() {
        #expect(LockHolders.processes(in: table, locking: ["fd:00:2531452", "fd:00:2531453"]) == [99, 3_568])
        #expect(LockHolders.processes(in: table, locking: ["08:01:2531452"]).isEmpty)
        #expect(LockHolders.processes(in: "", locking: ["fd:00:2531452"]).isEmpty)
    }
}

@Suite("A process's identity")
struct ProcessIdentityTests {
    @Test("tells that the process runs, and that one of the same number that ran before does not")
    func isAlive() {
        let own = ProcessIdentity.own
        #expect(own.process == Int64(getpid()) && own.started > 0 && !own.boot.isEmpty)
        #expect(own.isAlive)
        #expect(!ProcessIdentity(boot: own.boot, process: own.process, started: own.started - 1).isAlive)
        #expect(!ProcessIdentity(boot: "another start", process: own.process, started: own.started).isAlive)
        #expect(!ProcessIdentity(boot: own.boot, process: 0, started: own.started).isAlive)
    }
}
