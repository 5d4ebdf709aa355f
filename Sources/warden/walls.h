// What the warden puts around the program between fork and exec, besides the namespaces that bubblewrap made.

#ifndef CARREL_WALLS_H
#define CARREL_WALLS_H

#include <stddef.h>

enum { MOST_PORTS = 8 };

// Which sockets the program may make.
enum network {
  // Whatever its network namespace, or the host, gives.
  NETWORK_ANY,
  // TCP alone, as far as the Landlock rules let it connect.
  NETWORK_TCP,
  // None of the internet's.
  NETWORK_NONE,
};

// Loads the seccomp deny-list into this process and what it becomes: what could reach into other processes, the kernel's
// rarely used corners and the terminal's input. `local_sockets`: whether UNIX sockets may be made (a connected pair always
// can). 0, or -1 with errno.
int load_filter(enum network network, int local_sockets);

// The newest Landlock version that this kernel and this file know; 0: none.
int landlock_version(void);

// Shuts this process and what it becomes into the rules of a descriptor: entries that end with a zero byte, each a letter
// and an absolute path: r (read, execute), w (everything), d (read and write one device or file). What is not there is
// passed over. With `ports` TCP may be bound nowhere and connected only to these; where the kernel can, no signal and no
// abstract socket outside is reached. 0, or -1 with errno and what failed in `*what`.
int load_rules(int rules, int limit_ports, const unsigned *ports, size_t count, const char **what);

// Where the kernel can (Landlock 6): no abstract socket outside is reached, which is all that is asked for. 1 when it is so, else 0.
int scope_sockets(void);

// Gives up all capabilities, for good, also those that a program of root would get. 0, or -1 with errno.
int drop_capabilities(void);

#endif
