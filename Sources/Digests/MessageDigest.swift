import CCrypto

/// A running digest of libcrypto, which takes bytes piece by piece.
///
/// A value: a copy goes on by itself. `finalize` tells the digest of what came so far, and more may come after it.
@safe
struct MessageDigest {
    /// Which function of libcrypto computes the digest.
    enum Function {
        case sha1
        case sha256
    }

    private var context: Context

    init(_ function: Function) {
        context = Context(function)
    }

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        if !isKnownUniquelyReferenced(&context) { context = Context(copying: context) }
        unsafe context.update(bytes)
    }

    func finalize() -> [UInt8] {
        Context(copying: context).finish()
    }
}

/// Owns a context of libcrypto.
///
/// Its functions fail only where memory is lacking or a digest is not compiled in, and neither comes from outside data.
@safe
private final class Context {
    private let handle: OpaquePointer

    private init() {
        guard let handle = unsafe EVP_MD_CTX_new() else { preconditionFailure("libcrypto has no memory for a digest") }
        unsafe self.handle = handle
    }

    convenience init(_ function: MessageDigest.Function) {
        self.init()
        let algorithm = unsafe function == .sha1 ? EVP_sha1() : EVP_sha256()
        let isReady = unsafe EVP_DigestInit_ex(handle, algorithm, nil) == 1
        precondition(isReady, "libcrypto has the digest")
    }

    convenience init(copying other: Context) {
        self.init()
        let isCopied = unsafe EVP_MD_CTX_copy_ex(handle, other.handle) == 1
        precondition(isCopied, "libcrypto copies a digest")
    }

    deinit {
        unsafe EVP_MD_CTX_free(handle)
    }

    func update(_ bytes: UnsafeRawBufferPointer) {
        let isTaken = unsafe EVP_DigestUpdate(handle, bytes.baseAddress, bytes.count) == 1
        precondition(isTaken, "libcrypto takes bytes")
    }

    func finish() -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var length: UInt32 = 0
        let isDone = unsafe EVP_DigestFinal_ex(handle, &digest, &length) == 1
        precondition(isDone, "libcrypto finishes a digest")
        return Array(digest.prefix(Int(length)))
    }
}
