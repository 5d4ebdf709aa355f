#include "CSystem.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static socklen_t internet_address(const uint8_t *bytes, size_t count, uint16_t port, struct sockaddr_storage *out) {
  memset(out, 0, sizeof *out);
  if (count == 4) {
    struct sockaddr_in *four = (struct sockaddr_in *)out;
    four->sin_family = AF_INET;
    four->sin_port = htons(port);
    memcpy(&four->sin_addr, bytes, 4);
    return sizeof *four;
  }
  struct sockaddr_in6 *six = (struct sockaddr_in6 *)out;
  six->sin6_family = AF_INET6;
  six->sin6_port = htons(port);
  memcpy(&six->sin6_addr, bytes, 16);
  return sizeof *six;
}

int cs_tcp_listen(const uint8_t *bytes, size_t count, uint16_t port, int backlog) {
  struct sockaddr_storage address;
  socklen_t size = internet_address(bytes, count, port, &address);
  int fd = socket(address.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return -errno;
  int yes = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind(fd, (struct sockaddr *)&address, size) < 0 || listen(fd, backlog) < 0) {
    int error = errno;
    close(fd);
    return -error;
  }
  return fd;
}

int cs_tcp_port(int fd) {
  struct sockaddr_storage address;
  socklen_t size = sizeof address;
  if (getsockname(fd, (struct sockaddr *)&address, &size) < 0) return -errno;
  if (address.ss_family == AF_INET) return ntohs(((struct sockaddr_in *)&address)->sin_port);
  if (address.ss_family == AF_INET6) return ntohs(((struct sockaddr_in6 *)&address)->sin6_port);
  return -EAFNOSUPPORT;
}

int cs_tcp_connect(const uint8_t *bytes, size_t count, uint16_t port) {
  struct sockaddr_storage address;
  socklen_t size = internet_address(bytes, count, port, &address);
  int fd = socket(address.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return -errno;
  if (connect(fd, (struct sockaddr *)&address, size) < 0 && errno != EINPROGRESS && errno != EINTR) {
    int error = errno;
    close(fd);
    return -error;
  }
  return fd;
}

int cs_tcp_connected(int fd) {
  int error = 0;
  socklen_t size = sizeof error;
  if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) < 0) return -errno;
  if (error) return -error;
  struct sockaddr_storage peer;
  size = sizeof peer;
  if (getpeername(fd, (struct sockaddr *)&peer, &size) < 0) return errno == ENOTCONN ? 0 : -errno;
  return 1;
}

void cs_tcp_prepare(int fd) {
  int yes = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &yes, sizeof yes);
}

ssize_t cs_receive(int fd, void *bytes, size_t count) {
  ssize_t got;
  do got = recv(fd, bytes, count, MSG_DONTWAIT);
  while (got < 0 && errno == EINTR);
  return got < 0 ? -errno : got;
}

int cs_resolve(const char *name, uint8_t *bytes, int most, int *system_error) {
  struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
  struct addrinfo *found = NULL;
  *system_error = 0;
  int error = getaddrinfo(name, NULL, &hints, &found);
  if (error) {
    if (error == EAI_SYSTEM) *system_error = errno;
    return error < 0 ? error : -1000;
  }
  int count = 0;
  for (struct addrinfo *each = found; each && count < most; each = each->ai_next) {
    uint8_t *entry = bytes + 17 * count;
    if (each->ai_family == AF_INET) {
      entry[0] = 4;
      memcpy(entry + 1, &((struct sockaddr_in *)each->ai_addr)->sin_addr, 4);
      count++;
    } else if (each->ai_family == AF_INET6) {
      entry[0] = 16;
      memcpy(entry + 1, &((struct sockaddr_in6 *)each->ai_addr)->sin6_addr, 16);
      count++;
    }
  }
  freeaddrinfo(found);
  return count;
}

void cs_resolve_error(int code, char *buffer, size_t count) {
  strncpy(buffer, gai_strerror(code), count - 1);
  buffer[count - 1] = 0;
}

int cs_address_parse(const char *text, uint8_t *bytes) {
  if (inet_pton(AF_INET, text, bytes) == 1) return 4;
  if (inet_pton(AF_INET6, text, bytes) == 1) return 16;
  return 0;
}

void cs_address_text(const uint8_t *bytes, size_t count, char *buffer, size_t size) {
  if (!inet_ntop(count == 4 ? AF_INET : AF_INET6, bytes, buffer, (socklen_t)size)) buffer[0] = 0;
}
