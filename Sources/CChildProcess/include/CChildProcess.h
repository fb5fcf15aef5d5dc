#pragma once
#include <stdint.h>
#include <sys/types.h>

/// What a child starts with. No limit is 0.
struct child_setup {
  /// The program's path, its arguments with its own name first, and its environment; the lists end
  /// with NULL.
  const char *program;
  char *const *arguments;
  char *const *environment;
  /// Descriptors it inherits as 0, 1, 2 and so on; at most 64. It gets no others.
  const int *descriptors;
  int descriptor_count;
  /// Bytes of address space.
  uint64_t address_space_bytes;
  /// Seconds on the processors, after which it gets SIGXCPU.
  uint64_t cpu_seconds;
};

/// Starts a program that ends with SIGKILL when the calling thread ends; no core is dumped of it.
///
/// It leads a process group of its own, so that the terminal's Ctrl-C does not reach it. The
/// caller's memory is not copied, so that its other threads meet no page faults.
/// Returns the child's process, or an errno with its sign turned.
pid_t child_start(const struct child_setup *setup);

/// Opens a pipe, its reading end first, that no program inherits; -1 with errno set.
int child_pipe(int ends[2]);

/// A descriptor of the process, to poll for its end and to send signals to it; -1 with errno set.
int child_descriptor(pid_t process);

/// The short name of a signal, such as `SEGV`; NULL when it has none.
const char *child_signal_name(int number);

/// Sends a signal to the process of such a descriptor; -1 with errno set.
int child_signal(int descriptor, int number);
