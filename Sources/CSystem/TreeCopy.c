#include "CSystemTree.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// A stack of work, which any thread takes from: a directory to make, or some files of a directory to copy. A directory's two descriptors stay open until its last
// piece of work is done; when too many are open, they are opened again component by component, from the nearest that is open: every 32nd one still is. So neither
// depth nor breadth need many of them, nor much time.

enum { open_limit = 64, open_most = 192, open_every = 32, files_in_piece = 64, noted_depth = 250, most_threads = 8, buffer_size = 256 << 10, block_size = 256 << 10 };

struct node {
  struct node *parent;
  int source, target;
  // Pieces of work that are not done yet.
  size_t pieces;
  // Nodes below, and the pieces together as one.
  size_t holders;
  int depth;
  mode_t mode;
  struct timespec modified;
  // Below the top, with a slash behind it; NULL: nothing is noted here.
  char *path;
  size_t path_length;
  char name[];
};

struct piece {
  struct node *node;
  // Terminated names, one behind the other; a directory is alone.
  char *names;
  size_t count;
  int is_directory;
};

struct block {
  struct block *next;
  size_t used, size;
  char bytes[];
};

struct state {
  struct cs_tree_copy *copy;
  pthread_mutex_t lock;
  pthread_cond_t changed;
  struct piece *pieces;
  size_t count, room;
  size_t working;
  size_t open;
  struct node *top;
  dev_t device;
  int error;
  char *failed;
  atomic_int stopped, clones, ranges, has_cloned;
  atomic_llong entries;
};

struct worker {
  struct state *state;
  char *buffer;
  char *listing;
  struct cs_copied_file *copied;
  size_t copied_count, copied_room;
  struct block *blocks;
  int64_t files, links, directories, bytes, skipped;
};

static int64_t nanoseconds(struct timespec time) { return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec; }

// MARK: Failing

// The path of a name in a node, for people; NULL without memory.
static char *path_of(const struct node *node, const char *name) {
  size_t length = strlen(name) + 1;
  for (const struct node *at = node; at->parent; at = at->parent) length += strlen(at->name) + 1;
  char *path = malloc(length);
  if (!path) return NULL;
  char *end = path + length - 1;
  *end = 0;
  end -= strlen(name);
  memcpy(end, name, strlen(name));
  for (const struct node *at = node; at->parent; at = at->parent) {
    *--end = '/';
    end -= strlen(at->name);
    memcpy(end, at->name, strlen(at->name));
  }
  return path;
}

static void fail(struct state *state, const struct node *node, const char *name, int error) {
  pthread_mutex_lock(&state->lock);
  if (!state->error) {
    state->error = error ? error : EIO;
    state->failed = path_of(node, name);
  }
  atomic_store(&state->stopped, 1);
  pthread_cond_broadcast(&state->changed);
  pthread_mutex_unlock(&state->lock);
}

// MARK: Nodes

// The node's descriptors: its own, or new ones for the caller to close (`mine`). Called without the lock.
static int enter(struct state *state, struct node *node, int *source, int *target, int *mine) {
  *mine = 0;
  pthread_mutex_lock(&state->lock);
  if (node->source >= 0) {
    *source = node->source;
    *target = node->target;
    pthread_mutex_unlock(&state->lock);
    return 0;
  }
  size_t length = 0;
  struct node *at = node;
  for (; at->source < 0; at = at->parent) length++;
  struct node **chain = malloc(length * sizeof *chain);
  int error = chain ? 0 : ENOMEM;
  if (chain) {
    size_t left = length;
    for (struct node *step = node; step->source < 0; step = step->parent) chain[--left] = step;
    int from = at->source, to = at->target;
    for (size_t i = 0; i < length && !error; i++) {
      int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
      int next_from = openat(from, chain[i]->name, flags);
      int next_to = next_from < 0 ? -1 : openat(to, chain[i]->name, flags);
      if (next_from < 0 || next_to < 0) error = errno;
      if (error && next_from >= 0) close(next_from);
      if (i > 0) {
        close(from);
        close(to);
      }
      from = next_from;
      to = next_to;
    }
    free(chain);
    *source = from;
    *target = to;
    *mine = 1;
  }
  pthread_mutex_unlock(&state->lock);
  return error;
}

