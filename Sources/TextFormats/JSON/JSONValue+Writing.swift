extension JSONValue {
    /// A value where there is one, else null.
    package static func optional<Value>(_ value: Value?, _ make: (Value) -> JSONValue) -> JSONValue {
        value.map(make) ?? .null
    }

    /// The text: members of objects on lines of their own down to some depth, and elements of arrays on a line each.
    /// - Parameter depth: how many levels of objects have lines of their own.
    package func text(depth: Int) -> String {
        var text: [UInt8] = []
        write(to: &text, depth: depth, indent: 0)
        return String(decoding: text, as: UTF8.self) + "\n"
    }

    /// Appends the text; without a depth in one line.
    package func write(to text: inout [UInt8], depth: Int = -1, indent: Int = 0) {
        switch self {
        case .null: text += "null".utf8
        case .boolean(let value): text += (value ? "true" : "false").utf8
        case .number(let digits): text += digits.utf8
        case .string(let string):
            text.append(addingCapacity: OutputSpan.longestJSON(string)) { $0.appendJSON(string) }
        case .object(let members):
            Self.write(members, "{", "}", to: &text, onLines: depth > 0, indent) { member, text in
                JSONValue.string(member.name).write(to: &text, depth: 0, indent: 0)
                text += ":\(depth > 0 ? " " : "")".utf8
                member.value.write(to: &text, depth: depth - 1, indent: indent + 2)
            }
        case .array(let elements):
            Self.write(elements, "[", "]", to: &text, onLines: depth >= 0, indent) { element, text in
                element.write(to: &text, depth: -1, indent: indent + 2)
            }
        }
    }

    private static func write<Part>(
        _ parts: [Part], _ opening: String, _ closing: String, to text: inout [UInt8], onLines: Bool, _ indent: Int,
        _ body: (Part, inout [UInt8]) -> Void
    ) {
        let onLines = onLines && !parts.isEmpty
        let lineEnd = { (indent: Int) in Array(("\n" + String(repeating: " ", count: indent)).utf8) }
        text += opening.utf8
        for (place, part) in parts.enumerated() {
            if place > 0 { text += ",".utf8 }
            if onLines { text += lineEnd(indent + 2) }
            body(part, &text)
        }
        if onLines { text += lineEnd(indent) }
        text += closing.utf8
    }
}
