import NetworkTypes

/// A JSON text (RFC 8259) as it is put together in code: members keep their order, and those without a value are left
/// out.
package enum JSONTree: Sendable {
    case text(String)
    case number(UInt64)
    case boolean(Bool)
    case array([JSONTree])
    case object([Member])
    /// No value: the member that has it is not written.
    case missing

    package struct Member: Sendable {
        let name: String
        let value: JSONTree
    }

    /// The value, or none.
    init<Value>(_ value: Value?, _ tree: (Value) -> JSONTree) {
        self = value.map(tree) ?? .missing
    }

    /// The text of a value such as an address.
    static func text(of value: some CustomStringConvertible) -> JSONTree {
        .text(value.description)
    }

    /// An array of texts; none where there are none.
    static func texts(_ texts: [String]) -> JSONTree {
        texts.isEmpty ? .missing : .array(texts.map(JSONTree.text))
    }

    /// The members of both objects.
    static func + (left: JSONTree, right: JSONTree) -> JSONTree {
        .object(left.members + right.members)
    }

    private var members: [Member] {
        if case .object(let members) = self { members } else { [] }
    }

    private var isMissing: Bool {
        if case .missing = self { true } else { false }
    }
}

// MARK: - Literals

extension JSONTree: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral {
    package init(stringLiteral text: String) {
        self = .text(text)
    }

    package init(booleanLiteral value: Bool) {
        self = .boolean(value)
    }

    package init(integerLiteral number: UInt64) {
        self = .number(number)
    }
}

extension JSONTree: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    package init(arrayLiteral elements: JSONTree...) {
        self = .array(elements)
    }

    package init(dictionaryLiteral members: (String, JSONTree)...) {
        self = .object(members.map { Member(name: $0, value: $1) })
    }
}

// MARK: - Writing

extension JSONTree {
    /// Appends the text, without blanks and line ends.
    package func write(to text: inout [UInt8]) {
        switch self {
        case .text(let value): text.append(contentsOf: "\"\(value.escapedForJSON)\"".utf8)
        case .number(let number): text.append(number)
        case .boolean(let value): text.append(contentsOf: (value ? "true" : "false").utf8)
        case .array(let elements): Self.write(elements, between: "[]", to: &text) { $0.write(to: &$1) }
        case .object(let members):
            let present = members.filter { !$0.value.isMissing }
            Self.write(present, between: "{}", to: &text) { member, text in
                text.append(contentsOf: "\"\(member.name.escapedForJSON)\":".utf8)
                member.value.write(to: &text)
            }
        case .missing: text.append(contentsOf: "null".utf8)
        }
    }

    private static func write<Element>(
        _ elements: [Element], between brackets: String, to text: inout [UInt8],
        _ write: (Element, inout [UInt8]) -> Void
    ) {
        text.append(contentsOf: brackets.utf8.prefix(1))
        for (place, element) in elements.enumerated() {
            if place > 0 { text.append(UInt8(ascii: ",")) }
            write(element, &text)
        }
        text.append(contentsOf: brackets.utf8.suffix(1))
    }

    /// The text with the members of every object in the order of their names, as the canonical form of RFC 8785 has it
    /// for names and texts of ASCII.
    var canonicalText: [UInt8] {
        var text: [UInt8] = []
        sorted.write(to: &text)
        return text
    }

    private var sorted: JSONTree {
        switch self {
        case .array(let elements): .array(elements.map(\.sorted))
        case .object(let members):
            .object(
                members.sorted { $0.name < $1.name }.map { Member(name: $0.name, value: $0.value.sorted) })
        default: self
        }
    }
}

extension String {
    /// As it stands between quotation marks: those, the reverse solidus and control characters are escaped (RFC 8259
    /// section 7).
    var escapedForJSON: String {
        var result = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
