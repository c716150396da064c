import Testing

@testable import PacketCapture

@Suite("Privileges") struct PrivilegeTests {
    private let none = """
        Name:\tflowcensus
        Uid:\t65534\t65534\t65534\t65534
        CapInh:\t0000000000000000
        CapPrm:\t0000000000000000
        CapEff:\t0000000000000000
        CapBnd:\t000001ffffffffff
        CapAmb:\t0000000000000000
        NoNewPrivs:\t1
        """

    @Test("are gone when no set but the bounding one holds any, and none can come")
    func gone() {
        #expect(ThreadPrivileges.left(in: none, user: 65_534) == nil)
        #expect(ThreadPrivileges.left(in: none, user: nil) == nil)
    }

    @Test("that are left are named", arguments: ["CapInh", "CapPrm", "CapEff", "CapAmb"])
    func left(name: String) {
        let status = none.replacing("\(name):\t0000000000000000", with: "\(name):\t0000000000002000")
        #expect(ThreadPrivileges.left(in: status, user: 65_534) == "\(name) is 0000000000002000")
        let unstated = none.replacing("\(name):", with: "Other:")
        #expect(ThreadPrivileges.left(in: unstated, user: 65_534) == "\(name) is not stated")
    }

    @Test("that could come back, and another user's identity, are named")
    func others() {
        #expect(
            ThreadPrivileges.left(in: none.replacing("NoNewPrivs:\t1", with: "NoNewPrivs:\t0"), user: nil)
                == "NoNewPrivs is 0")
        #expect(ThreadPrivileges.left(in: none, user: 0) == "Uid is 65534\t65534\t65534\t65534")
        #expect(
            ThreadPrivileges.left(
                in: none.replacing("65534\t65534\t65534\t65534", with: "65534\t65534\t0\t65534"), user: 65_534)
                != nil)
    }

    @Test("are dropped to the user behind sudo, or to nobody")
    func fallback() throws {
        #expect(try UserAccount.fallback(environment: [:]).name == "nobody")
        #expect(try UserAccount.fallback(environment: ["SUDO_USER": "daemon", "SUDO_UID": "1"]).name == "daemon")
        #expect(try UserAccount.fallback(environment: ["SUDO_USER": "root", "SUDO_UID": "0"]).name == "nobody")
        #expect(throws: CaptureError.self) { try UserAccount(named: "no-such-user") }
    }
}

@Suite("A user to become")
struct UserAccountTests {
    @Test("is never root, by whatever name")
    func root() {
        #expect(throws: CaptureError(input: "--user root", problem: .live(.userIsRoot))) {
            try UserAccount(named: "root")
        }
    }

    @Test("is nobody where root is behind sudo, with or without its number")
    func sudo() throws {
        #expect(try UserAccount.fallback(environment: ["SUDO_USER": "root"]).name == "nobody")
        #expect(try UserAccount.fallback(environment: ["SUDO_USER": "root", "SUDO_UID": "0"]).name == "nobody")
    }
}

@Suite("An inherited descriptor")
struct InheritedDescriptorTests {
    @Test(
        "is kept where an argument names it, behind a format too",
        arguments: [
            ("/dev/fd/63", 63), ("/proc/self/fd/5", 5), ("feodo,class=c2:/dev/fd/7", 7), ("list.txt", nil),
            ("/dev/fd/", nil), ("/dev/fd/x", nil), ("/tmp/dev/fd/3", nil),
        ] as [(String, CInt?)])
    func named(argument: String, number: CInt?) {
        #expect(InheritedDescriptors.number(argument) == number)
    }
}
