import Glibc

/// What tells a process from every other, also from one that had its number before or after a restart of the machine.
struct ProcessIdentity: Equatable, Sendable {
    /// Drawn by the kernel when the machine started (random(4), `boot_id`).
    let boot: String
    let process: Int64
    /// When it started, in ticks since then (proc(5), `/proc/PID/stat`, field 22).
    let started: Int64

    init(boot: String, process: Int64, started: Int64) {
        self.boot = boot
        self.process = process
        self.started = started
    }

    /// This process.
    static var own: ProcessIdentity { of(Int64(getpid())) }

    /// The process that has a number now.
    static func of(_ process: Int64) -> ProcessIdentity {
        ProcessIdentity(boot: currentBoot, process: process, started: startTime(of: process) ?? 0)
    }

    /// Whether the process still runs.
    var isAlive: Bool {
        boot == Self.currentBoot && Self.startTime(of: process) == started
    }

    private static var currentBoot: String {
        let text = ProcessFile.text("/proc/sys/kernel/random/boot_id") ?? ""
        return text.split(separator: "\n").first.map(String.init) ?? ""
    }

    private static func startTime(of process: Int64) -> Int64? {
        // The second field is the command's name in parentheses, which may hold any character.
        let fields = ProcessFile.text("/proc/\(process)/stat")?.split(separator: ")").last?.split(separator: " ") ?? []
        return fields.count > 19 ? Int64(fields[19]) : nil
    }
}
