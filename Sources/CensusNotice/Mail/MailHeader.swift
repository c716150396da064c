import Foundation
import TextFormats

/// Fields of a mail's header (RFC 5322 section 2.2), whatever their text holds: ends of lines and other marks that are not seen
/// are spelt out, so that no text begins a field of its own, and what is not ASCII is encoded (RFC 2047).
enum MailHeader {
    /// Characters of a line, without its end.
    private static let width = 76
    /// UTF-8 bytes of an encoded word, which fits into a line behind `Subject: `: none that holds one may have more than 76 characters
    /// (RFC 2047 section 2).
    private static let bytesOfWord = 39
    private static let encoding = "=?utf-8?B?"

    /// A field with free text, as `Subject`.
    static func text(_ name: String, _ text: String) -> String {
        field(name, isPlain(text) ? text.split(separator: " ").map(String.init) : encodedWords(text))
    }

    /// A field with one address, as `From`.
    static func address(_ name: String, _ person: String, _ address: String) -> String {
        let isPlain = isPlain(person) && person.utf8.allSatisfy { !"()<>[]:;@\\,.\"".utf8.contains($0) }
        let words = isPlain ? person.split(separator: " ").map(String.init) : encodedWords(person)
        return field(name, words + ["<\(address)>"])
    }

    /// A field whose value is made of words of ours.
    static func field(_ name: String, _ words: [String]) -> String {
        var text = ""
        var line = "\(name):"
        for word in words {
            if line.utf8.count + 1 + word.utf8.count > width, line.last != ":" {
                text += line + "\r\n"
                line = ""
            }
            line += " " + word
        }
        return text + line + "\r\n"
    }

    /// Whether every reader shows it as it is, and no word of it is longer than a line.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !text.contains("=?")
            && text.split(separator: " ").allSatisfy { $0.utf8.count < width - 12 }
    }

    private static func encodedWords(_ text: String) -> [String] {
        var (words, word) = ([String](), [UInt8]())
        for character in text.printable.unicodeScalars {
            let bytes = Array(String(character).utf8)
            if word.count + bytes.count > bytesOfWord {
                words.append(encoded(word))
                word = []
            }
            word += bytes
        }
        return words + (word.isEmpty ? [] : [encoded(word)])
    }

    private static func encoded(_ bytes: [UInt8]) -> String {
        encoding + Data(bytes).base64EncodedString() + "?="
    }
}
