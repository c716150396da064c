import TextFormats

/// Objects in an array, or in arrays under names as ThreatFox has them, that state their fields by name.
struct JSONRecordFormat {
    let layout: RecordLayout

    func parse(_ json: JSONReader, into list: inout ParsedList) throws(WatchlistError.Problem) {
        try takeArray(json, &list, depth: 0)
        try json.finish()
    }

    private func takeArray(
        _ json: JSONReader, _ list: inout ParsedList, depth: Int
    ) throws(WatchlistError.Problem) {
        switch try json.peek() {
        case UInt8(ascii: "["):
            try json.forEachElement { () throws(WatchlistError.Problem) in
                if try json.peek() == UInt8(ascii: "[") { return try json.skip() }
                let line = json.line
                take(try json.value(), line: line, &list)
                try list.checkSize()
            }
        case UInt8(ascii: "{") where depth == 0:
            try json.forEachMember { _ throws(WatchlistError.Problem) in try takeArray(json, &list, depth: 1) }
        default: try json.skip()
        }
    }

    private func take(_ value: JSONValue, line: Int, _ list: inout ParsedList) {
        guard case .object(let members) = value else { return list.refuse(line, "an element is no object") }
        var record = Record()
        for member in members {
            guard let field = layout.fields[member.name], let text = member.value.text, !text.isEmpty else { continue }
            guard !record.set(field, text) else { continue }
            return list.refuse(line, "'\(text.prefix(80))' is no value for '\(member.name)'")
        }
        record.add(to: &list, line: line, layout: layout)
    }
}
