import CensusModel
import NetworkTypes

/// What is true of one origin in one hour: a line of `truth.csv`, which is a line of the export up to its bytes, and then
/// `served`.
struct TruthRow {
    var hosts = HostFigures()
    var flows: UInt64 = 0
    var packets: UInt64 = 0
    var bytes: UInt64 = 0
    /// Packets that tunnels from outside carry in a host's name, and that count nowhere.
    var leftOut: UInt64 = 0

    static let header =
        "hour,origin,country,class,label,affected,attempted,answered,exchanged,intruded,probed,hosts,flows,packets,bytes,served\n"

    /// Appends the line; labels and countries of a simulation need no quotes.
    func write(
        _ hour: Hour, _ origin: IPAddress, country: String, _ listing: Population.Listing, to text: inout [UInt8]
    ) {
        text.append(hour)
        text.append(UInt8(ascii: ","))
        text.append(origin)
        text += ",\(country),\(listing.threatClass.name),\(listing.label)".utf8
        let counts = [
            hosts.affected, hosts.attempted, hosts.answered, hosts.exchanged, hosts.intruded, hosts.probed, hosts.hosts,
        ]
        for number in counts.map(UInt64.init) + [flows, packets, bytes, UInt64(hosts.served)] {
            text.append(UInt8(ascii: ","))
            text.append(number)
        }
        text.append(UInt8(ascii: "\n"))
    }
}
