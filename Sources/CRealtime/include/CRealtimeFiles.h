// What the C library keeps behind _GNU_SOURCE, on the control side.
#ifndef TACTUS_CREALTIME_FILES_H
#define TACTUS_CREALTIME_FILES_H

/// Has two files or folders of one file system change places in one step. Returns 0 or an errno.
int rt_exchange_paths(const char *one, const char *other);

#endif
