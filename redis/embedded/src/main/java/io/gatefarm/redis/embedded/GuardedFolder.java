package io.gatefarm.redis.embedded;

import static java.lang.ProcessBuilder.Redirect.DISCARD;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A temporary folder with a shell that watches over it: the shell reads a pipe which only this JVM holds open, and when
 * that ends, by {@link #close} or by the JVM's death of whatever kind, it kills the server whose pid the folder's
 * {@code server.pid} holds and removes the folder.
 */
final class GuardedFolder implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(GuardedFolder.class);
    private static final int CLOSE_SECONDS = 5;

    private final Path path;
    private final Process guard;

    private GuardedFolder(Path path, Process guard) {
        this.path = path;
        this.guard = guard;
    }

    static GuardedFolder create() throws IOException {
        Path path = Files.createTempDirectory("gatefarm-redis-").toRealPath();
        try {
            Process guard = DetachedProcess.script("guard.sh", path.toString())
                    .redirectOutput(DISCARD)
                    .redirectError(DISCARD)
                    .start();
            return new GuardedFolder(path, guard);
        } catch (IOException e) {
            Files.delete(path);
            throw e;
        }
    }

    Path path() {
        return path;
    }

    /** Has the guard do its work now and waits up to 5 s for it. */
    @Override
    public void close() {
        try {
            guard.getOutputStream().close();
            if (!guard.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS) || guard.exitValue() != 0) {
                log.warn("not removed in {} s: folder={}", CLOSE_SECONDS, path);
            }
        } catch (IOException e) {
            log.warn("not removed: folder={}", path, e);
        } catch (InterruptedException e) {
            // The guard goes on by itself.
            Thread.currentThread().interrupt();
        }
    }
}