static void leave(int source, int target, int mine) {
  if (!mine) return;
  close(source);
  close(target);
}

// With the lock held.
static void release(struct node *node) {
  while (node && --node->holders == 0) {
    struct node *parent = node->parent;
    free(node->path);
    free(node);
    node = parent;
  }
}

// All pieces of a directory are done: it gets its mode and times, which making files in it would change. Without the lock.
static void finish(struct state *state, struct node *node) {
  if (node->parent && !atomic_load(&state->stopped)) {
    int source, target, mine;
    int error = enter(state, node, &source, &target, &mine);
    if (!error) {
      struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}, node->modified};
      if (fchmod(target, (node->mode & 0777) | 0700) != 0 || futimens(target, times) != 0) error = errno;
      leave(source, target, mine);
    }
    if (error) fail(state, node->parent, node->name, error);
  }
  pthread_mutex_lock(&state->lock);
  if (node->parent && node->source >= 0) {
    close(node->source);
    close(node->target);
    node->source = node->target = -1;
    state->open--;
  }
  release(node);
  pthread_mutex_unlock(&state->lock);
}

static void piece_done(struct state *state, struct node *node) {
  pthread_mutex_lock(&state->lock);
  size_t left = --node->pieces;
  pthread_mutex_unlock(&state->lock);
  if (left == 0) finish(state, node);
}

// Takes the names over.
static int push(struct state *state, struct node *node, char *names, size_t count, int is_directory) {
  pthread_mutex_lock(&state->lock);
  if (state->count == state->room) {
    size_t room = state->room ? state->room * 2 : 256;
    struct piece *more = realloc(state->pieces, room * sizeof *more);
    if (!more) {
      pthread_mutex_unlock(&state->lock);
      free(names);
      return ENOMEM;
    }
    state->pieces = more;
    state->room = room;
  }
  node->pieces++;
  state->pieces[state->count++] = (struct piece){node, names, count, is_directory};
  pthread_cond_signal(&state->changed);
  pthread_mutex_unlock(&state->lock);
  return 0;
}

// MARK: Files

static int note(struct worker *worker, const struct node *node, const char *name, const struct stat *status) {
  if (!worker->state->copy->notes || !node->path) return 0;
  size_t length = node->path_length + strlen(name);
  struct block *block = worker->blocks;
  if (!block || block->size - block->used < length) {
    size_t size = length > block_size ? length : block_size;
    block = malloc(sizeof *block + size);
    if (!block) return ENOMEM;
    block->next = worker->blocks;
    block->used = 0;
    block->size = size;
    worker->blocks = block;
  }
  if (worker->copied_count == worker->copied_room) {
    size_t room = worker->copied_room ? worker->copied_room * 2 : 1024;
    struct cs_copied_file *more = realloc(worker->copied, room * sizeof *more);
    if (!more) return ENOMEM;
    worker->copied = more;
    worker->copied_room = room;
  }
  char *path = block->bytes + block->used;
  memcpy(path, node->path, node->path_length);
  memcpy(path + node->path_length, name, length - node->path_length);
  block->used += length;
  worker->copied[worker->copied_count++] = (struct cs_copied_file){
      .device = status->st_dev,
      .inode = status->st_ino,
      .size = status->st_size,
      .modified = nanoseconds(status->st_mtim),
      .changed = nanoseconds(status->st_ctim),
      .allocated = (int64_t)status->st_blocks * 512,
      .path = path,
      .length = (uint32_t)length,
      .mode = status->st_mode};
  return 0;
}

