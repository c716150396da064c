import CensusNotice
import Foundation
import Logging
import NetworkTypes
import Runtime

/// The folder of the mails of a run: written beside its place, and put there when all are whole.
final class MailFolder {
    private let path: String
    private let partialPath: String
    private let options: MailOptions
    private let logger: Logger
    private var drafts: [MailDraft] = []
    private var isPublished = false
    /// How many recipients got no mail, which was said.
    private(set) var refusals = 0

    /// - Throws: where there is one that may not be replaced.
    init(in folder: String, _ options: MailOptions, replaces: Bool, logger: Logger) throws {
        path = "\(folder)/mail"
        partialPath = OutputPlace.partialPath(path)
        (self.options, self.logger) = (options, logger)
        guard replaces || !FileManager.default.fileExists(atPath: path) else {
            throw CommandProblem(
                "\(path): is there already, and nothing was changed; --force replaces it, or name another folder")
        }
        do {
            try FileManager.default.createDirectory(
                atPath: partialPath, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw CommandProblem("\(partialPath): cannot be made: \(error.localizedDescription)")
        }
    }

    deinit {
        if !isPublished { try? FileManager.default.removeItem(atPath: partialPath) }
    }

    /// Writes the mails of a notice: one for each recipient, or one for each part of the evidence.
    func add(_ written: WrittenNotice) throws {
        let notice = written.notice
        var cut: [Bool: [MailAttachment]] = [:]
        for (number, recipient) in notice.recipients.enumerated() {
            let isEncrypted = recipient.fingerprint != nil && options.keyring != nil
            let attachments =
                try cut[isEncrypted]
                ?? EvidenceAttachments(
                    path: "\(written.path)/evidence.csv", limit: options.attachmentLimit(isEncrypted: isEncrypted)
                ).all()
            cut[isEncrypted] = attachments
            let country = notice.country?.description ?? "unknown"
            let name = "\(country)-\(number + 1)-\(Self.fileName(recipient.email))"
            do {
                try add(notice, to: recipient, attachments, name: name)
            } catch let problem as CommandProblem where isEncrypted {
                logger.error("\(recipient.email): has no mail: \(problem)")
                refusals += 1
            }
        }
    }

    private func add(_ notice: Notice, to recipient: Recipient, _ attachments: [MailAttachment], name: String) throws {
        let messages = try attachments.enumerated().map { number, attachment in
            let mail = NoticeMail(
                notice, to: recipient, with: attachment, part: (number + 1, attachments.count), at: options.time)
            guard let key = recipient.fingerprint, let keyring = options.keyring else {
                return mail.message(mail.content)
            }
            return mail.message(encrypted: try encrypted(mail.content.bytes, for: key, keyring))
        }
        if let key = recipient.fingerprint, options.keyring == nil {
            logger.warning("\(recipient.email): has the key \(key), and no --gpg-home says where it is: not encrypted")
        }
        for (number, message) in messages.enumerated() {
            let part = messages.count == 1 ? "" : "-\(number + 1)of\(messages.count)"
            let file = try FileWriter("\(name)\(part).eml", in: partialPath)
            try file.write(message)
            _ = try file.finish()
            drafts.append(
                MailDraft(
                    path: "\(path)/\(name)\(part).eml", recipient: recipient.email,
                    isEncrypted: recipient.fingerprint != nil && options.keyring != nil))
        }
    }

    /// The whole fingerprint says which key it is, so that nobody has to vouch for it.
    private func encrypted(_ content: [UInt8], for fingerprint: String, _ keyring: String) throws -> [UInt8] {
        let gpg = HelperProgram(
            path: "/usr/bin/gpg",
            arguments: [
                "--homedir", keyring, "--batch", "--no-tty", "--quiet", "--trust-model", "always", "--armor",
                "--recipient", fingerprint, "--encrypt",
            ])
        return try gpg.run(content, in: partialPath)
    }

    private static func fileName(_ email: String) -> String {
        String(email.prefix(100).map { $0 == "/" || $0 == "%" ? "_" : $0 })
    }

    /// Gives the folder its name; what had it goes.
    func publish() throws -> [MailDraft] {
        try? FileManager.default.removeItem(atPath: path)
        do {
            try FileManager.default.moveItem(atPath: partialPath, toPath: path)
        } catch {
            throw CommandProblem("\(path): cannot be written: \(error.localizedDescription)")
        }
        isPublished = true
        return drafts
    }
}
