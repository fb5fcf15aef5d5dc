// What two processes need to share memory, talk, and tell of a crash at once.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/types.h>

#define SANDBOX_CYCLE __attribute__((swift_attr("@_noLocks")))

/// Makes memory that processes can map, and whose size nobody can change; -1 with errno set.
int sandbox_memory_create(size_t byte_count);

/// Maps such memory, every page there at once, with a page behind it that cannot be touched. NULL
/// with errno set.
void *sandbox_memory_map(int descriptor, size_t byte_count);

/// Unmaps what `sandbox_memory_map` gave.
void sandbox_memory_unmap(void *memory, size_t byte_count);

/// Makes two ends that messages go through whole, each with at most one descriptor; false with
/// errno set.
bool sandbox_socket_pair(int ends[2]);

/// Sends a message, with a descriptor unless that is negative; false with errno set.
bool sandbox_send(int socket, const void *bytes, size_t byte_count, int descriptor);

/// Waits for a message; its length, 0 when the other end is closed, -1 with errno set: ETIMEDOUT
/// after `timeout_milliseconds`, unless they are negative. `*descriptor` is what came with it, or -1.
ssize_t sandbox_receive(int socket, void *bytes, size_t capacity, int *descriptor,
                        int timeout_milliseconds);

/// How many nodes a process can hold.
enum { sandbox_most_nodes = 64 };

/// Has `*reply` be 0, and whoever waits for it wake, as soon as the process meets a fatal signal or
/// calls `exit`; `*faulted` is the signal's number, if it came to the node's own thread. NULL takes a
/// node out.
void sandbox_watch_node(int place, uint32_t *reply, uint32_t *faulted);

/// Says that the calling thread runs this node, and gives it a stack for fatal signals.
SANDBOX_CYCLE void sandbox_enter_node(int place, void *stack, size_t byte_count);

/// The bytes of such a stack.
SANDBOX_CYCLE size_t sandbox_stack_byte_count(void);

/// Gives the calling thread a name of up to 15 bytes; on the first one, it is the process's.
static inline void sandbox_name_thread(const char *name) { prctl(PR_SET_NAME, name); }

/// Takes fatal signals from now on. Each still ends the process as it would have.
void sandbox_take_signals(void);