static int write_all(int file, const char *bytes, size_t count, off_t at) {
  while (count > 0) {
    ssize_t done = pwrite(file, bytes, count, at);
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return errno;
    if (done == 0) return EIO;
    bytes += done;
    at += done;
    count -= (size_t)done;
  }
  return 0;
}

static int copy_range(struct worker *worker, int from, int to, off_t begin, off_t end) {
  struct state *state = worker->state;
  off_t at = begin;
  while (at < end && !atomic_load(&state->stopped)) {
    size_t left = end - at > (1 << 30) ? 1 << 30 : (size_t)(end - at);
    if (left > buffer_size && atomic_load(&state->ranges)) {
      loff_t in = at, out = at;
      ssize_t done = syscall(SYS_copy_file_range, from, &in, to, &out, left, 0);
      if (done > 0) {
        at += done;
        continue;
      }
      if (done < 0 && errno == EINTR) continue;
      if (done < 0 && errno != EXDEV && errno != EINVAL && errno != ENOSYS && errno != EOPNOTSUPP && errno != EPERM) return errno;
      atomic_store(&state->ranges, 0);
    }
    ssize_t done = pread(from, worker->buffer, left > buffer_size ? buffer_size : left, at);
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return errno;
    if (done == 0) return 0;
    int error = write_all(to, worker->buffer, (size_t)done, at);
    if (error) return error;
    at += done;
  }
  return 0;
}

static int copy_content(struct worker *worker, int from, int to, const struct stat *status) {
  struct state *state = worker->state;
  off_t size = status->st_size;
  if (size == 0) return 0;
  if (atomic_load(&state->clones)) {
    if (ioctl(to, FICLONE, from) == 0) {
      atomic_store(&state->has_cloned, 1);
      return 0;
    }
    if (errno == ENOSPC || errno == EDQUOT || errno == EIO) return errno;
    atomic_store(&state->clones, 0);
  }
  if ((off_t)status->st_blocks * 512 >= size || size <= 65536) return copy_range(worker, from, to, 0, size);
  // Holes stay holes.
  if (ftruncate(to, size) != 0) return errno;
  off_t at = 0;
  while (at < size) {
    off_t data = lseek(from, at, SEEK_DATA);
    if (data < 0) return errno == ENXIO ? 0 : copy_range(worker, from, to, at, size);
    off_t hole = lseek(from, data, SEEK_HOLE);
    if (hole < 0 || hole > size) hole = size;
    int error = copy_range(worker, from, to, data, hole);
    if (error) return error;
    at = hole;
  }
  return 0;
}

static int copy_file(struct worker *worker, const struct node *node, int source, int target, const char *name) {
  int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY;
  struct stat status;
  int from = openat(source, name, flags);
  mode_t mode = 0;
  if (from < 0 && errno == EACCES) {
    if (fstatat(source, name, &status, AT_SYMLINK_NOFOLLOW) != 0) return errno;
    if (!S_ISREG(status.st_mode)) return EACCES;
    mode = status.st_mode;
    if (fchmodat(source, name, (mode & 0777) | 0400, 0) != 0) return errno;
    from = openat(source, name, flags);
  }
  if (from < 0) return errno;
  int error = 0;
  if (fstat(from, &status) != 0) error = errno;
  if (!error && !S_ISREG(status.st_mode)) error = EINVAL;
  if (error) {
    close(from);
    return error;
  }
  if (!mode) mode = status.st_mode;
  int to = openat(target, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode & 0777);
  if (to < 0) {
    error = errno;
    close(from);
    return error;
  }
  error = copy_content(worker, from, to, &status);
  worker->bytes += status.st_size;
  struct stat made;
  struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}, status.st_mtim};
  if (!error && futimens(to, times) != 0) error = errno;
  if (!error && fstat(to, &made) != 0) error = errno;
  // The umask has taken its part.
  if (!error && (made.st_mode & 07777) != (mode & 0777) && (fchmod(to, mode & 0777) != 0 || fstat(to, &made) != 0)) error = errno;
  if (!error) error = note(worker, node, name, &made);
  if (close(to) != 0 && !error) error = errno;
  close(from);
  worker->files++;
  return error;
}

