import Foundation
import Glibc

/// A look at a store's file before SQLite opens it: a file of something else is left as it is, without so much as a
/// journal beside it.
struct StoreFile {
    private let path: String
    private let header: [UInt8]

    init(_ path: String) {
        self.path = path
        let handle = FileHandle(forReadingAtPath: path)
        header = [UInt8]((try? handle?.read(upToCount: Self.headerLength)) ?? Data())
    }

    /// The header of an SQLite database (sqlite.org/fileformat2.html section 1.3).
    private static let headerLength = 100
    private static let magic = Array("SQLite format 3".utf8) + [0]

    /// Whether there is a file with anything in it.
    var exists: Bool { !header.isEmpty }

    /// Whether it may be written by us: a store on read-only media is read all the same.
    var isWritable: Bool { unsafe access(path, W_OK) == 0 && access(folder, W_OK) == 0 }

    private var folder: String {
        let folder = (path as NSString).deletingLastPathComponent
        return folder.isEmpty ? "." : folder
    }

    /// The file for a reader that can make no journal beside it: taken as it is, which is sound while nobody writes.
    var immutableURI: String {
        var components = URLComponents()
        components.scheme = "file"
        components.path = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
        components.queryItems = [URLQueryItem(name: "immutable", value: "1")]
        return components.string ?? path
    }

    /// Refuses a file that is no database, or is another program's or a later version's by its header. What the header
    /// leaves open is looked at once the database is open.
    func check() throws(CensusStoreError.Problem) {
        guard exists else { return }
        guard header.starts(with: Self.magic), header.count == Self.headerLength else { throw .notAStore }
        let (version, identifier) = (number(at: 60), number(at: 68))
        guard identifier == 0 || identifier == Schema.applicationIdentifier else { throw .notAStore }
        guard version <= Schema.version else { throw .newerVersion(found: version, known: Schema.version) }
    }

    private func number(at offset: Int) -> Int {
        header[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
    }
}
