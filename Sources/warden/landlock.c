// Landlock, spoken with the kernel directly: Debian 12's headers know its first two versions only. Numbers and layouts are those of the kernel's
// include/uapi/linux/landlock.h.

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "walls.h"

enum { CREATE_RULESET = 444, ADD_RULE = 445, RESTRICT_SELF = 446 };
enum { VERSION_FLAG = 1, RULE_PATH = 1, RULE_PORT = 2, NEWEST_VERSION = 6 };
enum { MOST_RULE_BYTES = 1 << 20 };

// Rights in files, by the version that brought them: execute, write, read, list, remove and make each kind (1), link and rename between directories
// (2), truncate (3), ioctl of devices (5).
enum { EXECUTE = 1 << 0, WRITE = 1 << 1, READ = 1 << 2, LIST = 1 << 3, ALL_OF_1 = (1 << 13) - 1, REFER = 1 << 13, TRUNCATE = 1 << 14, IOCTL = 1 << 15 };
enum { MAKE_DEVICES = 1 << 6 | 1 << 11 };
enum { BIND_TCP = 1 << 0, CONNECT_TCP = 1 << 1 };
enum { SCOPE_SOCKETS = 1 << 0, SCOPE_SIGNALS = 1 << 1 };

struct ruleset {
  uint64_t files, ports, scoped;
};
struct path_rule {
  uint64_t rights;
  int32_t parent;
} __attribute__((packed));
struct port_rule {
  uint64_t rights, port;
};

int landlock_version(void) {
  long version = syscall(CREATE_RULESET, NULL, 0, VERSION_FLAG);
  return version < 0 ? 0 : version > NEWEST_VERSION ? NEWEST_VERSION : (int)version;
}

// What a ruleset is for a kernel of this version: it must not be longer than what the kernel knows.
static size_t ruleset_size(int version) { return version >= 6 ? 24 : version >= 4 ? 16 : 8; }

static uint64_t file_rights(int version) {
  return ALL_OF_1 | (version >= 2 ? REFER : 0) | (version >= 3 ? TRUNCATE : 0) | (version >= 5 ? IOCTL : 0);
}

static int enter(int ruleset) {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) return -1;
  return (int)syscall(RESTRICT_SELF, ruleset, 0);
}

static int allow_path(int ruleset, char kind, const char *path, uint64_t handled) {
  struct path_rule rule = {.parent = open(path, O_PATH | O_CLOEXEC)};
  if (rule.parent < 0) return errno == ENOENT || errno == ENOTDIR || errno == EACCES ? 0 : -1;
  struct stat found;
  uint64_t rights = kind == 'w' ? handled & ~(uint64_t)MAKE_DEVICES : kind == 'd' ? READ | WRITE | TRUNCATE | IOCTL : EXECUTE | READ | LIST;
  int result = fstat(rule.parent, &found);
  // Rights of directories do not go with a single file.
  if (result == 0 && !S_ISDIR(found.st_mode)) rights &= EXECUTE | READ | WRITE | TRUNCATE | IOCTL;
  rule.rights = rights & handled;
  if (result == 0) result = (int)syscall(ADD_RULE, ruleset, RULE_PATH, &rule, 0);
  int reason = errno;
  close(rule.parent);
  errno = reason;
  return result;
}

// All bytes of a descriptor, with a zero byte after them; NULL with errno.
static char *read_all(int fd, size_t *size) {
  char *text = malloc(MOST_RULE_BYTES + 1);
  if (!text) return NULL;
  *size = 0;
  for (;;) {
    ssize_t got = pread(fd, text + *size, MOST_RULE_BYTES - *size, (off_t)*size);
    if (got == 0) break;
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      free(text);
      return NULL;
    }
    *size += (size_t)got;
  }
  text[*size] = 0;
  if (*size < MOST_RULE_BYTES) return text;
  // It may have been cut: fewer rules would be fewer rights, but not the ones that were meant.
  free(text);
  errno = E2BIG;
  return NULL;
}

int load_rules(int rules, int limit_ports, const unsigned *ports, size_t count, const char **what) {
  *what = "asking for Landlock";
  int version = landlock_version();
  if (version < 1) {
    errno = EOPNOTSUPP;
    return -1;
  }
  struct ruleset handled = {.files = file_rights(version)};
  if (limit_ports && version >= 4) handled.ports = BIND_TCP | CONNECT_TCP;
  if (version >= 6) handled.scoped = SCOPE_SOCKETS | SCOPE_SIGNALS;
  int ruleset = (int)syscall(CREATE_RULESET, &handled, ruleset_size(version), 0);
  if (ruleset < 0) return -1;
  fcntl(ruleset, F_SETFD, FD_CLOEXEC);

  *what = "reading the rules";
  size_t size;
  char *text = read_all(rules, &size);
  if (!text) return -1;
  for (char *at = text; at < text + size; at += strlen(at) + 1) {
    if (!*at) continue;
    *what = at + 1;
    if (allow_path(ruleset, *at, at + 1, handled.files) < 0) return -1;
  }
  *what = "allowing a port";
  for (size_t i = 0; handled.ports && i < count; i++) {
    struct port_rule rule = {.rights = CONNECT_TCP, .port = ports[i]};
    if (syscall(ADD_RULE, ruleset, RULE_PORT, &rule, 0) < 0) return -1;
  }
  *what = "entering the rules";
  return enter(ruleset);
}

int scope_sockets(void) {
  if (landlock_version() < 6) return 0;
  struct ruleset handled = {.scoped = SCOPE_SOCKETS};
  int ruleset = (int)syscall(CREATE_RULESET, &handled, sizeof handled, 0);
  if (ruleset < 0) return 0;
  int result = enter(ruleset);
  close(ruleset);
  return result == 0;
}

int drop_capabilities(void) {
  for (int number = 0; number < 64; number++)
    if (prctl(PR_CAPBSET_DROP, number, 0, 0, 0) < 0 && errno != EINVAL && errno != EPERM) return -1;
  prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct none[2] = {{0, 0, 0}, {0, 0, 0}};
  return (int)syscall(SYS_capset, &header, none);
}
