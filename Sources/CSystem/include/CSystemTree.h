#pragma once

// Copying whole trees, and what a file system can do besides. Every function that can fail returns -errno. All of them block.

#include <stddef.h>
#include <stdint.h>

// One regular file or link that was copied, as the copy looks: times in nanoseconds since 1970. `path` is relative to the top, `length` bytes, not terminated.
struct cs_copied_file {
  uint64_t device, inode;
  int64_t size, modified, changed, allocated;
  const char *path;
  uint32_t length, mode;
};

// A copy of one tree: what is wanted, and what came of it.
struct cs_tree_copy {
  // Two open directories. The second has to be empty; it keeps its own mode and times.
  int source, target;
  // How many threads work on it, the calling one included: 1 to 8.
  int threads;
  // Whether `copied` is filled.
  int notes;
  // A name at the top below which nothing is noted; NULL: none.
  const char *unnoted;
  // How many files, links and directories may be copied; more is EOVERFLOW.
  int64_t limit;
  // 0: sharing of blocks is not even tried.
  int clones;

  int64_t files, links, directories;
  // Bytes of the files' contents.
  int64_t bytes;
  // FIFOs, sockets and devices, which are left out.
  int64_t skipped;
  // Whether at least one file shares its blocks with its original.
  int has_cloned;
  struct cs_copied_file *copied;
  size_t copied_count;
  // Where it failed, relative to the top, terminated; NULL: nothing failed.
  char *failed;
  // The memory behind `copied`.
  void *memory;
};

// Copies regular files, links as links, and directories at any depth; no link is followed, no other file system entered. Modes (without set-id bits) and times of change are
// kept; directories stay open to their owner. Returns 0 or the -errno of the first failure; what was made stays then.
int cs_copy_tree(struct cs_tree_copy *copy);
// Gives back what `cs_copy_tree` allocated.
void cs_copy_tree_free(struct cs_tree_copy *copy);

// Whether files in this directory can share blocks (FICLONE), found out with two nameless files: 1, 0.
int cs_can_clone(int directory);
// The bytes of an open file whose blocks it shares with others (FIEMAP); 0 where the file system cannot tell.
int64_t cs_shared_bytes(int file);

// Whether the directory lies on btrfs: 1, 0.
int cs_on_btrfs(int directory);
// Makes an empty subvolume.
int cs_subvolume_create(int directory, const char *name);
// Makes a writable snapshot of an open subvolume.
int cs_subvolume_snapshot(int subvolume, int directory, const char *name);
// Deletes a subvolume at once; the kernel may want rights for that (EPERM).
int cs_subvolume_delete(int directory, const char *name);
// Whether a name is a subvolume of the directory's own file system and nothing that is mounted there: 1, 0.
int cs_is_subvolume(int directory, const char *name);