static int copy_link(struct worker *worker, const struct node *node, int source, int target, const char *name, const struct stat *status) {
  ssize_t length = readlinkat(source, name, worker->buffer, 4096);
  if (length < 0) return errno;
  if (length == 4096) return ENAMETOOLONG;
  worker->buffer[length] = 0;
  if (symlinkat(worker->buffer, target, name) != 0) return errno;
  struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}, status->st_mtim};
  struct stat made;
  if (utimensat(target, name, times, AT_SYMLINK_NOFOLLOW) != 0) return errno;
  if (fstatat(target, name, &made, AT_SYMLINK_NOFOLLOW) != 0) return errno;
  worker->links++;
  return note(worker, node, name, &made);
}

static void copy_files(struct worker *worker, struct piece piece) {
  struct state *state = worker->state;
  int source, target, mine;
  int error = enter(state, piece.node, &source, &target, &mine);
  if (error) {
    fail(state, piece.node, "", error);
    return;
  }
  const char *name = piece.names;
  for (size_t i = 0; i < piece.count && !atomic_load(&state->stopped); i++, name += strlen(name) + 1) {
    // The first byte says what the listing said it is.
    char kind = *name++;
    if (kind == 'l') {
      struct stat status;
      error = fstatat(source, name, &status, AT_SYMLINK_NOFOLLOW) != 0 ? errno : 0;
      if (!error) error = copy_link(worker, piece.node, source, target, name, &status);
    } else {
      error = copy_file(worker, piece.node, source, target, name);
    }
    if (error) fail(state, piece.node, name, error);
  }
  leave(source, target, mine);
}

// MARK: Directories

struct entry {
  uint64_t inode;
  int64_t offset;
  unsigned short length;
  unsigned char kind;
  char name[];
};

static char kind_of(int directory, const struct entry *entry) {
  switch (entry->kind) {
  case 8: return 'f';
  case 10: return 'l';
  case 4: return 'd';
  case 0: break;
  default: return 0;
  }
  struct stat status;
  if (fstatat(directory, entry->name, &status, AT_SYMLINK_NOFOLLOW) != 0) return 0;
  return S_ISREG(status.st_mode) ? 'f' : S_ISLNK(status.st_mode) ? 'l' : S_ISDIR(status.st_mode) ? 'd' : 0;
}

// Lists a node's directory in the first tree and pushes its work. The node is held by one piece of the caller's.
static int list(struct worker *worker, struct node *node, int source) {
  struct state *state = worker->state;
  char *names = NULL;
  size_t used = 0, room = 0, count = 0;
  int error = 0;
  for (;;) {
    long read = syscall(SYS_getdents64, source, worker->listing, buffer_size);
    if (read < 0) error = errno;
    if (read <= 0) break;
    for (long at = 0; at < read && !error;) {
      const struct entry *entry = (const struct entry *)(worker->listing + at);
      at += entry->length;
      const char *name = entry->name;
      if (name[0] == '.' && (name[1] == 0 || (name[1] == '.' && name[2] == 0))) continue;
      char kind = kind_of(source, entry);
      if (!kind) {
        worker->skipped++;
        continue;
      }
      if (atomic_fetch_add(&state->entries, 1) >= state->copy->limit) {
        error = EOVERFLOW;
        break;
      }
      size_t length = strlen(name) + 1;
      if (kind == 'd') {
        char *copy = malloc(length);
        if (copy) memcpy(copy, name, length);
        error = copy ? push(state, node, copy, 1, 1) : ENOMEM;
        continue;
      }
      if (room - used < length + 1) {
        size_t wanted = (room ? room * 2 : 2048) + length;
        char *more = realloc(names, wanted);
        if (!more) {
          error = ENOMEM;
          break;
        }
        names = more;
        room = wanted;
      }
      names[used] = kind;
      memcpy(names + used + 1, name, length);
      used += length + 1;
      if (++count == files_in_piece) {
        error = push(state, node, names, count, 0);
        names = NULL;
        used = room = count = 0;
      }
    }
    if (error) break;
  }
  if (!error && count > 0) {
    error = push(state, node, names, count, 0);
    names = NULL;
  }
  free(names);
  return error;
}

