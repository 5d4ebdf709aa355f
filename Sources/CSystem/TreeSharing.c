#include "CSystemTree.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/btrfs.h>
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

int cs_can_clone(int directory) {
  int from = openat(directory, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (from < 0) return 0;
  int to = openat(directory, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  char page[4096];
  memset(page, 'c', sizeof page);
  int can = to >= 0 && write(from, page, sizeof page) == sizeof page && ioctl(to, FICLONE, from) == 0;
  if (to >= 0) close(to);
  close(from);
  return can;
}

int64_t cs_shared_bytes(int file) {
  enum { extents = 128 };
  _Alignas(struct fiemap) char space[sizeof(struct fiemap) + extents * sizeof(struct fiemap_extent)];
  struct fiemap *request = (struct fiemap *)space;
  int64_t sum = 0;
  uint64_t at = 0;
  // A file has at most so many pieces that matter.
  for (int round = 0; round < 4096; round++) {
    memset(space, 0, sizeof space);
    request->fm_start = at;
    request->fm_length = FIEMAP_MAX_OFFSET - at;
    request->fm_extent_count = extents;
    if (ioctl(file, FS_IOC_FIEMAP, request) != 0 || request->fm_mapped_extents == 0) return sum;
    for (unsigned i = 0; i < request->fm_mapped_extents; i++) {
      const struct fiemap_extent *extent = &request->fm_extents[i];
      if ((extent->fe_flags & FIEMAP_EXTENT_SHARED) && extent->fe_length < INT64_MAX - (uint64_t)sum) sum += (int64_t)extent->fe_length;
      if (extent->fe_flags & FIEMAP_EXTENT_LAST) return sum;
      at = extent->fe_logical + extent->fe_length;
    }
  }
  return sum;
}

int cs_on_btrfs(int directory) {
  struct statfs status;
  return fstatfs(directory, &status) == 0 && (unsigned long)status.f_type == 0x9123683EUL;
}

static int set_name(char *field, size_t size, const char *name) {
  size_t length = strlen(name);
  if (length == 0 || length >= size || strchr(name, '/')) return 0;
  memcpy(field, name, length + 1);
  return 1;
}

int cs_subvolume_create(int directory, const char *name) {
  struct btrfs_ioctl_vol_args request;
  memset(&request, 0, sizeof request);
  if (!set_name(request.name, sizeof request.name, name)) return -EINVAL;
  return ioctl(directory, BTRFS_IOC_SUBVOL_CREATE, &request) == 0 ? 0 : -errno;
}

int cs_subvolume_snapshot(int subvolume, int directory, const char *name) {
  struct btrfs_ioctl_vol_args_v2 request;
  memset(&request, 0, sizeof request);
  request.fd = subvolume;
  if (!set_name(request.name, sizeof request.name, name)) return -EINVAL;
  return ioctl(directory, BTRFS_IOC_SNAP_CREATE_V2, &request) == 0 ? 0 : -errno;
}

int cs_subvolume_delete(int directory, const char *name) {
  struct btrfs_ioctl_vol_args request;
  memset(&request, 0, sizeof request);
  if (!set_name(request.name, sizeof request.name, name)) return -EINVAL;
  return ioctl(directory, BTRFS_IOC_SNAP_DESTROY, &request) == 0 ? 0 : -errno;
}

int cs_is_subvolume(int directory, const char *name) {
  if (!cs_on_btrfs(directory)) return 0;
  struct statx status;
  if (statx(directory, name, AT_SYMLINK_NOFOLLOW, STATX_INO | STATX_TYPE, &status) != 0) return 0;
  if (!(status.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT) || (status.stx_attributes & STATX_ATTR_MOUNT_ROOT)) return 0;
  return status.stx_ino == 256 && S_ISDIR(status.stx_mode);
}
