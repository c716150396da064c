#ifndef FLOWCENSUS_PAGE_SEAL_H
#define FLOWCENSUS_PAGE_SEAL_H

#include <stdint.h>

// Bytes at the end of each page of a sealed database, which SQLite leaves alone (sqlite.org/fileformat2.html section 1.3.4).
enum { flowcensus_seal_length = 8 };

// What a page whose seal is wrong is read with: SQLITE_CORRUPT, with a number above it that SQLite gives nothing else. The code that
// SQLite keeps for such layers, SQLITE_IOERR_DATA, would end the reader's transaction.
enum { flowcensus_broken_page = 11 | 77 << 8 };

// The page whose seal was found wrong last on this thread; 0 where none was.
int64_t flowcensus_last_broken_page(void);

#endif
