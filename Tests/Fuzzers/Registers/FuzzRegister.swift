import Enrichment
import NetworkTypes

/// Gives bytes to the reader of one kind of register, by the first of them, and asks what it says of some addresses.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRegister(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    // libFuzzer lends the bytes for the length of this call.
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    guard let kind = bytes.first else { return 0 }
    let content = Array(bytes.dropFirst())
    let addresses =
        [0, 0x0A01_0203, 0xC000_0201, 0xFFFF_FFFF].map { IPAddress.v4(IPv4Address(rawValue: $0)) }
        + [0, 0x2001_0DB8 << 96, .max].map { IPAddress.v6(IPv6Address(rawValue: $0)) }
    switch kind % 4 {
    case 0:
        guard let file = try? CountryDatabase(name: "input", bytes: content) else { return 0 }
        for address in addresses { _ = file.country(of: address) }
    case 1:
        guard let file = try? AutonomousSystemDatabase(name: "input", bytes: content) else { return 0 }
        for address in addresses { _ = file.system(of: address) }
    case 2:
        guard let inventory = try? AssetInventory(name: "input", bytes: content) else { return 0 }
        for address in addresses { _ = inventory.asset(of: address) }
        for asset in inventory.assets {
            precondition(inventory.asset(of: asset.prefix.address) != nil, "an asset holds its own first address")
        }
    default: _ = try? ContactRegistry(name: "input", bytes: content)
    }
    return 0
}
