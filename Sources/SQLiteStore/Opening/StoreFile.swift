import CensusModel
import Foundation
import Glibc

/// A look at a store's file before SQLite opens it: a file of something else is left as it is, without so much as a
/// journal beside it.
struct StoreFile {
    let path: String
    private let header: [UInt8]

    init(_ path: String) {
        self.path = path
        // What is no regular file, as a pipe, might have nothing to read for ever.
        let handle = Self.isOther(path) ? nil : FileHandle(forReadingAtPath: path)
        header = [UInt8]((try? handle?.read(upToCount: Self.headerLength)) ?? Data())
    }

    /// The header of an SQLite database (sqlite.org/fileformat2.html section 1.3).
    private static let headerLength = 100
    private static let magic = Array("SQLite format 3".utf8) + [0]

    /// Whether there is something that is neither a regular file nor a folder.
    private static func isOther(_ path: String) -> Bool {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return false }
        return status.st_mode & S_IFMT != S_IFREG && status.st_mode & S_IFMT != S_IFDIR
    }

    /// Whether there is a file with anything in it.
    var exists: Bool { !header.isEmpty }

    /// Whether commits may stand in the log beside the file that are not in the file yet: a writer is at work, or did not
    /// come to its end.
    var hasLog: Bool {
        let size = (try? FileManager.default.attributesOfItem(atPath: path + "-wal"))?[.size] as? Int
        return size.map { $0 > 0 } ?? false
    }

    /// Whether it may be written by us: a store on read-only media is read all the same.
    var isWritable: Bool { whyNotWritable == nil }

    /// Why it may not be written, or not made: SQLite writes a log beside the file, so the folder counts, too.
    private var whyNotWritable: String? {
        if unsafe access(path, W_OK) != 0, errno != ENOENT { return "its file: \(Self.lastError)" }
        if unsafe access(folder, W_OK) != 0 { return "its folder: \(Self.lastError)" }
        return nil
    }

    private static var lastError: String { unsafe String(cString: strerror(errno)) }

    /// The folder it lies in. Foundation's `deletingLastPathComponent` ends the program where a path is a single character.
    var folder: String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The file for a reader that can make no journal beside it: taken as it is, which is sound while nobody writes.
    var immutableURI: String { uri(URLQueryItem(name: "immutable", value: "1")) }

    /// The file for a reader who must change nothing: with the log that is there, else as it is.
    var readOnlyURI: String { hasLog ? uri(URLQueryItem(name: "mode", value: "ro")) : immutableURI }

    private func uri(_ parameter: URLQueryItem) -> String {
        var components = URLComponents()
        components.scheme = "file"
        components.path = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
        components.queryItems = [parameter]
        return components.string ?? path
    }

    /// What to open for reading alone: a log that is there belongs to the store.
    var readingPath: String { hasLog ? Self.name(path) : immutableURI }

    /// What SQLite is to open a path by: a name that begins with `file:` it takes for an address (sqlite.org/uri.html), which is
    /// another file, or none.
    static func name(_ path: String) -> String { path.hasPrefix("file:") ? "./" + path : path }

    /// Refuses what cannot be a store, and a file that is another program's or a later version's by its header. What the
    /// header leaves open is looked at once the database is open.
    func check(for access: StoreAccess) throws(SQLiteCensusError.Problem) {
        guard !path.isEmpty else { throw .unnamed }
        var isFolder: ObjCBool = false
        if unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
            throw .isFolder
        }
        guard !Self.isOther(path) else { throw .notAStore }
        guard access == .write || exists else { throw whyNotReadable ?? .missing }
        try checkHeader()
        if access != .read, let reason = whyNotWritable { throw .notWritable(reason: reason) }
    }

    /// Why nothing could be read of a file that is there; `nil` where there is none, or nothing in it.
    private var whyNotReadable: SQLiteCensusError.Problem? {
        guard unsafe access(path, R_OK) != 0, errno != ENOENT, errno != ENOTDIR else { return nil }
        return .database(operation: "read it", reason: Self.lastError)
    }

    private func checkHeader() throws(SQLiteCensusError.Problem) {
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
