import Glibc

/// The words of the command line, also where /proc is not mounted.
///
/// Swift reads them from /proc/self/cmdline. In a bare root without /proc it finds none, and every command would be
/// answered with the help.
package enum ProcessArguments {
    /// All words, the name of the program first.
    package static let all: [String] = {
        let arguments = CommandLine.arguments
        return arguments.isEmpty ? onTheStack() : arguments
    }()

    /// More words than the kernel hands to a process have no place on its stack.
    private static let most = 1 << 20

    /// Walks back from the environment: before it lie a null pointer, the arguments, and before these their number
    /// (System V ABI, AMD64 supplement, section 3.4.1; it is the same on other 64-bit processors).
    ///
    /// - Returns: nothing where the environment was moved or the stack looks otherwise.
    private static func onTheStack() -> [String] {
        guard let place = unsafe dlsym(nil, "environ"),
            let environment = unsafe place.load(as: UnsafePointer<UInt>?.self), unsafe environment[-1] == 0
        else { return [] }
        guard let count = (0..<most).first(where: { unsafe environment[-2 - $0] == UInt($0) }) else { return [] }
        return (0..<count).compactMap { index in
            unsafe UnsafePointer<CChar>(bitPattern: environment[index - count - 1]).map { unsafe String(cString: $0) }
        }
    }
}
