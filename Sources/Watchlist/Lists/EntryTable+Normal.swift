import NetworkTypes

extension EntryTable {
    /// The same entries in order and each once: duplicates merged as they are when a watchlist is compiled.
    package func normalized() -> EntryTable {
        var result = EntryTable()
        var merge = ProfileMerge()
        result.adoptProfiles(of: self)
        let order4 = RadixSort.sorted(v4)
        var start = 0
        while start < order4.count {
            var end = start + 1
            while end < order4.count, order4[end] >> 26 == order4[start] >> 26 { end += 1 }
            if end - start == 1 {
                result.append(packed: order4[start])
            } else {
                let run = order4[start..<end].map { profiles[Int($0 & UInt64(Self.maximumProfiles - 1))] }
                for profile in merge.merge(run) {
                    let address = IPv4Address(rawValue: UInt32(order4[start] >> 32))
                    let length = Int(order4[start] >> 26 & 63)
                    result.append(address, length: length, profile: result.number(of: profile))
                }
            }
            start = end
        }
        normalize6(into: &result, &merge)
        return result
    }

    private func normalize6(into result: inout EntryTable, _ merge: inout ProfileMerge) {
        let order6 = v6.indices.sorted { (v6[$0].address, v6[$0].length) < (v6[$1].address, v6[$1].length) }
        var rest = order6[...]
        while let first = rest.first {
            let run = rest.prefix { prefix(at: .v6($0)) == prefix(at: .v6(first)) }
            rest = rest.dropFirst(run.count)
            for profile in merge.merge(run.map { profiles[Int(v6[$0].profile)] }) {
                result.append(prefix(at: .v6(first)), profile: result.number(of: profile))
            }
        }
    }
}
