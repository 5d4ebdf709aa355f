// The seccomp deny-list. Every call that is not named here stays allowed: agents run compilers, browsers and whatever a
// repository's tests need. Calls that programs try and can do without are answered as on a kernel that has not got them.

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <netinet/in.h>
#include <unistd.h>

#include "walls.h"

#if defined(__x86_64__)
#define NATIVE_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define NATIVE_ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "the seccomp filter knows x86_64 and aarch64"
#endif

// Numbers that are the same on all architectures and younger than Debian 12's headers may be.
enum { NUMBER_MOVE_MOUNT = 429, NUMBER_OPEN_TREE = 428, NUMBER_OPEN_TREE_ATTR = 467, NUMBER_MOUNT_SETATTR = 442 };

// The flags of clone and unshare that make namespaces (CLONE_NEWNS, CGROUP, UTS, IPC, USER, PID, NET), and CLONE_NEWTIME, which for clone lies
// among the bits of the exit signal.
enum { NAMESPACE_FLAGS = 0x7E020000, TIME_NAMESPACE_FLAG = 0x80 };
// SOCK_NONBLOCK and SOCK_CLOEXEC lie above the type.
enum { SOCKET_TYPE_MASK = 0xF };
// ioctl requests of terminals: push a byte into the input, the console's own, change the line discipline.
static const uint32_t refused_requests[] = {0x5412, 0x541C, 0x5423};

static const uint32_t refused_calls[] = {
    // Other processes.
    SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_kcmp, SYS_pidfd_getfd, SYS_process_madvise, SYS_migrate_pages, SYS_move_pages,
    // Keys, programs in the kernel, measuring, page faults.
    SYS_keyctl, SYS_add_key, SYS_request_key, SYS_bpf, SYS_perf_event_open, SYS_userfaultfd, SYS_fanotify_init,
    // Mounts and roots.
    SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_fsopen, SYS_fsconfig, SYS_fsmount, SYS_fspick, NUMBER_MOVE_MOUNT, NUMBER_OPEN_TREE,
    NUMBER_OPEN_TREE_ATTR, NUMBER_MOUNT_SETATTR, SYS_open_by_handle_at, SYS_setns,
    // The machine.
    SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_kexec_load, SYS_kexec_file_load, SYS_reboot, SYS_swapon, SYS_swapoff, SYS_quotactl,
    SYS_quotactl_fd, SYS_syslog, SYS_acct, SYS_settimeofday, SYS_clock_settime, SYS_clock_adjtime, SYS_adjtimex, SYS_sethostname, SYS_setdomainname,
    SYS_vhangup, SYS_lookup_dcookie, SYS_nfsservctl,
#if defined(__x86_64__)
    SYS_iopl, SYS_ioperm, SYS_modify_ldt, SYS_uselib, SYS_ustat, SYS_sysfs, SYS__sysctl, SYS_create_module, SYS_get_kernel_syms, SYS_query_module,
#endif
};

// Answered as on an older kernel: the C library, Node and Go then take the older call, whose flags can be read here.
static const uint32_t missing_calls[] = {SYS_clone3, SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register};

struct program {
  struct sock_filter code[512];
  unsigned short count;
};

static void put(struct program *program, uint16_t code, uint32_t value, uint8_t yes, uint8_t no) {
  program->code[program->count++] = (struct sock_filter){.code = code, .k = value, .jt = yes, .jf = no};
}

static void load(struct program *program, size_t offset) { put(program, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0); }

// The lower half of an argument: all that the kernel looks at of an int or of these flags. Both architectures are little-endian.
static void load_argument(struct program *program, unsigned number) {
  load(program, offsetof(struct seccomp_data, args) + number * sizeof(uint64_t));
}

static void answer(struct program *program, uint32_t value) { put(program, BPF_RET | BPF_K, value, 0, 0); }

static void answer_if(struct program *program, uint32_t value, uint32_t result) {
  put(program, BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1);
  answer(program, result);
}

static void answer_if_any(struct program *program, uint32_t bits, uint32_t result) {
  put(program, BPF_JMP | BPF_JSET | BPF_K, bits, 0, 1);
  answer(program, result);
}

