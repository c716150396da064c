import CommandSupport
import Foundation

/// A question to whoever sits at the terminal.
enum Question {
    /// Whether somebody sits there: what answers, and what shows the question, is a terminal.
    static var canBeAsked: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

    /// Asks, and waits for the answer. Only a yes is one.
    static func ask(_ question: String) -> Bool {
        Log.standardError("\(question) [y/N] ")
        let answer = readLine()?.trimmingCharacters(in: .whitespaces).lowercased()
        return answer == "y" || answer == "yes"
    }
}
