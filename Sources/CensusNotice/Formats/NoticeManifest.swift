import CensusExport
import HourlyRollup
import TextFormats

/// A file of a notice, as it was written.
package struct NoticeFile: Sendable {
    /// Its path in the notice's folder.
    package let name: String
    package let size: UInt64
    /// SHA-256 in hexadecimal.
    package let digest: String

    package init(name: String, size: UInt64, digest: String) {
        self.name = name
        self.size = size
        self.digest = digest
    }
}

/// What is in a notice's folder, so that the recipient can tell whether it is whole.
package enum NoticeManifest {
    /// `manifest.json`: each file's name, size and SHA-256.
    package static func json(_ files: [NoticeFile], of notice: Notice) -> [UInt8] {
        let head: JSONValue = [
            "country": JSONValue.optional(notice.country) { .text("\($0)") },
            "tlp": .text(notice.terms.trafficLight.label),
            "first_seen": .time(notice.traffic.firstSeen),
            "last_seen": .time(notice.traffic.lastSeen),
            "origins": .number(UInt64(notice.originCount)), "hosts": .number(notice.grades.hosts),
            "flows": .number(notice.traffic.flows),
        ]
        var document = JSONDocument(head, array: "files")
        var text: [UInt8] = []
        for file in files {
            document.add(
                ["name": .text(file.name), "size": .number(file.size), "sha256": .text(file.digest)]
            ) { text += $0 }
        }
        document.finish { text += $0 }
        return text
    }

    /// `SHA256SUMS`: what `sha256sum --check` takes.
    package static func sums(_ files: [NoticeFile]) -> [UInt8] {
        Array(files.map { "\($0.digest)  \($0.name)\n" }.joined().utf8)
    }
}
