#include "CSystem.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

// Where Swift's concurrency library runs what belongs to no actor's own thread. By default that is libdispatch's pool, whose monitor wakes up once a second
// for as long as the process lives (libdispatch, queue.c, `_dispatch_workq_init_once`). This pool sleeps while there is nothing to do.
// The hooks are those of the library's header `swift/Runtime/Concurrency.h`.

#define SWIFT __attribute__((swiftcall))

typedef void SWIFT (*original)(void *);
extern void SWIFT (*swift_task_enqueueGlobal_hook)(void *job, original);
extern void SWIFT (*swift_task_enqueueGlobalWithDelay_hook)(unsigned long long nanoseconds, void *job, original);
extern void SWIFT (*swift_task_enqueueGlobalWithDeadline_hook)(long long seconds, long long nanoseconds, long long toleranceSeconds,
                                                               long long toleranceNanoseconds, int clock, void *job, original);
extern void SWIFT swift_job_run(void *job, void *executor, uintptr_t implementation);

struct list {
  void **jobs;
  size_t first, count, room;
};

struct timer {
  int64_t due;
  // NULL: a job of the library's.
  void (*fire)(void *);
  void *job;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t filled = PTHREAD_COND_INITIALIZER;
static struct list ready;
static int sleeping;

static pthread_mutex_t timer_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t timer_changed;
// A heap, the earliest first.
static struct timer *timers;
static size_t timer_count, timer_room;

static int64_t now(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static void *grown(void *old, size_t count) {
  void *bigger = realloc(old, count);
  if (!bigger) abort();
  return bigger;
}

static void put(void *job) {
  pthread_mutex_lock(&lock);
  if (ready.count == ready.room) {
    size_t room = ready.room ? ready.room * 2 : 256;
    void **jobs = grown(NULL, room * sizeof *jobs);
    for (size_t at = 0; at < ready.count; at++) jobs[at] = ready.jobs[(ready.first + at) % ready.room];
    free(ready.jobs);
    ready.jobs = jobs;
    ready.first = 0;
    ready.room = room;
  }
  ready.jobs[(ready.first + ready.count++) % ready.room] = job;
  if (sleeping) pthread_cond_signal(&filled);
  pthread_mutex_unlock(&lock);
}

static void *work(void *unused) {
  (void)unused;
  cs_thread_name("carrel-tasks");
  for (;;) {
    pthread_mutex_lock(&lock);
    while (ready.count == 0) {
      sleeping++;
      pthread_cond_wait(&filled, &lock);
      sleeping--;
    }
    void *job = ready.jobs[ready.first];
    ready.first = (ready.first + 1) % ready.room;
    ready.count--;
    pthread_mutex_unlock(&lock);
    swift_job_run(job, NULL, 0);
  }
  return NULL;
}

static void *wake(void *);
static pthread_once_t timer_once = PTHREAD_ONCE_INIT;

static void start_timers(void) {
  pthread_condattr_t monotonic;
  pthread_condattr_init(&monotonic);
  pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
  pthread_cond_init(&timer_changed, &monotonic);
  pthread_condattr_destroy(&monotonic);
  if (cs_thread_start(wake, NULL)) abort();
}

static void put_at(int64_t due, void (*fire)(void *), void *job) {
  pthread_once(&timer_once, start_timers);
  pthread_mutex_lock(&timer_lock);
  if (timer_count == timer_room) {
    timer_room = timer_room ? timer_room * 2 : 64;
    timers = grown(timers, timer_room * sizeof *timers);
  }
  size_t at = timer_count++;
  while (at > 0 && timers[(at - 1) / 2].due > due) {
    timers[at] = timers[(at - 1) / 2];
    at = (at - 1) / 2;
  }
  timers[at] = (struct timer){due, fire, job};
  if (at == 0) pthread_cond_signal(&timer_changed);
  pthread_mutex_unlock(&timer_lock);
}

// With the lock held and at least one timer.
static struct timer take_earliest(void) {
  struct timer earliest = timers[0];
  struct timer last = timers[--timer_count];
  size_t at = 0;
  for (;;) {
    size_t child = 2 * at + 1;
    if (child >= timer_count) break;
    if (child + 1 < timer_count && timers[child + 1].due < timers[child].due) child++;
    if (timers[child].due >= last.due) break;
    timers[at] = timers[child];
    at = child;
  }
  timers[at] = last;
  return earliest;
}

static void *wake(void *unused) {
  (void)unused;
  cs_thread_name("carrel-timers");
  pthread_mutex_lock(&timer_lock);
  for (;;) {
    if (timer_count == 0) {
      pthread_cond_wait(&timer_changed, &timer_lock);
      continue;
    }
    int64_t due = timers[0].due;
    if (due > now(CLOCK_MONOTONIC)) {
      struct timespec until = {due / 1000000000, due % 1000000000};
      pthread_cond_timedwait(&timer_changed, &timer_lock, &until);
      continue;
    }
    struct timer earliest = take_earliest();
    pthread_mutex_unlock(&timer_lock);
    if (earliest.fire) earliest.fire(earliest.job);
    else put(earliest.job);
    pthread_mutex_lock(&timer_lock);
  }
  return NULL;
}

static int64_t later(int64_t start, int64_t delay) { return delay > INT64_MAX - start ? INT64_MAX : start + (delay < 0 ? 0 : delay); }

static void SWIFT enqueue(void *job, original unused) {
  (void)unused;
  put(job);
}

static void SWIFT enqueue_after(unsigned long long nanoseconds, void *job, original unused) {
  (void)unused;
  put_at(later(now(CLOCK_MONOTONIC), nanoseconds > INT64_MAX ? INT64_MAX : (int64_t)nanoseconds), NULL, job);
}

static void SWIFT enqueue_at(long long seconds, long long nanoseconds, long long toleranceSeconds, long long toleranceNanoseconds, int clock,
                             void *job, original unused) {
  (void)toleranceSeconds;
  (void)toleranceNanoseconds;
  (void)unused;
  // 1: the continuous clock, 2: the suspending one, 3: the wall clock.
  clockid_t kind = clock == 1 ? CLOCK_BOOTTIME : clock == 3 ? CLOCK_REALTIME : CLOCK_MONOTONIC;
  int64_t due = seconds >= INT64_MAX / 1000000000 ? INT64_MAX : seconds * 1000000000 + nanoseconds;
  put_at(later(now(CLOCK_MONOTONIC), due == INT64_MAX ? due : due - now(kind)), NULL, job);
}

void cs_timer_add(int64_t nanoseconds, void (*fire)(void *), void *context) {
  put_at(later(now(CLOCK_MONOTONIC), nanoseconds), fire, context);
}

int cs_task_pool_start(int threads) {
  for (int number = 0; number < threads; number++) {
    int problem = cs_thread_start(work, NULL);
    // Fewer threads will do; none will not.
    if (problem && number == 0) return problem;
  }
  swift_task_enqueueGlobalWithDelay_hook = enqueue_after;
  swift_task_enqueueGlobalWithDeadline_hook = enqueue_at;
  swift_task_enqueueGlobal_hook = enqueue;
  return 0;
}
