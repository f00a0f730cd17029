package io.gatefarm.redis.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The {@code redis-server} inside {@code org.signal:embedded-redis}: statically linked, for Linux and macOS on amd64
 * and arm64. Only the binary is used; that library's own process control ends with neither its parent nor SIGKILL.
 */
final class BundledRedis {
    static final String VERSION = "7.0.15";

    private BundledRedis() {}

    /**
     * Writes the executable for this machine.
     *
     * @throws RedisStartException if there is none for this machine
     */
    static void unpack(Path file) throws IOException {
        String name = resource(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        try (InputStream in = BundledRedis.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new RedisStartException("no redis-server >= " + RedisVersion.OLDEST
                        + " on the PATH and none bundled for this machine (" + name
                        + "): install one or configure the URI of a running Redis");
            }
            Files.copy(in, file);
        }
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("cannot be made executable: " + file);
        }
    }

    static String resource(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : osName.toLowerCase(Locale.ROOT);
        String arch = switch (osArch.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64", "arm64" -> "arm64";
            default -> osArch;
        };
        return "redis-server-" + VERSION + "-" + os + "-" + arch;
    }
}
