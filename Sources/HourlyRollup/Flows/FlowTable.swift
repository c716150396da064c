import NetworkTypes

/// The flows of one IP version, found by their 5-tuple and hour through a hash table of their own.
///
/// Made for millions of flows: the hash is a few multiplications, an entry is flat, and a place takes 8 bytes. The hash is seeded anew in every run, so that nobody can choose flows that collide.
struct FlowTable<Address: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    struct Key: Equatable, Sendable {
        let origin: Address
        let host: Address
        let hour: Int32
        /// Host port in the upper half, origin port in the lower.
        let ports: UInt32
        let attribution: UInt32
        let transport: UInt8
    }

    struct Entry: Sendable {
        let key: Key
        var fromHost = DirectionCounters()
        var fromOrigin = DirectionCounters()
    }

    private(set) var entries: [Entry] = []
    /// For each place 0, or the hash of its entry in the upper half and one more than the entry's index in the lower. A
    /// power of two of places, at most three quarters full. With the hash beside it an entry is read only when it is the
    /// one, and never to move it.
    private var places = [UInt64](repeating: 0, count: 64)
    private let seed = (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max))

    /// The index of a key's entry, which is added where it is new.
    mutating func index(of key: Key) -> Int {
        if (entries.count + 1) * 4 > places.count * 3 { grow() }
        let mask = places.count - 1
        let hash = hash(key)
        var place = Int(truncatingIfNeeded: hash) & mask
        while places[place] != 0 {
            let index = Int(UInt32(truncatingIfNeeded: places[place])) - 1
            if places[place] >> 32 == hash, entries[index].key == key { return index }
            place = (place + 1) & mask
        }
        entries.append(Entry(key: key))
        places[place] = hash << 32 | UInt64(entries.count)
        return entries.count - 1
    }

    mutating func add(_ sighting: Sighting, to index: Int) {
        switch sighting.direction {
        case .fromHost: entries[index].fromHost.add(sighting)
        case .fromOrigin: entries[index].fromOrigin.add(sighting)
        }
    }

    mutating func merge(_ other: FlowTable) {
        for entry in other.entries {
            let index = index(of: entry.key)
            entries[index].fromHost.merge(entry.fromHost)
            entries[index].fromOrigin.merge(entry.fromOrigin)
        }
    }

    /// The indices of all entries by hour, origin, host, protocol and ports.
    var order: [Int] {
        entries.indices.sorted { Self.isBefore(entries[$0].key, entries[$1].key) }
    }

    private static func isBefore(_ left: Key, _ right: Key) -> Bool {
        if left.hour != right.hour { return left.hour < right.hour }
        if left.origin != right.origin { return left.origin < right.origin }
        if left.host != right.host { return left.host < right.host }
        return (left.transport, left.ports, left.attribution) < (right.transport, right.ports, right.attribution)
    }

    private mutating func grow() {
        let old = places
        places = [UInt64](repeating: 0, count: old.count * 2)
        let mask = places.count - 1
        for taken in old where taken != 0 {
            var place = Int(truncatingIfNeeded: taken >> 32) & mask
            while places[place] != 0 { place = (place + 1) & mask }
            places[place] = taken
        }
    }

    /// 32 bits: as many as there can be entries.
    private func hash(_ key: Key) -> UInt64 {
        let tuple = UInt64(key.ports) << 32 | UInt64(UInt32(bitPattern: key.hour))
        let kind = UInt64(key.attribution) << 8 | UInt64(key.transport)
        let ends: UInt64
        if Address.bitWidth == 32 {
            ends = UInt64(truncatingIfNeeded: key.origin) << 32 | UInt64(truncatingIfNeeded: key.host)
        } else {
            ends = mix(fold(key.origin) ^ seed.0, fold(key.host) ^ seed.1)
        }
        return mix(ends ^ seed.0, mix(tuple ^ seed.1, kind ^ 0x9E37_79B9_7F4A_7C15)) & 0xFFFF_FFFF
    }

    private func fold(_ address: Address) -> UInt64 {
        mix(
            UInt64(truncatingIfNeeded: address) ^ seed.1,
            UInt64(truncatingIfNeeded: address >> Address(Address.bitWidth / 2)) ^ seed.0)
    }

    /// Both halves of the product, joined: every bit of either factor reaches every bit of the result.
    private func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}