static struct node *new_node(struct node *parent, const char *name) {
  size_t length = strlen(name);
  struct node *node = calloc(1, sizeof *node + length + 1);
  if (!node) return NULL;
  memcpy(node->name, name, length + 1);
  node->parent = parent;
  node->source = node->target = -1;
  node->pieces = 1;
  node->holders = 1;
  node->depth = parent->depth + 1;
  return node;
}

static int make_directory(struct worker *worker, struct node *parent, const char *name) {
  struct state *state = worker->state;
  int source, target, mine;
  int error = enter(state, parent, &source, &target, &mine);
  if (error) return error;
  int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
  struct stat status;
  struct node *node = new_node(parent, name);
  int from = -1, to = -1;
  if (!node) error = ENOMEM;
  if (!error && fstatat(source, name, &status, AT_SYMLINK_NOFOLLOW) != 0) error = errno;
  // What is mounted in a tree is no part of it.
  int is_foreign = !error && status.st_dev != state->device;
  if (!error && !is_foreign) {
    from = openat(source, name, flags);
    if (from < 0 && errno == EACCES && fchmodat(source, name, 0700, 0) == 0) from = openat(source, name, flags);
    if (from < 0) error = errno;
    if (!error && mkdirat(target, name, 0700) != 0) error = errno;
    if (!error && (to = openat(target, name, flags)) < 0) error = errno;
  }
  leave(source, target, mine);
  if (error || is_foreign) {
    if (from >= 0) close(from);
    free(node);
    if (is_foreign) worker->skipped++;
    return error;
  }
  node->mode = status.st_mode;
  node->modified = status.st_mtim;
  worker->directories++;
  const char *unnoted = state->copy->unnoted;
  if (state->copy->notes && parent->path && node->depth < noted_depth && !(parent == state->top && unnoted && strcmp(unnoted, name) == 0)) {
    size_t length = strlen(name);
    node->path = malloc(parent->path_length + length + 1);
    if (node->path) {
      memcpy(node->path, parent->path, parent->path_length);
      memcpy(node->path + parent->path_length, name, length);
      node->path[parent->path_length + length] = '/';
      node->path_length = parent->path_length + length + 1;
    }
  }
  pthread_mutex_lock(&state->lock);
  parent->holders++;
  // Before there is work that could use them.
  int kept = state->open < open_limit || (node->depth % open_every == 0 && state->open < open_most);
  if (kept) {
    node->source = from;
    node->target = to;
    state->open++;
  }
  pthread_mutex_unlock(&state->lock);
  error = list(worker, node, from);
  if (error) fail(state, node, "", error);
  if (!kept) {
    close(from);
    close(to);
  }
  piece_done(state, node);
  return 0;
}

// MARK: Threads

static void *work(void *argument) {
  struct worker *worker = argument;
  struct state *state = worker->state;
  pthread_mutex_lock(&state->lock);
  for (;;) {
    while (state->count == 0 && state->working > 0) pthread_cond_wait(&state->changed, &state->lock);
    if (state->count == 0) break;
    struct piece piece = state->pieces[--state->count];
    state->working++;
    pthread_mutex_unlock(&state->lock);
    if (!atomic_load(&state->stopped)) {
      if (piece.is_directory) {
        int error = make_directory(worker, piece.node, piece.names);
        if (error) fail(state, piece.node, piece.names, error);
      } else {
        copy_files(worker, piece);
      }
    }
    free(piece.names);
    piece_done(state, piece.node);
    pthread_mutex_lock(&state->lock);
    state->working--;
    if (state->working == 0 && state->count == 0) pthread_cond_broadcast(&state->changed);
  }
  pthread_mutex_unlock(&state->lock);
  return NULL;
}

