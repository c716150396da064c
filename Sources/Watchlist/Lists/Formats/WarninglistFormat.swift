import TextFormats

/// A warninglist of MISP: addresses that are not malicious, as `list` of an object. Good for an allowlist alone.
struct WarninglistFormat: ListReading {
    func parse(_ reader: ListReader, into list: inout ParsedList) throws(WatchlistError.Problem) {
        try parse(JSONReader(reader), into: &list)
    }

    private func parse(_ json: JSONReader, into list: inout ParsedList) throws(WatchlistError.Problem) {
        var title: String?
        try json.forEachMember { name throws(WatchlistError.Problem) in
            switch name {
            case "name": title = try json.value().text
            case "list":
                try json.forEachElement { () throws(WatchlistError.Problem) in
                    let line = json.line
                    take(try json.value(), line: line, &list)
                    try list.checkSize()
                }
            default: try json.skip()
            }
        }
        try json.finish()
        list.title = title
    }

    private func take(_ value: JSONValue, line: Int, _ list: inout ParsedList) {
        guard let text = value.text else { return list.refuse(line, "an element is not text") }
        guard let address = AddressText(Array(text.utf8)[...]) else {
            return list.skip(line, reason: "is not an address", text)
        }
        list.add(address, list.blank, line: line)
    }
}
