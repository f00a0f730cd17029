package io.gatefarm.redis.embedded;

import io.gatefarm.redis.embedded.ServerProcess.Start;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * Starts one server after the other in the same folder, each with freshly written settings.
 *
 * @param flags what follows the settings file on the command line
 */
record ServerLauncher(ServerSettings settings, Path folder, RedisBinary binary, List<String> flags) {
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
    private static final int TRIES = 20;

    /** Writes the settings of a server that listens on a port and stores its data in a folder. */
    interface ServerSettings {
        void write(Path file, int port, Path dataFolder) throws IOException;
    }

    /** Folder of everything the server stores. */
    Path data() {
        return folder.resolve("data");
    }

    /**
     * Starts a server on a fixed port and waits until it answers.
     *
     * @throws RedisStartException if it ends or has not answered after 10 s
     */
    ServerProcess launch(int port) throws IOException, InterruptedException {
        return launch(() -> port, false);
    }

    /** The same with the first of some ports that nobody else takes in the meantime. */
    ServerProcess launchOnFreePort(IntSupplier ports) throws IOException, InterruptedException {
        return launch(ports, true);
    }

    private ServerProcess launch(IntSupplier ports, boolean nextPortIfTaken) throws IOException, InterruptedException {
        for (int tried = 1; ; tried++) {
            int port = ports.getAsInt();
            ServerProcess server = run(port);
            Start start = await(server);
            if (start == Start.ANSWERS) {
                return server;
            }
            boolean again = start == Start.FILE_BUSY || (start == Start.PORT_TAKEN && nextPortIfTaken);
            if (!again || tried == TRIES) {
                throw new RedisStartException(failure(start, port, server.lastLogLines()));
            }
        }
    }

    /** Leaves nothing running unless it answers. */
    private static Start await(ServerProcess server) throws IOException, InterruptedException {
        boolean answers = false;
        try {
            Start start = server.awaitAnswer(ANSWER_TIMEOUT);
            answers = start == Start.ANSWERS;
            return start;
        } finally {
            if (!answers) {
                server.kill();
            }
        }
    }

    private ServerProcess run(int port) throws IOException {
        Files.createDirectories(data());
        settings.write(folder.resolve("redis.conf"), port, data());
        return ServerProcess.start(folder, binary.file(), flags, port);
    }

    private String failure(Start start, int port, String logLines) {
        String what = switch (start) {
            case ANSWERS -> "answers";
            case PORT_TAKEN -> "found the port taken";
            case FILE_BUSY, EXITED -> "ended";
            case SILENT -> "did not answer in " + ANSWER_TIMEOUT.toSeconds() + " s";
        };
        return "no local Redis on port " + port + ": " + binary.source() + " " + what + ", its log: " + logLines;
    }
}
