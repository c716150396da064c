/// What became of one source of a store that was merged into another.
package struct MergedSource: Equatable, Sendable {
    package enum Result: Equatable, Sendable {
        case added
        /// The same is there, counted as far or further, under that name.
        case there(name: String)
        /// The same was there, counted less far: what it contributed was replaced.
        case replaced(name: String)
        /// The same was there, counted as far with older lists: what it contributed was replaced.
        case newerLists(name: String)
        /// Nothing was counted of it.
        case empty
    }

    package let kind: SourceKind
    package let name: String
    package let packets: UInt64
    package let records: UInt64
    package let result: Result

    package init(kind: SourceKind, name: String, packets: UInt64, records: UInt64 = 0, result: Result) {
        self.kind = kind
        self.name = name
        self.packets = packets
        self.records = records
        self.result = result
    }
}
