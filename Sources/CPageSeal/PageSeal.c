// Seals the pages of databases: a layer between SQLite and its files (sqlite.org/vfs.html) that puts a digest of each page of a main
// database file at the page's end when it is written, and compares it when the page is read. It does so where the header
// says that 8 bytes of each page are reserved, and nowhere else. The write-ahead log has checksums of its own.
#include "CPageSeal.h"

#include <sqlite3.h>
#include <string.h>

typedef struct {
    sqlite3_file base;
    // Length of a page in bytes; 0 where pages are not sealed, or that is not known yet.
    int page_length;
} SealedFile;

static sqlite3_vfs *real_vfs;
static sqlite3_vfs sealing_vfs;
static _Thread_local int64_t last_broken_page;

int64_t flowcensus_last_broken_page(void) { return last_broken_page; }

// SQLite's own file lies behind ours in the memory that it gives.
static sqlite3_file *real(sqlite3_file *file) { return (sqlite3_file *)((SealedFile *)file + 1); }

// A digest of a page's bytes and its number. Each step maps what was before one to one, so that a change within one word of eight
// bytes always changes the result.
static uint64_t digest(const unsigned char *page, int length, int64_t number) {
    uint64_t state = (uint64_t)number * 0x9E3779B97F4A7C15u;
    for (int place = 0; place + 8 <= length; place += 8) {
        uint64_t word;
        memcpy(&word, page + place, 8);
        state = (state ^ word) * 0xFF51AFD7ED558CCDu;
        state ^= state >> 32;
    }
    return state;
}

// Learns from the first page, or its header alone, how long pages are and whether they are sealed.
static void learn(SealedFile *file, const unsigned char *header, int length) {
    if (length < 100 || memcmp(header, "SQLite format 3", 16) != 0) return;
    int page_length = header[16] << 8 | header[17];
    if (page_length == 1) page_length = 65536;
    file->page_length = header[20] == flowcensus_seal_length ? page_length : 0;
}

static int is_page(SealedFile *file, int length, sqlite3_int64 offset) {
    return file->page_length >= 512 && length == file->page_length && offset % length == 0;
}

static int is_zero(const unsigned char *page, int length) {
    return page[0] == 0 && memcmp(page, page + 1, length - 1) == 0;
}

static int sealed_read(sqlite3_file *base, void *buffer, int length, sqlite3_int64 offset) {
    SealedFile *file = (SealedFile *)base;
    int status = real(base)->pMethods->xRead(real(base), buffer, length, offset);
    if (status != SQLITE_OK) return status;
    const unsigned char *page = buffer;
    if (offset == 0) learn(file, page, length);
    if (!is_page(file, length, offset)) return SQLITE_OK;
    uint64_t seal;
    memcpy(&seal, page + length - flowcensus_seal_length, flowcensus_seal_length);
    int64_t number = offset / length + 1;
    if (seal == digest(page, length - flowcensus_seal_length, number)) return SQLITE_OK;
    // A page that SQLite has never written, since nothing in it counts.
    if (is_zero(page, length)) return SQLITE_OK;
    last_broken_page = number;
    return flowcensus_broken_page;
}

static int sealed_write(sqlite3_file *base, const void *buffer, int length, sqlite3_int64 offset) {
    SealedFile *file = (SealedFile *)base;
    if (offset == 0) learn(file, buffer, length);
    if (!is_page(file, length, offset)) return real(base)->pMethods->xWrite(real(base), buffer, length, offset);
    unsigned char page[65536];
    memcpy(page, buffer, length - flowcensus_seal_length);
    uint64_t seal = digest(page, length - flowcensus_seal_length, offset / length + 1);
    memcpy(page + length - flowcensus_seal_length, &seal, flowcensus_seal_length);
    return real(base)->pMethods->xWrite(real(base), page, length, offset);
}

// Pages are not mapped into memory, where nobody would compare them.
static int sealed_fetch(sqlite3_file *file, sqlite3_int64 offset, int length, void **page) {
    (void)file, (void)offset, (void)length;
    *page = 0;
    return SQLITE_OK;
}

