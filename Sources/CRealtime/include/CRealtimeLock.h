// A lock for threads of different priorities, on the control side.
#ifndef TACTUS_CREALTIME_LOCK_H
#define TACTUS_CREALTIME_LOCK_H

/// A lock whose holder runs at the priority of the most urgent thread that waits for it.
typedef struct rt_lock rt_lock;

/// Makes a lock; NULL when there is no memory.
rt_lock *rt_lock_create(void);

/// Destroys a lock that nobody holds.
void rt_lock_destroy(rt_lock *lock);

/// Waits for the lock; aborts the process when the calling thread holds it already.
void rt_lock_acquire(rt_lock *lock);

/// Gives the lock back; only its holder may.
void rt_lock_release(rt_lock *lock);

#endif