// Puts together what the workers noted.
static int gather(struct cs_tree_copy *copy, struct worker *workers, size_t count) {
  size_t total = 0;
  for (size_t i = 0; i < count; i++) total += workers[i].copied_count;
  if (total > 0) {
    copy->copied = malloc(total * sizeof *copy->copied);
    if (!copy->copied) return ENOMEM;
  }
  struct block *all = NULL;
  for (size_t i = 0; i < count; i++) {
    struct worker *worker = &workers[i];
    if (worker->copied_count > 0) {
      memcpy(copy->copied + copy->copied_count, worker->copied, worker->copied_count * sizeof *worker->copied);
      copy->copied_count += worker->copied_count;
    }
    while (worker->blocks) {
      struct block *next = worker->blocks->next;
      worker->blocks->next = all;
      all = worker->blocks;
      worker->blocks = next;
    }
    copy->files += worker->files;
    copy->links += worker->links;
    copy->directories += worker->directories;
    copy->bytes += worker->bytes;
    copy->skipped += worker->skipped;
  }
  copy->memory = all;
  return 0;
}

int cs_copy_tree(struct cs_tree_copy *copy) {
  struct state state = {.copy = copy};
  struct worker workers[most_threads] = {0};
  pthread_t threads[most_threads];
  size_t started = 1;
  size_t wanted = copy->threads < 1 ? 1 : copy->threads > most_threads ? most_threads : (size_t)copy->threads;
  struct stat status;
  if (fstat(copy->source, &status) != 0) return -errno;
  state.device = status.st_dev;
  atomic_init(&state.clones, copy->clones);
  atomic_init(&state.ranges, 1);
  pthread_mutex_init(&state.lock, NULL);
  pthread_cond_init(&state.changed, NULL);
  struct node *top = calloc(1, sizeof *top + 1);
  int error = top ? 0 : ENOMEM;
  for (size_t i = 0; i < wanted && !error; i++) {
    workers[i].state = &state;
    workers[i].buffer = malloc(buffer_size);
    workers[i].listing = malloc(buffer_size);
    if (!workers[i].buffer || !workers[i].listing) error = ENOMEM;
  }
  if (!error) {
    // The caller's own descriptors: never closed here.
    top->source = copy->source;
    top->target = copy->target;
    top->pieces = 1;
    top->holders = 2;
    top->path = calloc(1, 1);
    state.top = top;
    lseek(copy->source, 0, SEEK_SET);
    error = list(&workers[0], top, copy->source);
    if (error) fail(&state, top, "", error);
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    // A thread more only where there is work for it.
    if (state.count < wanted) wanted = state.count ? state.count : 1;
    for (; started < wanted; started++)
      if (pthread_create(&threads[started], NULL, work, &workers[started]) != 0) break;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    work(&workers[0]);
    for (size_t i = 1; i < started; i++) pthread_join(threads[i], NULL);
    piece_done(&state, top);
    error = state.error;
  }
  int gathered = gather(copy, workers, most_threads);
  if (!error) error = gathered;
  copy->failed = state.failed;
  copy->has_cloned = atomic_load(&state.has_cloned);
  for (size_t i = 0; i < most_threads; i++) {
    free(workers[i].buffer);
    free(workers[i].listing);
    free(workers[i].copied);
  }
  free(state.pieces);
  if (top) {
    free(top->path);
    free(top);
  }
  pthread_mutex_destroy(&state.lock);
  pthread_cond_destroy(&state.changed);
  return -error;
}

void cs_copy_tree_free(struct cs_tree_copy *copy) {
  struct block *block = copy->memory;
  while (block) {
    struct block *next = block->next;
    free(block);
    block = next;
  }
  free(copy->copied);
  free(copy->failed);
  copy->memory = NULL;
  copy->copied = NULL;
  copy->failed = NULL;
}