static void answer_unless(struct program *program, uint32_t value, uint32_t result) {
  put(program, BPF_JMP | BPF_JEQ | BPF_K, value, 1, 0);
  answer(program, result);
}

// Begins what is looked at for one call only, and ends it: the jump over it is known then.
static unsigned short begin(struct program *program, uint32_t number) {
  put(program, BPF_JMP | BPF_JEQ | BPF_K, number, 0, 0);
  return program->count;
}

static void end(struct program *program, unsigned short beginning) {
  answer(program, SECCOMP_RET_ALLOW);
  program->code[beginning - 1].jf = (uint8_t)(program->count - beginning);
}

static uint32_t error(int number) { return SECCOMP_RET_ERRNO | ((uint32_t)number & SECCOMP_RET_DATA); }

static void sockets(struct program *program, enum network network, int local_sockets) {
  unsigned short beginning = begin(program, SYS_socket);
  load_argument(program, 0);
  if (local_sockets) answer_if(program, AF_UNIX, SECCOMP_RET_ALLOW);
  if (network == NETWORK_ANY) {
    answer_if(program, AF_INET, SECCOMP_RET_ALLOW);
    answer_if(program, AF_INET6, SECCOMP_RET_ALLOW);
  } else if (network == NETWORK_TCP) {
    // Landlock's port rules see TCP alone: whatever else carries bytes is refused here (UDP, raw, SCTP, multipath TCP).
    put(program, BPF_JMP | BPF_JEQ | BPF_K, AF_INET, 1, 0);
    put(program, BPF_JMP | BPF_JEQ | BPF_K, AF_INET6, 0, 10);
    load_argument(program, 1);
    put(program, BPF_ALU | BPF_AND | BPF_K, SOCKET_TYPE_MASK, 0, 0);
    answer_unless(program, SOCK_STREAM, error(EACCES));
    load_argument(program, 2);
    answer_if(program, 0, SECCOMP_RET_ALLOW);
    answer_unless(program, IPPROTO_TCP, error(EACCES));
    answer(program, SECCOMP_RET_ALLOW);
  }
  // Names of interfaces and addresses, and none of netlink's other families.
  answer_unless(program, AF_NETLINK, error(EAFNOSUPPORT));
  load_argument(program, 2);
  answer_unless(program, 0, error(EPROTONOSUPPORT));
  end(program, beginning);

  beginning = begin(program, SYS_socketpair);
  load_argument(program, 0);
  answer_unless(program, AF_UNIX, error(EAFNOSUPPORT));
  end(program, beginning);
}

int load_filter(enum network network, int local_sockets) {
  struct program program = {.count = 0};
  load(&program, offsetof(struct seccomp_data, arch));
  answer_unless(&program, NATIVE_ARCHITECTURE, SECCOMP_RET_KILL_PROCESS);
  load(&program, offsetof(struct seccomp_data, nr));
#if defined(__x86_64__)
  // The x32 calls have numbers of their own.
  put(&program, BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1);
  answer(&program, SECCOMP_RET_KILL_PROCESS);
#endif
  for (size_t i = 0; i < sizeof refused_calls / sizeof *refused_calls; i++) answer_if(&program, refused_calls[i], error(EPERM));
  for (size_t i = 0; i < sizeof missing_calls / sizeof *missing_calls; i++) answer_if(&program, missing_calls[i], error(ENOSYS));

  unsigned short beginning = begin(&program, SYS_clone);
  load_argument(&program, 0);
  answer_if_any(&program, NAMESPACE_FLAGS, error(EPERM));
  end(&program, beginning);
  beginning = begin(&program, SYS_unshare);
  load_argument(&program, 0);
  answer_if_any(&program, NAMESPACE_FLAGS | TIME_NAMESPACE_FLAG, error(EPERM));
  end(&program, beginning);
  beginning = begin(&program, SYS_ioctl);
  load_argument(&program, 1);
  for (size_t i = 0; i < sizeof refused_requests / sizeof *refused_requests; i++) answer_if(&program, refused_requests[i], error(EPERM));
  end(&program, beginning);
  sockets(&program, network, local_sockets);
  answer(&program, SECCOMP_RET_ALLOW);

  struct sock_fprog loaded = {.len = program.count, .filter = program.code};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) return -1;
  return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &loaded);
}
