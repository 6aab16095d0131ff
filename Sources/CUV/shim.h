#pragma once
#include <uv.h>
#include <sys/socket.h>
/* Watched by a loop like a socket: libuv's own timers count whole milliseconds. */
#include <sys/timerfd.h>

/* glibc declares it for _GNU_SOURCE only. */
extern int accept4(int socket, struct sockaddr *address, socklen_t *length, int flags);
