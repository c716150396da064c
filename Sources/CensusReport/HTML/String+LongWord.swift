extension String {
    /// Whether a word of it may be too long for a column of a table, and is broken where there is no room: an address of IPv6, a name
    /// that a list gives. Other words stay whole.
    package var hasLongWord: Bool {
        split(separator: " ").contains { $0.count > 16 }
    }
}
