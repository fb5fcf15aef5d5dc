// Waiting on descriptors; part of CRealtime.h.
#ifndef TACTUS_CREALTIME_DESCRIPTORS_H
#define TACTUS_CREALTIME_DESCRIPTORS_H

#ifndef TACTUS_CREALTIME_H
#error "Include CRealtime.h."
#endif

/// Why a descriptor cannot be waited on.
typedef enum rt_refusal {
  rt_refusal_none = 0,
  rt_refusal_closed = 1,        ///< It is not open.
  rt_refusal_always_ready = 2,  ///< It is of a file that is always ready, such as a regular one.
  rt_refusal_limit = 3,         ///< No memory, or a limit on descriptors or registrations.
  rt_refusal_other = 4
} rt_refusal;

/// What an errno of the functions below means.
rt_refusal rt_refusal_of(int error);

/// Makes an epoll descriptor. Returns it, or a negative errno.
int rt_epoll_create(void);

/// Registers a descriptor that reports nothing yet but a hang-up or an error, once. Returns 0 or an
/// errno.
int rt_epoll_add(int epoll, int descriptor);

/// Takes a registered descriptor out.
RT_CYCLE void rt_epoll_remove(int epoll, int descriptor);

/// Reports a registered descriptor's next readiness for `events`, hang-up or error, once, as
/// `data`. Returns 0 or an errno. Allocates nothing, in the kernel neither.
RT_CYCLE int rt_epoll_arm(int epoll, int descriptor, uint32_t events, uint64_t data);

/// Waits up to `milliseconds` (negative: for ever) and stores the data of up to 64 descriptors that
/// are ready. Returns how many.
RT_CYCLE int rt_epoll_wait(int epoll, uint64_t *ready, int milliseconds);

/// Makes an eventfd whose every ring the epoll descriptor reports as `data`. Returns it, or a
/// negative errno.
int rt_bell_create(int epoll, uint64_t data);

/// Rings; never blocks.
RT_CYCLE void rt_bell_ring(int bell);

/// Another descriptor of the same open file, closed on exec. Returns it, or a negative errno.
int rt_descriptor_duplicate(int descriptor);

RT_CYCLE void rt_descriptor_close(int descriptor);

/// Whether two descriptors are of one open file; where the kernel will not tell, whether
/// `original`, the number `kept` was duplicated from, is `asked`.
bool rt_descriptor_is_same(int asked, int kept, int original);

/// What makes a descriptor ready: room for the next period in an ALSA playback stream, for all
/// others something to read.
uint32_t rt_descriptor_readiness(int descriptor);

#endif