static int sealed_unfetch(sqlite3_file *file, sqlite3_int64 offset, void *page) {
    (void)file, (void)offset, (void)page;
    return SQLITE_OK;
}

// Everything else is SQLite's own.

static int sealed_close(sqlite3_file *file) { return real(file)->pMethods->xClose(real(file)); }
static int sealed_truncate(sqlite3_file *file, sqlite3_int64 size) {
    return real(file)->pMethods->xTruncate(real(file), size);
}
static int sealed_sync(sqlite3_file *file, int flags) { return real(file)->pMethods->xSync(real(file), flags); }
static int sealed_size(sqlite3_file *file, sqlite3_int64 *size) {
    return real(file)->pMethods->xFileSize(real(file), size);
}
static int sealed_lock(sqlite3_file *file, int lock) { return real(file)->pMethods->xLock(real(file), lock); }
static int sealed_unlock(sqlite3_file *file, int lock) { return real(file)->pMethods->xUnlock(real(file), lock); }
static int sealed_check_lock(sqlite3_file *file, int *result) {
    return real(file)->pMethods->xCheckReservedLock(real(file), result);
}
static int sealed_control(sqlite3_file *file, int operation, void *argument) {
    return real(file)->pMethods->xFileControl(real(file), operation, argument);
}
static int sealed_sector(sqlite3_file *file) { return real(file)->pMethods->xSectorSize(real(file)); }
static int sealed_device(sqlite3_file *file) { return real(file)->pMethods->xDeviceCharacteristics(real(file)); }
static int sealed_map(sqlite3_file *file, int region, int size, int extend, void volatile **memory) {
    return real(file)->pMethods->xShmMap(real(file), region, size, extend, memory);
}
static int sealed_map_lock(sqlite3_file *file, int offset, int count, int flags) {
    return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}
static void sealed_barrier(sqlite3_file *file) { real(file)->pMethods->xShmBarrier(real(file)); }
static int sealed_unmap(sqlite3_file *file, int remove) {
    return real(file)->pMethods->xShmUnmap(real(file), remove);
}

static const sqlite3_io_methods sealed_methods = {
    .iVersion = 3,
    .xClose = sealed_close,
    .xRead = sealed_read,
    .xWrite = sealed_write,
    .xTruncate = sealed_truncate,
    .xSync = sealed_sync,
    .xFileSize = sealed_size,
    .xLock = sealed_lock,
    .xUnlock = sealed_unlock,
    .xCheckReservedLock = sealed_check_lock,
    .xFileControl = sealed_control,
    .xSectorSize = sealed_sector,
    .xDeviceCharacteristics = sealed_device,
    .xShmMap = sealed_map,
    .xShmLock = sealed_map_lock,
    .xShmBarrier = sealed_barrier,
    .xShmUnmap = sealed_unmap,
    .xFetch = sealed_fetch,
    .xUnfetch = sealed_unfetch,
};

static int sealing_open(
    sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *opened_flags) {
    (void)vfs;
    if (!(flags & SQLITE_OPEN_MAIN_DB)) return real_vfs->xOpen(real_vfs, name, file, flags, opened_flags);
    SealedFile *sealed = (SealedFile *)file;
    memset(sealed, 0, sizeof *sealed);
    int status = real_vfs->xOpen(real_vfs, name, real(file), flags, opened_flags);
    // A file that could not be opened is closed where it has methods.
    if (real(file)->pMethods) sealed->base.pMethods = &sealed_methods;
    return status;
}

// Puts the layer in front of SQLite's own files before any program's first database is opened.
__attribute__((constructor)) static void install(void) {
    real_vfs = sqlite3_vfs_find(0);
    if (!real_vfs) return;
    sealing_vfs = *real_vfs;
    sealing_vfs.pNext = 0;
    sealing_vfs.zName = "flowcensus";
    sealing_vfs.szOsFile = (int)sizeof(SealedFile) + real_vfs->szOsFile;
    sealing_vfs.xOpen = sealing_open;
    sqlite3_vfs_register(&sealing_vfs, 1);
}
