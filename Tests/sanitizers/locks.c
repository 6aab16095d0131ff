// Tells the thread sanitizer of the locks that it does not see.
//
// A Swift Mutex takes a free lock in code that is compiled into its user, which the sanitizer has
// looked into. It waits for a lock that is taken in the standard library, which it has not: without
// this, whatever such a lock protects is reported as a race. `make sanitize` loads it first.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

extern void __tsan_acquire(void *) __attribute__((weak));
extern void __tsan_release(void *) __attribute__((weak));

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *

// _MutexHandle._lockSlow(_: UInt32) and _unlockSlow() of the module Synchronization.
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

SWIFT void lockSlow(uint32_t value, SELF self) __asm__(LOCK);
SWIFT void unlockSlow(SELF self) __asm__(UNLOCK);

SWIFT void lockSlow(uint32_t value, SELF self) {
  SWIFT void (*next)(uint32_t, SELF) = dlsym(RTLD_NEXT, LOCK);
  next(value, self);
  if (__tsan_acquire) __tsan_acquire(self);
}

SWIFT void unlockSlow(SELF self) {
  SWIFT void (*next)(SELF) = dlsym(RTLD_NEXT, UNLOCK);
  if (__tsan_release) __tsan_release(self);
  next(self);
}
