import CensusModel
import NetworkTypes
import Prefetch

/// The flows of one IP version, found by their 5-tuple and hour through a hash table of their own.
///
/// Made for millions of flows, where nearly every look is a miss of every cache: the hash is a few multiplications, an
/// entry is flat and never moved, a place takes 8 bytes, and packets come in groups, so that their misses are waited for
/// together. The hash has a new seed in every run, so that nobody can choose flows that collide.
struct FlowTable<Address: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    struct Key: Equatable, Sendable {
        let origin: Address
        let host: Address
        let hour: Int32
        /// Host port in the upper half, origin port in the lower.
        let ports: UInt32
        let attribution: UInt32
        /// The exporter in the upper 24 bits, as the tally numbers them, and the protocol in the lower 8.
        let kind: UInt32

        init(
            origin: Address, host: Address, hour: Int32, ports: UInt32, attribution: UInt32, transport: UInt8,
            exporter: UInt32 = 0
        ) {
            (self.origin, self.host, self.hour, self.ports) = (origin, host, hour, ports)
            (self.attribution, kind) = (attribution, exporter << 8 | UInt32(transport))
        }

        var transport: UInt8 { UInt8(truncatingIfNeeded: kind) }
        var exporter: UInt32 { kind >> 8 }

        /// The same under another number of the exporter.
        func renumbered(_ numbers: [UInt32]) -> Key {
            Key(
                origin: origin, host: host, hour: hour, ports: ports, attribution: attribution, transport: transport,
                exporter: numbers[Int(exporter)])
        }
    }

    /// How many exporters a table can tell apart.
    static var exporterLimit: Int { 1 << 24 }

    struct Entry: Sendable {
        let key: Key
        var fromHost = DirectionCounters()
        var fromOrigin = DirectionCounters()
    }

    /// The entries in the order in which they came, in arrays of `blockLength` that do not grow beyond it: a single
    /// array would be copied whenever it doubles.
    private var blocks: [[Entry]] = [[]]
    private(set) var count = 0
    private static var blockLogarithm: Int { 12 }
    private static var blockLength: Int { 1 << blockLogarithm }
    /// For each place 0, or the hash of its entry in the upper half and one more than the entry's index in the lower. A
    /// power of two of places, at most three quarters full. With the hash beside it an entry is read only when it is the
    /// one, and never to move it.
    private var places = [UInt64](repeating: 0, count: 64)
    private let seed = (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max))
    /// The hashes of a group, in memory that is used again for the next.
    private var hashes: [UInt64] = []

    /// Bytes of memory that it takes, and will take when its entries are put in order.
    var size: Int {
        count * (MemoryLayout<Entry>.stride + FlowOrder<Address>.bytesPerEntry)
            + places.count * MemoryLayout<UInt64>.stride
    }

    subscript(index: Int) -> Entry { blocks[index >> Self.blockLogarithm][index & (Self.blockLength - 1)] }

    func key(_ index: Int) -> Key { blocks[index >> Self.blockLogarithm][index & (Self.blockLength - 1)].key }

    /// Adds a packet by itself.
    mutating func add(_ arrival: Arrival) {
        add(arrival.packet, to: index(of: arrival.key, hash: hash(arrival.key)))
    }

    /// Adds the packets of a group.
    mutating func add(_ arrivals: [Arrival]) {
        hashes.removeAll(keepingCapacity: true)
        for arrival in arrivals { hashes.append(hash(arrival.key)) }
        prefetchHashes()
        for place in arrivals.indices {
            add(arrivals[place].packet, to: index(of: arrivals[place].key, hash: hashes[place]))
        }
    }

    /// Asks for the places and then for the entries of some flows. None waits for another, as they would if one flow was
    /// brought up to date before the next is looked for.
    private func prefetchHashes() {
        let mask = places.count - 1
        for hash in hashes { places.prefetch(Int(truncatingIfNeeded: hash) & mask) }
        for hash in hashes {
            let index = Int(UInt32(truncatingIfNeeded: places[Int(truncatingIfNeeded: hash) & mask])) - 1
            if index >= 0 { prefetch(index) }
        }
    }

    /// Asks for an entry that is read soon.
    @inline(__always)
    func prefetch(_ index: Int) {
        blocks[index >> Self.blockLogarithm].prefetch(index & (Self.blockLength - 1))
    }

    /// The index of a key's entry, which is added where it is new.
    @inline(__always)
    private mutating func index(of key: Key, hash: UInt64) -> Int {
        if (count + 1) * 4 > places.count * 3 { grow() }
        let mask = places.count - 1
        var place = Int(truncatingIfNeeded: hash) & mask
        while places[place] != 0 {
            let index = Int(UInt32(truncatingIfNeeded: places[place])) - 1
            if places[place] >> 32 == hash, self.key(index) == key { return index }
            place = (place + 1) & mask
        }
        append(Entry(key: key))
        places[place] = hash << 32 | UInt64(count)
        return count - 1
    }

    private mutating func append(_ entry: Entry) {
        if blocks[blocks.count - 1].count == Self.blockLength {
            blocks.append([])
            blocks[blocks.count - 1].reserveCapacity(Self.blockLength)
        }
        blocks[blocks.count - 1].append(entry)
        count += 1
    }

    @inline(__always)
    private mutating func add(_ packet: CountedPacket, to index: Int) {
        let (block, place) = (index >> Self.blockLogarithm, index & (Self.blockLength - 1))
        switch packet.direction {
        case .fromHost: blocks[block][place].fromHost.add(packet)
        case .fromOrigin: blocks[block][place].fromOrigin.add(packet)
        }
    }

    /// Adds what an exporter tells of one end of a flow.
    mutating func add(_ counters: DirectionCounters, of direction: Observation.Direction, to key: Key) {
        let index = index(of: key, hash: hash(key))
        let (block, place) = (index >> Self.blockLogarithm, index & (Self.blockLength - 1))
        switch direction {
        case .fromHost: blocks[block][place].fromHost.merge(counters)
        case .fromOrigin: blocks[block][place].fromOrigin.merge(counters)
        }
    }

    /// - Parameter numbers: the exporters' numbers here, by their numbers there; `nil` where they are the same.
    mutating func merge(_ other: FlowTable, exporters numbers: [UInt32]?) {
        for block in other.blocks { merge(block, numbers) }
    }

    /// Merges another table, and empties it: its memory is given back block by block, so that both together never take more
    /// than they did before and what is new to this one.
    mutating func absorb(_ other: inout FlowTable, exporters numbers: [UInt32]?) {
        // Under other numbers the larger one cannot stay where it is.
        if numbers == nil, other.count > count { swap(&self, &other) }
        for block in other.blocks.indices {
            merge(other.blocks[block], numbers)
            other.blocks[block] = []
        }
        other = FlowTable()
    }

    private mutating func merge(_ entries: [Entry], _ numbers: [UInt32]?) {
        guard let numbers else { return merge(entries) }
        merge(
            entries.map { entry in
                Entry(
                    key: entry.key.renumbered(numbers), fromHost: entry.fromHost, fromOrigin: entry.fromOrigin)
            })
    }

    private mutating func merge(_ entries: [Entry]) {
        for start in stride(from: 0, to: entries.count, by: Self.mergedTogether) {
            let indices = start..<min(start + Self.mergedTogether, entries.count)
            hashes.removeAll(keepingCapacity: true)
            for index in indices { hashes.append(hash(entries[index].key)) }
            prefetchHashes()
            for index in indices { merge(entries[index], hash: hashes[index - start]) }
        }
    }

    private static var mergedTogether: Int { 64 }

    private mutating func merge(_ entry: Entry, hash: UInt64) {
        let index = index(of: entry.key, hash: hash)
        let (block, place) = (index >> Self.blockLogarithm, index & (Self.blockLength - 1))
        blocks[block][place].fromHost.merge(entry.fromHost)
        blocks[block][place].fromOrigin.merge(entry.fromOrigin)
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
        let kind = UInt64(key.attribution) << 32 | UInt64(key.kind)
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
