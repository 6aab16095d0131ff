"""A file system that does not answer: the system's calls for files below a folder wait, loaded before the C library."""

import shutil
import subprocess

SOURCE = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

static void answer(const char *path) {
    const char *disk = getenv("DISK"), *gone = getenv("DISK_IS_GONE");
    if (!disk || !gone || !path || strncmp(path, disk, strlen(disk)) != 0) return;
    while (access(gone, F_OK) == 0) usleep(10000);
}

#define NEXT(type, name) type next = (type)dlsym(RTLD_NEXT, name)
typedef int (*opens)(const char *, int, ...);
typedef int (*stats)(const char *, struct stat *);
typedef int (*watches)(int, const char *, uint32_t);

static int opened(const char *name, const char *path, int flags, mode_t mode) {
    answer(path);
    NEXT(opens, name);
    return next(path, flags, mode);
}

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        va_list more; \
        va_start(more, flags); \
        mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0; \
        va_end(more); \
        return opened(#name, path, flags, mode); \
    }
#define STAT(name) \
    int name(const char *path, struct stat *facts) { \
        answer(path); \
        NEXT(stats, #name); \
        return next(path, facts); \
    }

OPEN(open)
OPEN(open64)
STAT(stat)
STAT(lstat)

int __open_2(const char *path, int flags) { return opened("open", path, flags, 0); }
int __open64_2(const char *path, int flags) { return opened("open64", path, flags, 0); }

int inotify_add_watch(int queue, const char *path, uint32_t mask) {
    answer(path);
    NEXT(watches, "inotify_add_watch");
    return next(queue, path, mask);
}
"""


class HangingDisk:
    """The folder `path`; what is started with `variables` meets its silence."""

    def __init__(self, folder):
        self.path = folder / "disk"
        self._gone = folder / "disk-is-gone"
        self._library = folder / "hanging_disk.so"
        self.path.mkdir()
        source = folder / "hanging_disk.c"
        source.write_text(SOURCE)
        compiler = next(filter(None, map(shutil.which, ("cc", "clang", "gcc"))))
        subprocess.run([compiler, "-shared", "-fPIC", "-o", str(self._library), str(source), "-ldl"], check=True)

    @property
    def variables(self):
        return {
            "LD_PRELOAD": str(self._library), "DISK": str(self.path), "DISK_IS_GONE": str(self._gone),
        }

    def hang(self):
        self._gone.touch()

    def answer(self):
        self._gone.unlink(missing_ok=True)
