package io.gatefarm.redis.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version of a {@code redis-server}, as it tells itself. */
record RedisVersion(int major, int minor, int patch) {
    /** The first with Functions and sharded publish/subscribe. */
    static final RedisVersion OLDEST = new RedisVersion(7, 0, 0);

    // "Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=..."; Valkey's differs in its name
    // only.
    private static final Pattern VERSION = Pattern.compile("\\bv=(\\d{1,5})\\.(\\d{1,5})\\.(\\d{1,5})");
    private static final int ANSWER_SECONDS = 5;

    /** Asks an executable for its version; empty if it does not start, hangs for 5 s or answers something else. */
    static Optional<RedisVersion> of(Path redisServer) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(redisServer.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            return parse(new String(process.getInputStream().readAllBytes(), UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static Optional<RedisVersion> parse(String answer) {
        Matcher matcher = VERSION.matcher(answer);
        return matcher.find()
                ? Optional.of(new RedisVersion(number(matcher, 1), number(matcher, 2), number(matcher, 3)))
                : Optional.empty();
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    boolean isSupported() {
        return major >= OLDEST.major;
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
