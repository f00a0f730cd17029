# detach: replaces itself by a command in a session, and so a process group, of its own.
# $@  the command line
# Ctrl-C in a terminal sends SIGINT to the whole foreground group; redis-server handles it and would be gone
# before the process that still needs it. The process id stays the same through every exec.
if command -v setsid >/dev/null 2>&1; then
    exec setsid "$@"
fi
# macOS has no setsid command, but perl.
if command -v perl >/dev/null 2>&1; then
    exec perl -MPOSIX -e 'POSIX::setsid(); exec { $ARGV[0] } @ARGV or die "$ARGV[0]: $!\n"' -- "$@"
fi
exec "$@"
