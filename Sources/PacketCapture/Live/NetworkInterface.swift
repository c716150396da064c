import CPcap

/// A network interface by name, as it is at the moment of asking.
package struct NetworkInterface: Sendable {
    package let name: String

    package init(_ name: String) {
        self.name = name
    }

    /// The name that stands for all interfaces together.
    package static let anyName = "any"

    /// Whether it stands for all interfaces: that is never down, and never gone.
    package var isAny: Bool { name == Self.anyName }

    /// The kernel's number for it, which a new interface of the same name does not share; `nil` where there is none.
    var index: UInt32? {
        let index = unsafe if_nametoindex(name)
        return index == 0 ? nil : index
    }

    /// Whether it is up; `nil` where there is none.
    var isUp: Bool? {
        let answer = unsafe flowcensus_interface_is_up(name)
        return answer < 0 ? nil : answer == 1
    }

    /// The names of the interfaces there are.
    static var names: [String] {
        // Its type tells the function from the structure of the same name.
        let start: UnsafeMutablePointer<if_nameindex>? = unsafe if_nameindex()
        guard let list = unsafe start else { return [] }
        defer { unsafe if_freenameindex(list) }
        var names: [String] = []
        var entry = unsafe list
        while unsafe entry.pointee.if_index != 0, let name = unsafe entry.pointee.if_name {
            names.append(unsafe String(cString: name))
            unsafe entry += 1
        }
        return names
    }
}
