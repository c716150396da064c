// Tells the thread sanitizer of Swift's mutex what it cannot see.
//
// The library of `Mutex` is not built for the sanitizer. A lock that is free is taken by code that is compiled into its user,
// which the sanitizer sees; one that is not is waited for and handed on within the library and the kernel, which it does
// not: what two threads did one after the other under the lock then looks like a race (a loop of eight threads over one
// `Mutex<[Int]>` is enough). These stand before the library's functions of the same names, and say so.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context))

void __tsan_acquire(void *) __attribute__((weak));
void __tsan_release(void *) __attribute__((weak));

static void *original(const char *name) { return dlsym(RTLD_NEXT, name); }

// Synchronization._MutexHandle._lockSlow(Swift.UInt32) -> ()
SWIFT void lockSlow(uint32_t owner, SELF void *handle) __asm__("$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF");
SWIFT void lockSlow(uint32_t owner, SELF void *handle) {
  SWIFT void (*next)(uint32_t, SELF void *) = original("$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF");
  next(owner, handle);
  if (__tsan_acquire) __tsan_acquire(handle);
}

// Synchronization._MutexHandle._tryLockSlow() -> Swift.Bool
SWIFT bool tryLockSlow(SELF void *handle) __asm__("$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF");
SWIFT bool tryLockSlow(SELF void *handle) {
  SWIFT bool (*next)(SELF void *) = original("$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF");
  bool isTaken = next(handle);
  if (isTaken && __tsan_acquire) __tsan_acquire(handle);
  return isTaken;
}

// Synchronization._MutexHandle._unlockSlow() -> ()
SWIFT void unlockSlow(SELF void *handle) __asm__("$s15Synchronization12_MutexHandleV11_unlockSlowyyF");
SWIFT void unlockSlow(SELF void *handle) {
  if (__tsan_release) __tsan_release(handle);
  SWIFT void (*next)(SELF void *) = original("$s15Synchronization12_MutexHandleV11_unlockSlowyyF");
  next(handle);
}
