// SPDX-License-Identifier: GPL-2.0-only
/*
 * activate PORT FILE COMMAND [ARGUMENT]...: runs a command as systemd would, with a
 * socket that listens on 127.0.0.1:PORT as descriptor 3, and writes what it says to the
 * notification socket to FILE, a line each. Ends with the command's status. The
 * variables AS_USER, a number, and AS_CAPABILITIES, as cap_from_text(3) reads them, tell
 * what it runs as.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/capability.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define LISTEN_FD 3
#define NOTIFY_NAME "@swapra-activate"

static void give_up(const char *what)
{
	fprintf(stderr, "activate: cannot %s: %s\n", what, strerror(errno));
	exit(1);
}

static void open_listener(const char *port)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(atoi(port)) };
	int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	/* As systemd does: the connections of a service that ended linger. */
	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) ||
	    bind(fd, (struct sockaddr *)&address, sizeof(address)) || listen(fd, 16))
		give_up("listen");
	if (fd == LISTEN_FD)
		return;
	if (dup2(fd, LISTEN_FD) < 0)
		give_up("place the socket");
	close(fd);
}

static int open_notify(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	memcpy(address.sun_path + 1, &NOTIFY_NAME[1], strlen(NOTIFY_NAME) - 1);
	if (fd < 0 || bind(fd, (struct sockaddr *)&address,
			   sizeof(address.sun_family) + strlen(NOTIFY_NAME)))
		give_up("open the notification socket");
	return fd;
}

/* Of another user, and with those capabilities alone, as User= and AmbientCapabilities= do. */
static void become(const char *user, const char *names)
{
	cap_t caps = cap_from_text(names);
	uid_t id = atoi(user);
	cap_flag_value_t has;

	if (!caps || prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) || setgroups(0, NULL) ||
	    setresgid(id, id, id) || setresuid(id, id, id) || cap_set_proc(caps))
		give_up("become the user");
	for (cap_value_t cap = 0; cap < cap_max_bits(); cap++)
		if (!cap_get_flag(caps, cap, CAP_INHERITABLE, &has) && has == CAP_SET &&
		    cap_set_ambient(cap, CAP_SET))
			give_up("keep a capability");
	cap_free(caps);
}

static void run(char **argv)
{
	const char *user = getenv("AS_USER"), *names = getenv("AS_CAPABILITIES");
	char pid[16];

	if (user && names)
		become(user, names);

	snprintf(pid, sizeof(pid), "%d", getpid());
	setenv("LISTEN_PID", pid, 1);
	setenv("LISTEN_FDS", "1", 1);
	setenv("NOTIFY_SOCKET", NOTIFY_NAME, 1);
	execvp(argv[0], argv);
	give_up("execute the command");
}

static pid_t child;

/* A signal for this process is meant for the service. */
static void pass_on(int number)
{
	kill(child, number);
}

static void take_messages(int notify, FILE *file, int flags)
{
	char message[512];
	ssize_t length;

	while ((length = recv(notify, message, sizeof(message) - 1, flags)) > 0) {
		message[length] = '\0';
		fputs(message, file);
		fflush(file);
	}
}

int main(int argc, char **argv)
{
	struct pollfd polls[2];
	int notify, status;
	FILE *file;

	if (argc < 4)
		return 2;
	open_listener(argv[1]); /* first: it takes a certain descriptor */
	notify = open_notify();
	file = fopen(argv[2], "we");
	if (!file)
		give_up("open the file");
	child = fork();
	if (!child)
		run(argv + 3);
	close(LISTEN_FD);
	signal(SIGTERM, pass_on);
	signal(SIGHUP, pass_on);
	polls[0] = (struct pollfd){ .fd = syscall(SYS_pidfd_open, child, 0), .events = POLLIN };
	polls[1] = (struct pollfd){ .fd = notify, .events = POLLIN };
	while (!(polls[0].revents & POLLIN)) {
		if (poll(polls, 2, -1) < 0 && errno != EINTR)
			give_up("wait");
		take_messages(notify, file, MSG_DONTWAIT);
	}
	waitpid(child, &status, 0);
	take_messages(notify, file, MSG_DONTWAIT);
	fclose(file);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
