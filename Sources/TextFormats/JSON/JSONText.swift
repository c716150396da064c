/// Reads a JSON text (RFC 8259) that is in memory as a whole.
package enum JSONText {
    private struct Damage: Error {}

    /// The value; `nil` for what is no JSON text, or has more behind it.
    package static func value(_ text: String) -> JSONValue? {
        var pieces = [Array(text.utf8)]
        let reader = JSONReader<Damage>(
            { () throws(Damage) in pieces.popLast() ?? [] }, damage: { _, _ in Damage() })
        guard let value = try? reader.value(), (try? reader.finish()) != nil else { return nil }
        return value
    }
}
