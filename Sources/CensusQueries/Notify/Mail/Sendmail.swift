import Foundation
package import Logging
import Runtime

/// Hands mails to the system's mail program, which sees to the rest.
package struct Sendmail {
    private let path: String
    private let sender: String

    package static let standardPath = "/usr/sbin/sendmail"

    /// - Parameter sender: an address, to which what cannot be delivered goes back.
    package init(path: String, sender: String) {
        (self.path, self.sender) = (path, sender)
    }

    /// Sends each draft, and says which could not be.
    ///
    /// - Returns: how many were taken.
    package func send(_ drafts: [MailDraft], logger: Logger) -> Int {
        drafts.count { draft in
            do {
                try send(draft)
                return true
            } catch {
                logger.error("\(draft.path): was not sent: \(error)")
                return false
            }
        }
    }

    private func send(_ draft: MailDraft) throws {
        guard let data = FileManager.default.contents(atPath: draft.path) else {
            throw CommandProblem("\(draft.path): cannot be read")
        }
        // The program takes lines as files of the system have them.
        let message = data.filter { $0 != UInt8(ascii: "\r") }
        let program = HelperProgram(path: path, arguments: ["-i", "-f", sender, "--", draft.recipient])
        _ = try program.run(Array(message), in: (draft.path as NSString).deletingLastPathComponent)
    }
}
