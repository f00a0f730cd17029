package io.gatefarm.redis.embedded;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link LocalRedis} is started. Its settings apply in this order, later ones win: the project's
 * {@code redis.conf}, no persistence or append-only, {@code includes}, {@code directives}, and last what makes it
 * local (address, port, folder).
 *
 * @param port TCP port on 127.0.0.1; 0 takes a free one
 * @param appendOnly whether data survives {@link LocalRedis#restart}, by an append-only file in the temporary folder
 * @param searchPath folders in which a {@code redis-server} is looked for before the bundled one is taken
 * @param includes further Redis settings files
 * @param directives further lines of Redis settings, such as {@code "maxmemory 64mb"}; the default user must stay
 *     without a password
 */
public record LocalRedisConfig(
        int port, boolean appendOnly, List<Path> searchPath, List<Path> includes, List<String> directives) {
    /** A free port, nothing kept, servers from the {@code PATH} preferred, no further settings. */
    public static final LocalRedisConfig DEFAULTS =
            new LocalRedisConfig(0, false, path(System.getenv("PATH")), List.of(), List.of());

    private static final Set<String> NOT_SETTABLE =
            Set.of("bind", "port", "dir", "daemonize", "supervised", "logfile", "requirepass");

    public LocalRedisConfig {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port not in 0..65535: " + port);
        }
        searchPath = List.copyOf(searchPath);
        includes = List.copyOf(includes);
        directives = List.copyOf(directives);
        for (String directive : directives) {
            if (NOT_SETTABLE.contains(name(directive))) {
                throw new IllegalArgumentException("directive is set by LocalRedis itself: " + name(directive));
            }
        }
    }

    /** The same with another port; 0 takes a free one. */
    public LocalRedisConfig withPort(int port) {
        return new LocalRedisConfig(port, appendOnly, searchPath, includes, directives);
    }

    /** The same with an append-only file, so that {@link LocalRedis#restart} keeps the data. */
    public LocalRedisConfig withAppendOnly() {
        return new LocalRedisConfig(port, true, searchPath, includes, directives);
    }

    /** The same, looking for a {@code redis-server} in other folders. */
    public LocalRedisConfig withSearchPath(List<Path> folders) {
        return new LocalRedisConfig(port, appendOnly, folders, includes, directives);
    }

    /** The same without any search: always the bundled server. */
    public LocalRedisConfig withoutPath() {
        return withSearchPath(List.of());
    }

    /** The same with one more Redis settings file. */
    public LocalRedisConfig withInclude(Path settingsFile) {
        return new LocalRedisConfig(port, appendOnly, searchPath, append(includes, settingsFile), directives);
    }

    /** The same with one more line of Redis settings, such as {@code "enable-debug-command local"}. */
    public LocalRedisConfig withDirective(String line) {
        return new LocalRedisConfig(port, appendOnly, searchPath, includes, append(directives, line));
    }

    /**
     * The same, which speaks TLS as well, on a port of its own.
     *
     * @param tlsPort TCP port on 127.0.0.1
     * @param clientCertificates whether clients must show a certificate of the same CA
     */
    public LocalRedisConfig withTls(int tlsPort, LocalCertificates certificates, boolean clientCertificates) {
        return withDirective("tls-port " + tlsPort)
                .withDirective("tls-cert-file \"" + certificates.server().certificate() + '"')
                .withDirective("tls-key-file \"" + certificates.server().key() + '"')
                .withDirective("tls-ca-cert-file \"" + certificates.ca() + '"')
                .withDirective("tls-auth-clients " + (clientCertificates ? "yes" : "no"));
    }

    private static String name(String directive) {
        return directive.strip().split("\\s", 2)[0].toLowerCase(Locale.ROOT);
    }

    private static <T> List<T> append(List<T> list, T last) {
        return Stream.concat(list.stream(), Stream.of(last)).toList();
    }

    private static List<Path> path(@Nullable String path) {
        if (path == null) {
            return List.of();
        }
        return Stream.of(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isBlank())
                .map(Path::of)
                .toList();
    }
}
