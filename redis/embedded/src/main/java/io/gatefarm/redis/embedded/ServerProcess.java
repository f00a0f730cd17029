package io.gatefarm.redis.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** One run of a {@code redis-server}, from its start to its end; a restart is a new one. Any thread may use it. */
final class ServerProcess {
    private static final long POLL_MS = 5;
    private static final int LOG_LINES = 4;

    /** How a start went. */
    enum Start {
        ANSWERS,
        PORT_TAKEN,
        /** The executable was still open for writing: a child that another thread forked meanwhile had inherited it. */
        FILE_BUSY,
        EXITED,
        SILENT
    }

    private final Process process;
    private final int port;
    private final Path log;
    private final CompletableFuture<Void> ended;

    private ServerProcess(Process process, int port, Path folder) {
        this.process = process;
        this.port = port;
        this.log = folder.resolve("redis.log");
        // The guard must not find the pid of a process that is gone: the system may give it to another one.
        this.ended = process.onExit().thenRun(() -> delete(folder.resolve("server.pid")));
    }

    /** Starts the server with the folder's {@code redis.conf}, its output going to the folder's {@code redis.log}. */
    static ServerProcess start(Path folder, Path executable, List<String> flags, int port) throws IOException {
        List<String> arguments = new ArrayList<>();
        arguments.add(folder.toString());
        arguments.add(executable.toString());
        arguments.add(folder.resolve("redis.conf").toString());
        arguments.addAll(flags);
        Process process = DetachedProcess.script("launch.sh", arguments.toArray(String[]::new))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("redis.log").toFile())
                .start();
        process.getOutputStream().close();
        return new ServerProcess(process, port, folder);
    }

    /** Waits until the server answers, ends or has been silent for too long. */
    Start awaitAnswer(Duration timeout) throws IOException, InterruptedException {
        long started = System.nanoTime();
        while (System.nanoTime() - started < timeout.toNanos()) {
            if (!process.isAlive()) {
                return exited(Files.readString(log));
            }
            if (ServerProbe.answers(port, pid())) {
                return Start.ANSWERS;
            }
            Thread.sleep(POLL_MS);
        }
        return Start.SILENT;
    }

    private static Start exited(String log) {
        if (log.contains("Failed listening on port")) {
            return Start.PORT_TAKEN;
        }
        return log.contains("Text file busy") ? Start.FILE_BUSY : Start.EXITED;
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** Asks the server to end (SIGTERM) and kills it if it has not done so in time. */
    void stop(Duration timeout) {
        process.destroy();
        if (!awaitEnd(timeout.toNanos())) {
            kill();
        }
    }

    /** Ends the server at once (SIGKILL), in whatever state it is, and returns when it is gone. */
    void kill() {
        process.destroyForcibly();
        awaitEnd(Long.MAX_VALUE);
    }

    /** The last lines the server wrote, as one. */
    String lastLogLines() throws IOException {
        List<String> lines = Files.readAllLines(log).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        return lines.stream().skip(Math.max(0, lines.size() - LOG_LINES)).collect(Collectors.joining(" | "));
    }

    /** Waits through interrupts, since what follows counts on the end; the interrupt is kept for the caller. */
    private boolean awaitEnd(long timeoutNs) {
        long started = System.nanoTime();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    ended.get(timeoutNs - (System.nanoTime() - started), TimeUnit.NANOSECONDS);
                    return true;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void delete(Path pidFile) {
        try {
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
