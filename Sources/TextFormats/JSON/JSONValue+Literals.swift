// Objects as they are written down in code: `["type": "indicator", "count": 3]`.

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral {
    package init(stringLiteral text: String) {
        self = .string(text)
    }

    package init(booleanLiteral value: Bool) {
        self = .boolean(value)
    }

    package init(integerLiteral number: UInt64) {
        self = .number(number)
    }
}

extension JSONValue: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    package init(arrayLiteral elements: JSONValue...) {
        self = .array(elements)
    }

    package init(dictionaryLiteral members: (String, JSONValue)...) {
        self = .object(members.map { (name: $0, value: $1) })
    }
}

extension JSONValue {
    package static func text(_ text: String) -> JSONValue { .string(text) }
    package static func number(_ number: UInt64) -> JSONValue { .number("\(number)") }

    /// An array of texts; null where there are none.
    package static func texts(_ texts: [String]) -> JSONValue {
        texts.isEmpty ? .null : .array(texts.map(JSONValue.text))
    }

    /// The members of both objects.
    package static func + (left: JSONValue, right: JSONValue) -> JSONValue {
        .object(left.members + right.members)
    }

    private var members: [(name: String, value: JSONValue)] {
        if case .object(let members) = self { members } else { [] }
    }

    /// The value without members that are null, for formats in which what is unknown is left out.
    package var withoutNulls: JSONValue {
        switch self {
        case .array(let elements): .array(elements.map(\.withoutNulls))
        case .object(let members):
            .object(members.filter { $0.value != .null }.map { (name: $0.name, value: $0.value.withoutNulls) })
        default: self
        }
    }

    /// The text in one line, with the members of every object in the order of their names: the canonical form of RFC 8785
    /// for names and texts of ASCII.
    package var canonicalText: [UInt8] {
        var text: [UInt8] = []
        sorted.write(to: &text)
        return text
    }

    private var sorted: JSONValue {
        switch self {
        case .array(let elements): .array(elements.map(\.sorted))
        case .object(let members):
            .object(members.sorted { $0.name < $1.name }.map { (name: $0.name, value: $0.value.sorted) })
        default: self
        }
    }
}
